"""The main window: puts pages, docks and menus together."""

__all__ = ["main_window", "notifier", "order_filter"]
