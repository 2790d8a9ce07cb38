"""A scenario read from a TOML file: its tables, its steps, and its check before anyone connects."""

__all__ = ["script", "values"]
