"""The history of the open connection: opened, written, and made whole after a sudden end."""

__all__: list[str] = []

__all__ = ["asking", "demo_history", "keeper", "past_answers", "past_day", "tws_week", "upkeep"]
