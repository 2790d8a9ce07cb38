"""Export dialogs, export runs, PDF."""
