"""The upkeep of a history: its size, what it is to forget, backups, and whether it is whole."""

__all__: list[str] = []

__all__ = ["backup", "check", "forgetting", "retention", "sizes"]
