"""Composition: creates the parts of the program and connects their signals."""

__all__ = ["demo", "gc_tuner", "profile_keeper", "program", "run_window"]
