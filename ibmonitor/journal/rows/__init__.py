"""The rows for search and sums, made of events and records."""

__all__ = ["days", "event_rows", "record_rows"]
