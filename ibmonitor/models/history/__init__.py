"""What the window shows of the history: its days and their coverage, what was found on all of them, and sums."""

__all__: list[str] = []

__all__ = ["day_choice", "day_words", "found_columns", "sum_rows"]
