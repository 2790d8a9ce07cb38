"""The details dock and its panels."""

__all__ = ["dock"]
