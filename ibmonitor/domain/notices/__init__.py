"""Which notifications are due, and their words."""

__all__ = ["notice", "tracker"]
