"""The main window: puts pages, docks and menus together."""
