"""The history: what TWS sent, kept on disk, so that every day can be opened as if it were today."""

__all__: list[str] = []

__all__ = [
    "asked_days",
    "batch",
    "closed_day",
    "day_records",
    "days",
    "find",
    "found",
    "later",
    "lists",
    "session",
    "sums",
    "tail_mark",
    "writer",
]
