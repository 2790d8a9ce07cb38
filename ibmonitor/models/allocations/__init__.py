"""Rows, columns, bars and sheets of the Allocations tab."""

__all__ = ["bars", "columns", "items", "share_bar", "share_sums", "sheets", "tiles", "tree"]
