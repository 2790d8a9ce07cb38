"""Composition: creates the parts of the program and connects their signals."""
