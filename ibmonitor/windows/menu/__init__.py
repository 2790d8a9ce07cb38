"""The table of actions, the menus, the toolbar, the icons."""

__all__ = ["actions", "appearance"]
