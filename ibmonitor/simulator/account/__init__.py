"""The simulated account: plain values."""
