from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from ibmonitor.journal.store.file_checks import damage, has_wal
from ibmonitor.journal.store.file_store import FileStore
from tests.journal.store.history_rows import add_slices


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A whole file of a hundred pages or so."""
    path = tmp_path / "default.sqlite"
    store = FileStore(path)
    add_slices(store, 500)
    store.close()
    return path


def overwrite(path: Path, at: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


def test_a_whole_file_has_none(path: Path) -> None:
    assert damage(path, thoroughly=False) == damage(path, thoroughly=True) == ""


@pytest.mark.parametrize(
    ("content", "what"),
    [(b"", "empty"), (b"hello", "no SQLite"), (b"SQLite format 2\0" * 99, "no SQLite"), (b"SQLite format 3\0", "end")],
    ids=str,
)
def test_what_is_seen_at_a_glance(path: Path, content: bytes, what: str) -> None:
    path.write_bytes(content)
    assert what in damage(path, thoroughly=False)


def test_a_file_without_its_end_is_seen_at_a_glance(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 1)
    assert damage(path, thoroughly=False) == "its end is missing"


def test_with_a_wal_the_file_may_be_shorter(path: Path, tmp_path: Path) -> None:
    """The WAL is written into the file page by page, the first page first; a crash may come between."""
    store = FileStore(path)
    add_slices(store, 500, 500)
    left = tmp_path / "left.sqlite"
    for suffix in ("", "-wal"):
        shutil.copyfile(f"{path}{suffix}", f"{left}{suffix}")
    store.close()
    overwrite(left, 28, path.read_bytes()[28:32])
    assert has_wal(left)
    assert left.stat().st_size < path.stat().st_size
    assert damage(left, thoroughly=True) == ""


@pytest.mark.parametrize("content", [bytes(4096), b"\xa5" * 4096], ids=["zeros", "garbage"])
@pytest.mark.parametrize("page", [0, 1, 60])
def test_a_damaged_page_is_found_when_all_are_read(path: Path, page: int, content: bytes) -> None:
    # The header, which the first page begins with, stays.
    overwrite(path, 4096 * page + (100 if page == 0 else 0), content[100:])
    assert damage(path, thoroughly=False) == ""
    assert damage(path, thoroughly=True).startswith("SQLite says: ")


def test_a_file_that_another_program_holds_is_not_damaged(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ibmonitor.journal.store.sqlite_engine._BUSY", 0.01)
    other = sqlite3.connect(path)
    other.execute("PRAGMA locking_mode=EXCLUSIVE")
    other.execute("BEGIN IMMEDIATE")
    other.execute("INSERT INTO meta VALUES ('a', 'b')")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        damage(path, thoroughly=True)
    other.close()
