"""The query for executions that a user types: read, checked, and in words."""

__all__ = ["form", "query"]
