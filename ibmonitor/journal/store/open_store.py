"""Opens a history wherever it is: a file of this computer, or a database on a server."""

from __future__ import annotations

from pathlib import Path

from ibmonitor.journal.store.file_store import FileStore
from ibmonitor.journal.store.server_store import ServerStore
from ibmonitor.journal.store.server_url import is_url
from ibmonitor.journal.store.store import Store


def open_store(place: Path | str, *, only_reads: bool = False) -> Store:
    """The history in the file `place`, or at the URL `postgresql://…`; made where there is none and it may be written.

    With `only_reads` it is not even tried to write. Raises `HistoryError` with a sentence for the user.
    """
    if isinstance(place, str) and is_url(place):
        return ServerStore(place, only_reads=only_reads)
    return FileStore(Path(place), only_reads=only_reads)
