from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from ibmonitor.journal.store import rescue as rescue_module
from ibmonitor.journal.store.errors import HistoryError
from ibmonitor.journal.store.file_checks import wal_of
from ibmonitor.journal.store.file_store import FileStore
from ibmonitor.journal.store.migrate import VERSION_TABLE
from ibmonitor.journal.store.rescue import fits, rescue
from ibmonitor.journal.store.schema import EXECUTIONS, METADATA
from ibmonitor.journal.store.upsert import upsert
from tests.journal.store.history_rows import add_slices, execution, numbers, one_of_each, rows_of

COUNT = 2_000


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("whole") / "default.sqlite"
    store = FileStore(path)
    with store.writing() as connection:
        upsert(connection, EXECUTIONS, [execution(f"{n:05}.01") for n in range(300)])
    add_slices(store, COUNT)
    store.close()
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path, whole: bytes) -> Path:
    path = tmp_path / "default.sqlite"
    path.write_bytes(whole)
    return path


def rescued(path: Path) -> tuple[str, FileStore]:
    """What is said, and the new file, open."""
    said = rescue(path, "of a test")
    return said, FileStore(path)


def lost(said: str) -> int:
    found = re.search(r"up to ([\d,]+) are lost", said)
    return int(found[1].replace(",", "")) if found else 0


@pytest.mark.parametrize("length", [1, 16, 50, 100])
def test_without_its_header_all_is_read(path: Path, whole: bytes, length: int) -> None:
    path.write_bytes(b"x" * length + whole[length:])
    said, store = rescued(path)
    assert f"what could be read of it, {COUNT + 300:,} entries." in said
    assert numbers(store) == list(range(COUNT))
    assert len(rows_of(store, EXECUTIONS)) == 300
    store.close()


@pytest.mark.parametrize("filling", [b"\0", b"\xff", b"\x0d"], ids=["zeros", "ones", "what looks like a page"])
@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
def test_around_a_damaged_page_all_is_read(path: Path, whole: bytes, part: float, filling: bytes) -> None:
    at = int(len(whole) * part) // 4096 * 4096
    path.write_bytes(whole[:at] + filling * 4096 + whole[at + 4096 :])
    said, store = rescued(path)
    kept = len(numbers(store)) + len(rows_of(store, EXECUTIONS))
    assert kept >= COUNT + 300 - 60
    assert kept == COUNT + 300 or lost(said) >= COUNT + 300 - kept
    store.close()


def test_what_was_only_in_the_wal_is_read(tmp_path: Path) -> None:
    work, path = tmp_path / "work.sqlite", tmp_path / "default.sqlite"
    store = FileStore(work)
    add_slices(store, 100)
    shutil.copyfile(wal_of(work), wal_of(path))
    store.close()
    path.write_bytes(b"")
    said, store = rescued(path)
    assert "100 entries" in said
    assert numbers(store) == list(range(100))
    store.close()


@pytest.mark.parametrize("name", ["executions", "slices"])
def test_a_table_whose_first_page_is_gone_is_read_page_by_page(path: Path, whole: bytes, name: str) -> None:
    """SQLite finds no way to any of its rows."""
    store = FileStore(path)
    with store.reading() as connection:
        query = f"SELECT rootpage FROM sqlite_schema WHERE name = '{name}'"  # noqa: S608 - a test's
        at = 4096 * (connection.exec_driver_sql(query).scalar_one() - 1)
    store.close()
    path.write_bytes(whole[:at] + bytes(4096) + whole[at + 4096 :])
    said, store = rescued(path)
    assert "2,300 entries; others may be lost" in said
    assert numbers(store) == list(range(COUNT))
    assert len(rows_of(store, EXECUTIONS)) == 300
    store.close()


def test_without_the_description_of_its_tables_all_is_read(path: Path, whole: bytes) -> None:
    path.write_bytes(b"x" * 4096 + whole[4096:])
    said, store = rescued(path)
    assert "2,300 entries; others may be lost" in said
    assert numbers(store) == list(range(COUNT))
    store.close()


def test_of_a_file_without_its_end_all_is_read_that_is_there(path: Path, whole: bytes) -> None:
    path.write_bytes(whole[: len(whole) // 2 + 100])
    said, store = rescued(path)
    assert "others may be lost" in said
    assert len(rows_of(store, EXECUTIONS)) == 300
    assert len(numbers(store)) > COUNT * 0.3
    store.close()


def test_a_row_is_that_of_one_table() -> None:
    """By its values: a page does not name its table."""
    columns = {
        table.name: [("TEXT" if c.type.python_type is str else "BIGINT", not c.nullable) for c in table.columns]
        for table in METADATA.sorted_tables
    }
    for table, values in one_of_each():
        least = list(values.values())
        most = ["1" if kind == "TEXT" else 1 for kind, _ in columns[table.name]]
        for found in (least, most):
            assert [name for name, each in columns.items() if fits(found, each)] == [table.name]


def test_the_damaged_file_is_kept_as_it_was(path: Path) -> None:
    path.write_bytes(b"no database")
    wal_of(path).write_bytes(b"no wal")
    said, store = rescued(path)
    store.close()
    (aside,) = path.parent.glob("default.damaged.*.sqlite")
    assert said == (
        "The history was damaged: of a test. Nothing in it could be read, so a new one was begun. "
        f"The damaged file is kept as {aside}."
    )
    assert (aside.read_bytes(), wal_of(aside).read_bytes()) == (b"no database", b"no wal")


def test_interrupted_it_begins_again(path: Path, whole: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(b"x" * 100 + whole[100:])
    with monkeypatch.context() as patch:
        patch.setattr(rescue_module, "_set_aside", lambda _path: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            rescue(path, "of a test")
    assert path.read_bytes()[:100] == b"x" * 100
    said, store = rescued(path)
    assert "2,300 entries" in said
    store.close()
    assert not list(path.parent.glob(".default-rescue-*"))


def test_a_damaged_file_of_a_newer_version_is_left_to_that(path: Path) -> None:
    store = FileStore(path)
    with store.writing() as connection:
        connection.exec_driver_sql(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")  # noqa: S608 - a test's
    store.close()
    before = path.read_bytes()
    with pytest.raises(HistoryError, match="newer than this program"):
        rescue(path, "of a test")
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.glob("*damaged*")] == []


def test_a_version_that_is_damaged_itself_is_none_of_a_newer_program(path: Path) -> None:
    store = FileStore(path)
    with store.writing() as connection:
        connection.exec_driver_sql(f"UPDATE {VERSION_TABLE} SET version_num = 'zzz'")  # noqa: S608 - a test's
    store.close()
    said, store = rescued(path)
    assert "2,300 entries" in said
    assert not store.is_read_only
    store.close()


def test_it_gives_up_on_a_table_that_has_too_many_rows_that_fail(
    path: Path, whole: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rescue_module, "_MOST_FAILURES", 10)
    at = len(whole) // 2 // 4096 * 4096
    path.write_bytes(whole[:at] + bytes(40_960) + whole[at + 40_960 :])
    said, store = rescued(path)
    assert "others may be lost" in said
    # The pages that are damaged; those that it did not come to are read by themselves.
    assert COUNT - 200 < len(numbers(store)) < COUNT
    store.close()
