"""The history on disk or on a server: its tables, opening, migrations, locks and checks. Knows nothing of events."""

__all__ = ["errors", "file_copies", "file_store", "open_store", "schema", "store", "upsert", "write_lock"]
