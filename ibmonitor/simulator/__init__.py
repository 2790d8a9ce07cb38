"""A TWS on the wire, for the demo, the tests and the benchmarks. Imports nothing of the rest of the program."""

__all__ = ["main"]
