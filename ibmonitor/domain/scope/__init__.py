"""What this connection can see, as sentences and report lines."""

__all__ = ["facts", "report", "summary"]
