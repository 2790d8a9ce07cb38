"""Export dialogs, export runs, PDF."""

__all__ = ["control", "list_export", "notice"]
