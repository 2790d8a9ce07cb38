"""Copies of a history that the user asks for."""

from __future__ import annotations

from pathlib import Path

from ibmonitor.journal.store.errors import HistoryError, in_sentences
from ibmonitor.journal.store.file_copies import copy_history
from ibmonitor.journal.store.file_store import FileStore
from ibmonitor.journal.store.store import Store

ON_A_SERVER = (
    "A history on a PostgreSQL server is backed up there: pg_dump writes all of it into a file. Ask the server's "
    "administrator."
)


def back_up(store: Store, target: Path) -> None:
    """Write a copy, private to the user, of one state of the history, which may be written meanwhile.

    The copy can be opened like the history itself. Raises `HistoryError` with a sentence where there is such a file
    already, where it cannot be written, and for a history on a server.
    """
    if not isinstance(store, FileStore):
        raise HistoryError(ON_A_SERVER)
    if target.exists() or target.is_symlink():
        raise HistoryError(f"There is a file {target} already. Choose another name for the backup.")
    with in_sentences(str(target), OSError):
        copy_history(store.path, target)
