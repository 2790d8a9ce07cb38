"""The history: what TWS sent, kept on disk, so that every day can be opened as if it were today."""

__all__: list[str] = []
