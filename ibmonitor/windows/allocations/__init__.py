"""The Allocations tab, and the groups window."""

__all__ = ["groups_panel", "page"]
