"""Explains why an order is in its state, and what is known of a fill, a commission or a message without an order."""

__all__ = ["explanation", "facts", "filled", "headline", "other_records", "outcomes", "why_line"]
