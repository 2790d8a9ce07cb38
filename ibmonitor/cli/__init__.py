"""Commands without a window, and the entry point."""

__all__ = ["main"]
