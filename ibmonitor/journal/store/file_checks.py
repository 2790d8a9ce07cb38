"""Whether a history's file is damaged: at a glance each time, page by page after an end that was not clean."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from ibmonitor.journal.store.sqlite_engine import connect_to_read

MAGIC = b"SQLite format 3\0"
_HEADER = 100


def damage(path: Path, *, thoroughly: bool) -> str:
    """What is wrong with an existing file, in words; "" for nothing.

    `thoroughly` reads the whole file, a second for each gigabyte or so. Raises `OSError`, and `sqlite3.Error` for what
    is no damage: another program holds the file.
    """
    with path.open("rb") as file:
        header = file.read(_HEADER)
    if not header:
        return "it is empty"
    if not header.startswith(MAGIC):
        return "it is no SQLite database"
    if _is_cut(header, path):
        return "its end is missing"
    return _found_by_sqlite(path) if thoroughly else ""


def wal_of(path: Path) -> Path:
    """The file in which SQLite keeps what is not in its database yet."""
    return path.with_name(f"{path.name}-wal")


def has_wal(path: Path) -> bool:
    try:
        return wal_of(path).stat().st_size > 0
    except OSError:
        return False


def is_damage(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _is_cut(header: bytes, path: Path) -> bool:
    """Whether the file is shorter than its header says; with a WAL that may be so for a moment."""
    if len(header) < _HEADER:
        return True
    page = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    # SQLite's own condition for believing the number of pages.
    is_valid = header[24:28] == header[92:96]
    return is_valid and not has_wal(path) and path.stat().st_size < pages * (65536 if page == 1 else page)


def _found_by_sqlite(path: Path) -> str:
    try:
        connection = connect_to_read(path)
        try:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        finally:
            connection.close()
    except sqlite3.Error as error:
        if is_damage(error):
            return f"SQLite says: {error}"
        raise
    # Its first line may be the name of the database.
    return "" if found == "ok" else f"SQLite says: {' '.join(str(found).split())[:200]}"
