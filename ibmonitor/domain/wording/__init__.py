"""How sentences are made: numbers, times, quotes, staleness."""

__all__ = ["held", "money", "reject_json", "rounding", "staleness", "writing"]
