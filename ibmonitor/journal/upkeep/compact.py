"""Gives the disk back what a file no longer needs, and leaves no trace of what was deleted."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy import Connection

from ibmonitor.journal.store.file_copies import files_of
from ibmonitor.journal.store.file_store import FileStore
from ibmonitor.journal.store.store import Store

_LARGE = 256_000_000
"""Bytes of a file that is not rebuilt in memory."""
_WORTHWHILE = 0.5
"""The unused part of a file from which on it is rebuilt only for its size."""
_OWN_FILES = ("", "-wal", "-shm", "-journal", ".lock")


def compact(store: Store) -> None:
    """Rebuild the file of only what is in it. Waits for other transactions. A server does that by itself.

    Deleted rows are overwritten at once, but pages that were split may still have copies of them. Raises
    `HistoryError`.
    """
    if isinstance(store, FileStore):
        with store.writing() as connection:
            # Not within a transaction.
            connection.exec_driver_sql("COMMIT")
            _rebuild(connection, store)


def compact_if_worthwhile(store: Store) -> None:
    """Rebuild the file if most of it is unused. Raises `HistoryError`."""
    if isinstance(store, FileStore):
        with store.reading() as connection:
            unused, pages = (
                connection.exec_driver_sql(f"PRAGMA {name}").scalar() or 0 for name in ("freelist_count", "page_count")
            )
        if pages and unused / pages > _WORTHWHILE:
            compact(store)


def remove_copies(store: Store) -> int:
    """Remove the copies that were kept before migrations and damaged files; return how many there were.

    Copies that the user made are elsewhere. Raises nothing: what cannot be removed stays.
    """
    if not isinstance(store, FileStore):
        return 0
    own = {f"{store.path.name}{suffix}" for suffix in _OWN_FILES}
    removed = 0
    for file in files_of(store.path):
        if file.name not in own:
            with suppress(OSError):
                file.unlink()
                removed += 1
    return removed


def _rebuild(connection: Connection, store: FileStore) -> None:
    is_large = store.path.stat().st_size > _LARGE
    if is_large:
        # Else all of it would be in memory. Beside the history, since nothing of it gets into other folders.
        folder = str(store.path.parent).replace("'", "''")
        connection.exec_driver_sql(f"PRAGMA temp_store_directory='{folder}'")
        connection.exec_driver_sql("PRAGMA temp_store=FILE")
    try:
        connection.exec_driver_sql("VACUUM")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        if is_large:
            connection.exec_driver_sql("PRAGMA temp_store=MEMORY")
            connection.exec_driver_sql("PRAGMA temp_store_directory=''")
