"""The first page, before anything is connected."""

__all__ = ["demo_bar", "page"]
