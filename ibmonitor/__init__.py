"""IB Monitor: a read-only desktop monitor of Interactive Brokers accounts."""

__version__ = "0.1.0"
