"""Export dialogs, export runs, PDF."""

__all__ = ["choice", "control", "list_export", "notice"]
