"""A user's query for executions: read, checked, and in words."""

__all__ = ["form", "query"]
