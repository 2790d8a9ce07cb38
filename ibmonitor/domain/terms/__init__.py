"""An order's terms: which prices it has, and its conditions, algorithm and times in words."""

__all__ = ["prices", "terms"]
