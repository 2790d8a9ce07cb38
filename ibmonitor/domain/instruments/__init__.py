"""Unique names of instruments."""

__all__ = ["instruments", "key", "market_zone"]
