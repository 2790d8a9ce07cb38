"""The first page, before anything is connected."""

__all__ = ["demo_bar", "page", "set_up_window"]
