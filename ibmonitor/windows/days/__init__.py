"""The choice of the day that is shown: a button in the bottom line, and the calendar that drops down from it."""

__all__ = ["day_button"]
