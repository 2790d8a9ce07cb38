"""The settings dialog, and the profiles."""

__all__ = ["profile_menu", "setting_rows", "settings_dialog"]
