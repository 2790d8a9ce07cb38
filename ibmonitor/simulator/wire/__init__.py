"""Encodes what the simulated TWS sends, and decodes the requests of its clients."""

__all__ = ["announcement", "filters", "protocol", "requests", "wire"]
