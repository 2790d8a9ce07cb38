"""Commands without a window, and the entry point."""
