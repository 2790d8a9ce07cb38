"""What happened to one order: as entries, and as a life of spans."""

__all__ = ["entry", "kept_timeline", "last_change", "life", "timeline", "words"]
