"""A session's events as JSON, slice by slice, and back."""

__all__ = ["codec", "slices"]
