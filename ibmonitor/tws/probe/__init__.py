"""The connection test: connects, asks, and reports what it found."""

__all__ = ["probe"]
