"""Connections to an SQLite file: how a writer and a reader open it, and how their transactions begin.

SQLite 3.7.0 to 3.51.2 may damage a file in WAL mode when two connections write or checkpoint it at once. Here one
connection of one process does both; all others are read-only.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, Engine, NullPool, QueuePool, create_engine, event
from sqlalchemy.pool import Pool

_BUSY = 5.0
"""Seconds to wait for another program: a backup, say."""

_OF_ALL = (
    # Nothing of a history gets into the folder for temporary files.
    "temp_store=MEMORY",
    "cache_size=-16000",
)
_OF_WRITER = (
    *_OF_ALL,
    # What is committed survives a loss of power; macOS needs a word of its own for that.
    "synchronous=FULL",
    "fullfsync=ON",
    # What is forgotten is overwritten.
    "secure_delete=ON",
    # A burst while somebody reads makes the file beside it grow; afterwards it is cut to this.
    "journal_size_limit=16000000",
    # Rows of an index that `PRAGMA optimize` looks at.
    "analysis_limit=400",
)
_OF_READER = (*_OF_ALL, "query_only=ON")


def writer_engine(path: Path) -> Engine:
    """Of one connection, which any thread may use, and whose transactions have the write lock from their start on.

    The file exists. The first connection switches it to WAL.
    """
    return _engine(path, "mode=rw", ("journal_mode=WAL", *_OF_WRITER), "BEGIN IMMEDIATE", QueuePool)


def reader_engine(path: Path, *, is_immutable: bool = False) -> Engine:
    """A new connection each time, whose transaction sees one state of the file.

    With `is_immutable` SQLite takes no locks and needs no files beside: for a disk that nobody can write.
    """
    return _engine(path, "immutable=1" if is_immutable else "mode=ro", _OF_READER, "BEGIN", NullPool)


def connect_to_read(path: Path) -> sqlite3.Connection:
    """A connection of Python's own that cannot change the file. Raises `sqlite3.Error`."""
    return _connect(path, "mode=ro", ())


def _engine(path: Path, mode: str, pragmas: Sequence[str], begin: str, pool: type[Pool]) -> Engine:
    size = {"pool_size": 1, "max_overflow": 0} if pool is QueuePool else {}
    # Errors may get into logs, and the values of rows may not.
    engine = create_engine(
        "sqlite+pysqlite://",
        creator=lambda: _connect(path, mode, pragmas),
        poolclass=pool,
        hide_parameters=True,
        **size,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _connect(path: Path, mode: str, pragmas: Sequence[str]) -> sqlite3.Connection:
    # Without an isolation level Python begins no transactions of its own.
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{mode}", uri=True, isolation_level=None, timeout=_BUSY, check_same_thread=False
    )
    try:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
