"""Composition: creates the parts of the program and connects their signals."""

__all__ = ["application", "demo", "gc_tuner", "ibapi_check", "profile_keeper", "program", "run_window", "unexpected"]
