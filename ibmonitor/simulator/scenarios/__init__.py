"""What happens in the simulated account: the demo's day, a load for benchmarks, scenario files."""

__all__ = ["advisor", "base", "load", "quiet", "script", "script_values"]
