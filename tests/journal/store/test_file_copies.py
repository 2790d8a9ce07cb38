from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from ibmonitor.journal.store.file_copies import copy_history, files_of, free_name
from ibmonitor.journal.store.file_store import FileStore
from tests.journal.store.history_rows import add_slices, numbers


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history" / "default.sqlite"


def test_a_copy_has_all_that_is_committed_while_it_is_written(path: Path, tmp_path: Path) -> None:
    store = FileStore(path)
    add_slices(store, 100)
    target = tmp_path / "backup.sqlite"
    target.write_text("an older one")
    with store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM slices")
        copy_history(path, target)
    store.close()
    copy = FileStore(target, only_reads=True)
    assert numbers(copy) == list(range(100))
    if sys.platform != "win32":
        assert target.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(target)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_copy_that_fails_leaves_what_was_there(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "backup.sqlite"
    target.write_text("an older one")
    with pytest.raises(sqlite3.OperationalError):
        copy_history(path, target)
    assert [file.read_text() for file in tmp_path.iterdir()] == ["an older one"]


def test_a_free_name_has_the_date_and_then_a_number(path: Path) -> None:
    path.parent.mkdir()
    first = free_name(path, "damaged")
    assert first.name.startswith("default.damaged.20")
    first.touch()
    second = free_name(path, "damaged")
    assert second.name == f"{first.stem}-2.sqlite"
    second.touch()
    assert free_name(path, "damaged").name == f"{first.stem}-3.sqlite"


def test_the_files_of_one_history_and_not_those_of_another(path: Path) -> None:
    store = FileStore(path)
    add_slices(store, 1)
    other = FileStore(path.with_name("default-2.sqlite"))
    for name in ("default.damaged.2026-01-01.sqlite", "default.damaged.2026-01-01.sqlite-wal", "default.txt"):
        path.with_name(name).touch()
    path.with_name("default.version-0001.2026-01-01.sqlite").touch()
    assert {file.name for file in files_of(path)} == {
        "default.sqlite",
        "default.sqlite-wal",
        "default.sqlite-shm",
        "default.sqlite.lock",
        "default.damaged.2026-01-01.sqlite",
        "default.damaged.2026-01-01.sqlite-wal",
        "default.version-0001.2026-01-01.sqlite",
    }
    store.close()
    other.close()
