"""Which notifications are due, and their words."""
