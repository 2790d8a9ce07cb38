"""Encodes what the simulated TWS sends, and reads what it is asked."""

__all__ = ["announcement", "filters", "protocol", "requests", "wire"]
