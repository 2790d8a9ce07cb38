"""The dialog that asks TWS for executions."""

__all__ = ["control"]
