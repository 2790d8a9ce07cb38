"""The window of the history: finds orders and executions on all days, and sums over days."""

__all__: list[str] = []

__all__ = ["window"]
