"""The tab of the day's charts."""

__all__ = ["page"]
