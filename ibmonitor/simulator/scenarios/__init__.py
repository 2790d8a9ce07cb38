"""What happens in the simulated account: the demo's day, a load for benchmarks, scenario files."""

__all__ = ["base", "combo_fills", "desk", "instruments", "load", "quiet", "splitting"]
