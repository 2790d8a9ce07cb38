"""Why the history could not be opened, read or written: the errors of this room, each with a sentence for the user."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError, StatementError


class HistoryError(Exception):
    """`str()` of it is for the user. Later the same may succeed: a disk has space again, a server answers again."""


class NoHistoryError(HistoryError):
    """There is none yet."""


class DamagedHistoryError(HistoryError):
    """The file is damaged. Opened for writing again it is set aside, and what can be read is kept."""


class RefusedRowsError(HistoryError):
    """Rows that the tables cannot hold: to write them again is of no use."""


@contextmanager
def in_sentences(where: str, *errors: type[Exception]) -> Iterator[None]:
    """Raise a `HistoryError` instead of the database's errors and those named. `where` is the file or the server.

    Its cause comes with it unless that quotes rows, which must not get into logs.
    """
    kinds: tuple[type[Exception], ...] = (SQLAlchemyError, sqlite3.Error, *errors)
    try:
        yield
    except kinds as error:
        raise explained(error, where) from (None if _quotes_rows(error) else error)


def explained(error: Exception, where: str) -> HistoryError:
    """The error of this room for one of the database, of its driver or of the system."""
    # Not the text of SQLAlchemy, which has the statement and its values.
    cause = error.orig if isinstance(error, StatementError) and isinstance(error.orig, Exception) else error
    if isinstance(cause, sqlite3.Error):
        return _of_sqlite(cause, where)
    if isinstance(cause, OSError):
        return HistoryError(f"{_OF_SYSTEM.get(cause.errno or 0, _ANY)} {_words(cause, where)}")
    if isinstance(error, DBAPIError):
        return _of_server(error, where)
    return RefusedRowsError(f"The history cannot hold what was to be written. {_words(cause, where)}")


_ANY: Final = "The history cannot be opened or written."
_FULL: Final = "The disk with the history is full, so nothing can be added. Free some space."
_READ_ONLY: Final = "The history cannot be written: its file, its folder or its disk is read-only."
_NO_ACCESS: Final = "The history cannot be opened: you may not read or write its file or its folder."
_DISK: Final = "The disk with the history reports an error. Check the disk, and copy the history to another one."
_DAMAGED: Final = (
    "The history is damaged. When IB Monitor starts the next time, it sets the damaged file aside and keeps what can "
    "be read."
)
_REFUSED: Final = "The history cannot hold what was to be written."

_OF_SYSTEM: Final = {
    errno.ENOSPC: _FULL,
    getattr(errno, "EDQUOT", errno.ENOSPC): _FULL,
    errno.EROFS: _READ_ONLY,
    errno.EACCES: _NO_ACCESS,
    errno.EPERM: _NO_ACCESS,
    errno.EIO: _DISK,
}

_OF_SQLITE: Final = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: _NO_ACCESS,
    sqlite3.SQLITE_PERM: _NO_ACCESS,
    sqlite3.SQLITE_AUTH: _NO_ACCESS,
    sqlite3.SQLITE_BUSY: "Another program is using the history. Close it there, or wait until it is done.",
    sqlite3.SQLITE_LOCKED: "Another program is using the history. Close it there, or wait until it is done.",
    sqlite3.SQLITE_IOERR: _DISK,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_CONSTRAINT: _REFUSED,
    sqlite3.SQLITE_MISMATCH: _REFUSED,
    sqlite3.SQLITE_TOOBIG: _REFUSED,
}
"""By the low byte of SQLite's code; the rest of it only gives details."""

_OF_SERVER: Final = {
    "08": "There is no connection to the server of the history.",
    "22": _REFUSED,
    "23": _REFUSED,
    "25006": "The history on this server cannot be written: the server or this user may only read.",
    "40": "Another program was writing the same part of the history on the server.",
    "42501": "The server of the history does not allow this user to do that. Ask its administrator for the right.",
    "53": "The server of the history has no space or no connection left. Its administrator can help.",
    "55P03": "Another program is using the history on the server. Wait until it is done.",
    "57": "The server of the history is shutting down or starting.",
}
"""By PostgreSQL's SQLSTATE, or by its class, the first two characters."""


def _of_sqlite(error: sqlite3.Error, where: str) -> HistoryError:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        # The driver's own: a value of a kind that it cannot store, a text that is no Unicode.
        return RefusedRowsError(f"{_REFUSED} {_words(error, where)}")
    sentence = _OF_SQLITE.get(code & 0xFF, _ANY)
    kind = {_DAMAGED: DamagedHistoryError, _REFUSED: RefusedRowsError}.get(sentence, HistoryError)
    return kind(f"{sentence} {_words(error, where)}")


def _of_server(error: DBAPIError, where: str) -> HistoryError:
    state = getattr(error.orig, "sqlstate", None) or ""
    # Without a state nothing came from the server: the connection is lost, or the driver cannot send a value.
    fallback = _ANY if state else _OF_SERVER["08"] if isinstance(error, OperationalError | InterfaceError) else _REFUSED
    sentence = _OF_SERVER.get(state) or _OF_SERVER.get(state[:2], fallback)
    kind = RefusedRowsError if sentence == _REFUSED else HistoryError
    return kind(f"{sentence} {_words(error.orig, where)}")


def _quotes_rows(error: Exception) -> bool:
    """PostgreSQL's details do."""
    return bool(getattr(getattr(getattr(error, "orig", None), "diag", None), "message_detail", None))


def _words(error: BaseException | None, where: str) -> str:
    """Where it was, and what the system calls it, in brackets and on one line."""
    text = error.strerror if isinstance(error, OSError) else ""
    # PostgreSQL's details and its hint may hold the values.
    text = text or getattr(getattr(error, "diag", None), "message_primary", None) or str(error).strip()
    text = text or type(error).__name__
    return f"({where}: {' '.join(text.split())[:300]})"
