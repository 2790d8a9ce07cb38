"""The worlds that the simulated TWS can show."""

__all__ = ["advisor", "base", "load", "quiet", "script", "script_values"]
