from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from ibmonitor.journal.store import sqlite_engine
from ibmonitor.journal.store.sqlite_engine import connect_to_read, reader_engine, writer_engine


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An empty file whose name is no plain part of a URL."""
    path = tmp_path / "100% mine? #1 é.sqlite"
    path.touch()
    return path


def pragma(connection: Connection, name: str) -> object:
    return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def test_what_is_committed_is_on_the_disk_and_what_is_deleted_is_not(path: Path) -> None:
    engine = writer_engine(path)
    with engine.begin() as connection:
        found = {
            name: pragma(connection, name) for name in ("journal_mode", "synchronous", "fullfsync", "secure_delete")
        }
    engine.dispose()
    assert found == {"journal_mode": "wal", "synchronous": 2, "fullfsync": 1, "secure_delete": 1}


def test_a_transaction_that_writes_has_the_lock_from_its_beginning(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_engine, "_BUSY", 0.01)
    first, second = writer_engine(path), writer_engine(path)
    with first.begin(), pytest.raises(OperationalError, match="locked"), second.begin():
        pass
    with second.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE a (b)")
    first.dispose()
    second.dispose()


def test_making_a_table_is_undone_as_well(path: Path) -> None:
    """Python's driver would commit before it, so that a migration that fails would leave half of itself."""
    engine = writer_engine(path)

    def fail() -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE a (b)")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema").scalar() == 0
    engine.dispose()


@pytest.mark.parametrize("is_immutable", [False, True])
def test_a_reader_cannot_write(path: Path, *, is_immutable: bool) -> None:
    engine = reader_engine(path, is_immutable=is_immutable)
    with pytest.raises(OperationalError, match="readonly"), engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE a (b)")
    plain = connect_to_read(path)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        plain.execute("CREATE TABLE a (b)")
    plain.close()


def test_none_of_them_makes_a_file(tmp_path: Path) -> None:
    for engine in (writer_engine(tmp_path / "none"), reader_engine(tmp_path / "none")):
        with pytest.raises(OperationalError, match="unable to open"), engine.begin():
            pass
    assert list(tmp_path.iterdir()) == []
