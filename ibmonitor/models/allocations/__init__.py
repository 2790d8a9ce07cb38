"""Rows, columns, bars and sheets of the Allocations tab."""
