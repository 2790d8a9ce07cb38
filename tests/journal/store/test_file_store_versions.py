"""Files of other versions: older ones are converted after a copy, newer ones are never changed."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ibmonitor.journal.store import file_store, migrate, rescue
from ibmonitor.journal.store.errors import HistoryError
from ibmonitor.journal.store.file_checks import has_wal
from ibmonitor.journal.store.file_copies import copy_before_migration
from ibmonitor.journal.store.file_store import FileStore
from ibmonitor.journal.store.migrate import NEWEST, VERSION_TABLE
from ibmonitor.journal.store.schema import METADATA
from tests.journal.store.history_rows import add_slices, numbers, one_of_each, rows_of
from tests.journal.store.make_file import FILES

NEXT_STEP = f"""
import sqlalchemy as sa
from alembic import op

revision = "9998"
down_revision = "{NEWEST}"

def upgrade() -> None:
    op.add_column("meta", sa.Column("remark", sa.Text()))
    %s
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history" / "default.sqlite"


def schema(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {row[0] for row in connection.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")}


@pytest.mark.parametrize("file", sorted(FILES.glob("*.sqlite")), ids=lambda file: file.stem)
def test_a_file_of_each_version_opens_with_all_its_rows(file: Path, path: Path) -> None:
    path.parent.mkdir()
    shutil.copyfile(file, path)
    store = FileStore(path)
    assert not store.is_read_only
    assert all(len(rows_of(store, table)) == 1 for table in METADATA.sorted_tables)
    store.close()
    fresh = path.with_name("fresh.sqlite")
    FileStore(fresh).close()
    assert schema(path) == schema(fresh)


def test_the_file_of_the_newest_version_is_there(path: Path) -> None:
    FileStore(path).close()
    assert schema(FILES / f"{NEWEST}.sqlite") == schema(path), "python -m tests.journal.store.make_file"
    assert one_of_each()


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program as it will be, with one more step; the step's file."""
    scripts = tmp_path / "next version's %d scripts"
    shutil.copytree(migrate._SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    step = scripts / "versions" / "r9998.py"
    step.write_text(NEXT_STEP % "pass")
    monkeypatch.setattr(migrate, "_SCRIPTS", scripts)
    for module in (migrate, file_store, rescue):
        monkeypatch.setattr(module, "NEWEST", "9998")
    return step


@pytest.mark.usefixtures("next_version")
def test_an_older_file_is_converted_after_a_copy(path: Path) -> None:
    path.parent.mkdir()
    shutil.copyfile(FILES / f"{NEWEST}.sqlite", path)
    store = FileStore(path)
    (note,) = store.notes
    assert "converted for this version" in note
    with store.reading() as connection:
        assert migrate.version_of(connection) == "9998"
        assert connection.exec_driver_sql("SELECT remark FROM meta").all() == [(None,)]
    (copy,) = path.parent.glob(f"default.version-{NEWEST}.*.sqlite")
    assert str(copy) in note
    assert schema(copy) == schema(FILES / f"{NEWEST}.sqlite")
    store.close()
    again = FileStore(path)
    assert again.notes == []
    again.close()


def test_a_step_that_fails_changes_nothing_and_the_history_is_read(path: Path, next_version: Path) -> None:
    next_version.write_text(NEXT_STEP % "op.drop_table('no_such_table')")
    path.parent.mkdir()
    shutil.copyfile(FILES / f"{NEWEST}.sqlite", path)
    store = FileStore(path)
    assert store.is_read_only
    assert "no_such_table" in store.why_read_only
    assert len(rows_of(store, METADATA.tables["meta"])) == 1
    with store.reading() as connection:
        assert migrate.version_of(connection) == NEWEST
    store.close()
    assert schema(path) == schema(FILES / f"{NEWEST}.sqlite")


def test_an_older_file_that_another_window_has_cannot_be_read_before_that_converts_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = FileStore(path)
    add_slices(writer, 1)
    for module in (migrate, file_store):
        monkeypatch.setattr(module, "NEWEST", "9998")
    # Its tables are those that are needed.
    reader = FileStore(path)
    assert numbers(reader) == [0]
    reader.close()
    monkeypatch.setattr(file_store, "suffices", lambda _connection: False)
    with pytest.raises(HistoryError, match=r"older version .* has to be converted .*Another window"):
        FileStore(path)
    writer.close()


def newer(path: Path, *changes: str) -> bytes:
    store = FileStore(path)
    add_slices(store, 1)
    with store.writing() as connection:
        for change in (f"UPDATE {VERSION_TABLE} SET version_num = '9999'", *changes):  # noqa: S608 - a test's
            connection.exec_driver_sql(change)
    store.close()
    return path.read_bytes()


def test_a_newer_file_is_read_where_its_tables_suffice_and_not_changed(path: Path) -> None:
    before = newer(path, "ALTER TABLE meta ADD remark", "CREATE TABLE opinions (x)")
    store = FileStore(path)
    assert "newer version of IB Monitor" in store.why_read_only
    assert numbers(store) == [0]
    assert not store.try_to_write()
    store.close()
    assert path.read_bytes() == before
    # SQLite has made what it needs to read, and nothing is in there.
    assert not has_wal(path)


@pytest.mark.parametrize("change", ["DROP TABLE slices", "ALTER TABLE slices RENAME events TO parts"])
def test_a_newer_file_is_refused_where_they_do_not(path: Path, change: str) -> None:
    before = newer(path, change)
    with pytest.raises(HistoryError, match=r"newer version .* cannot read it"):
        FileStore(path)
    assert path.read_bytes() == before


def test_of_the_copies_the_latest_two_stay(path: Path) -> None:
    FileStore(path).close()
    for n in range(3):
        copy_before_migration(path, f"000{n}")
    assert [copy.name.split(".")[1] for copy in sorted(path.parent.glob("default.version-*"))] == [
        "version-0001",
        "version-0002",
    ]
