"""The connection test: tries to connect, and reports what it finds."""

__all__ = ["probe"]
