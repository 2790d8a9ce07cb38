"""The demo: the day of an advisor with several clients, and everything that can happen to orders in it."""

__all__ = ["advisor"]
