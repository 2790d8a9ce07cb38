"""What TWS's messages mean: the table of codes, and the reason that a message gives for an order's state."""

__all__ = ["codes", "meanings", "reasons", "tws_text"]
