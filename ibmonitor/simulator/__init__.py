"""A simulated TWS that speaks the real protocol, for the demo, tests and benchmarks. Imports nothing of the program."""

__all__ = ["main"]
