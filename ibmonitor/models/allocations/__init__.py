"""Rows, columns, bars and sheets of the Allocations tab."""

__all__ = ["bars", "items", "share_sums", "sheets", "tiles", "tree"]
