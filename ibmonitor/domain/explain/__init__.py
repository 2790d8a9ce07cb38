"""Why an order, a fill, a commission or a message is as it is."""

__all__ = ["explanation", "facts", "filled", "headline", "other_records"]
