"""What the settings show of the history that is kept, and what can be done with it."""

__all__: list[str] = []

__all__ = ["upkeep_row"]
