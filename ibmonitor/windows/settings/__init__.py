"""The settings dialog, and the profiles."""
