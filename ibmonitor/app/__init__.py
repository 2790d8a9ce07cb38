"""Composition: creates the parts of the program and connects their signals."""

__all__ = [
    "application",
    "connector",
    "demo",
    "first_start",
    "ibapi_check",
    "memory",
    "profile_keeper",
    "program",
    "run_window",
    "unexpected",
]
