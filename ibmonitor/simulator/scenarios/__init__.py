"""The worlds that the simulated TWS can show."""
