"""Rows, columns, bars and sheets of the Allocations tab."""

__all__ = ["bars", "items", "sheets", "tree"]
