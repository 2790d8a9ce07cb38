"""Rows, columns, bars and sheets of the Allocations tab."""

__all__ = ["bars", "cell_filter", "columns", "items", "share_bar", "share_sums", "sheets", "tiles", "tree"]
