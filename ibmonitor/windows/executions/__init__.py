"""The dialog that requests executions from TWS."""

__all__ = ["control"]
