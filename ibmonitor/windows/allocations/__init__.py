"""The Allocations tab, and the groups window."""
