"""The history on disk or on a server: its tables, opening, migrations, locks and checks. Knows nothing of events."""

__all__ = ["open_store", "schema", "upsert"]
