"""Series and words of the day's charts."""

__all__ = ["series", "words"]
