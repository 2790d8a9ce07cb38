"""Encodes what the simulated TWS sends, and reads what it is asked."""
