from __future__ import annotations

import errno
import sqlite3

import pytest
from sqlalchemy.exc import OperationalError, ProgrammingError, StatementError

from ibmonitor.journal.store.errors import (
    DamagedHistoryError,
    HistoryError,
    RefusedRowsError,
    explained,
    in_sentences,
)


def of_sqlite(name: str) -> sqlite3.Error:
    error = sqlite3.OperationalError("as SQLite says")
    # Python's own attribute, which only its C code sets.
    error.sqlite_errorcode = getattr(sqlite3, name)
    return error


class OfServer(Exception):
    """As psycopg's."""

    def __init__(self, state: str | None) -> None:
        super().__init__("as the server says\nDETAIL: with a secret")
        self.sqlstate = state
        self.diag = type("Diagnostic", (), {"message_primary": "as the server says"})


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("SQLITE_FULL", HistoryError, "disk with the history is full"),
        ("SQLITE_READONLY_DIRECTORY", HistoryError, "read-only"),
        ("SQLITE_CANTOPEN_ISDIR", HistoryError, "may not read or write"),
        ("SQLITE_BUSY_SNAPSHOT", HistoryError, "Another program"),
        ("SQLITE_IOERR_FSYNC", HistoryError, "reports an error"),
        ("SQLITE_CORRUPT_INDEX", DamagedHistoryError, "damaged"),
        ("SQLITE_NOTADB", DamagedHistoryError, "damaged"),
        ("SQLITE_CONSTRAINT_NOTNULL", RefusedRowsError, "cannot hold"),
        ("SQLITE_NOMEM", HistoryError, "cannot be opened or written"),
    ],
)
def test_the_codes_of_sqlite(name: str, kind: type[HistoryError], words: str) -> None:
    for error in (of_sqlite(name), OperationalError("SELECT 'secret'", {}, of_sqlite(name))):
        found = explained(error, "/x/default.sqlite")
        assert type(found) is kind
        assert words in str(found)
        assert str(found).endswith("(/x/default.sqlite: as SQLite says)")


@pytest.mark.parametrize(
    ("state", "kind", "words"),
    [
        ("57P01", HistoryError, "shutting down"),
        ("53100", HistoryError, "no space"),
        ("42501", HistoryError, "does not allow"),
        ("25006", HistoryError, "may only read"),
        ("23502", RefusedRowsError, "cannot hold"),
        ("22021", RefusedRowsError, "cannot hold"),
        ("40P01", HistoryError, "same part"),
        ("XX000", HistoryError, "cannot be opened or written"),
        (None, HistoryError, "no connection"),
    ],
)
def test_the_states_of_a_server(state: str | None, kind: type[HistoryError], words: str) -> None:
    found = explained(OperationalError("SELECT 'secret'", {}, OfServer(state)), "PostgreSQL on desk")
    assert type(found) is kind
    assert words in str(found)
    assert str(found).endswith("(PostgreSQL on desk: as the server says)")


def test_what_a_driver_cannot_send_is_refused() -> None:
    assert type(explained(ProgrammingError("x", {}, OfServer(None)), "desk")) is RefusedRowsError
    assert type(explained(sqlite3.ProgrammingError("type 'object' is not supported"), "x")) is RefusedRowsError
    refused = explained(StatementError("no value", "SELECT 'secret'", {}, ValueError("none for a")), "x")
    assert type(refused) is RefusedRowsError
    assert "secret" not in str(refused)


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "full"), (errno.EROFS, "read-only"), (errno.EACCES, "may not"), (errno.EIO, "reports an error")],
)
def test_the_errors_of_the_system(number: int, words: str) -> None:
    assert words in str(explained(OSError(number, "as the system says"), "x"))


def test_only_the_databases_errors_and_those_named_are_explained() -> None:
    with pytest.raises(HistoryError), in_sentences("x"):
        raise of_sqlite("SQLITE_FULL")
    with pytest.raises(HistoryError), in_sentences("x", OSError):
        raise PermissionError(errno.EACCES, "no")
    with pytest.raises(PermissionError), in_sentences("x"):
        raise PermissionError(errno.EACCES, "no")
    with pytest.raises(DamagedHistoryError, match="as it is"), in_sentences("x", OSError):
        raise DamagedHistoryError("as it is")
