"""Writers that are killed, full and read-only disks, files that are damaged."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ibmonitor.journal.store.errors import DamagedHistoryError, HistoryError
from ibmonitor.journal.store.file_checks import wal_of
from ibmonitor.journal.store.file_store import FileStore
from ibmonitor.journal.store.schema import SLICES
from tests.journal.store.history_rows import add_slices, numbers, rows_of

ROOT = Path(__file__).parents[3]

WRITER = """
import sys
from pathlib import Path
from ibmonitor.journal.store.file_store import FileStore
from ibmonitor.journal.store.schema import SLICES
from tests.journal.store.history_rows import *
store = FileStore(Path(sys.argv[1]))
add_slices(store, 10)
with store.writing() as connection:
    upsert(connection, SLICES, slices(20_000, first=10))
    print("writing", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history" / "default.sqlite"


@contextmanager
def child(code: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """A process of Python's that has printed a line."""
    with subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_writer_that_is_killed_in_a_transaction_leaves_a_whole_file_to_the_next(path: Path) -> None:
    with child(WRITER, path) as process:
        assert said(process) == "writing"
        store = FileStore(path)
        assert store.why_read_only.startswith("Another window")
        assert numbers(store) == list(range(10))
        process.kill()
        process.wait()
    assert store.try_to_write()
    assert store._lock.was_left
    assert (numbers(store), store.notes) == (list(range(10)), [])
    add_slices(store, 1, 10)
    store.close()
    again = FileStore(path)
    assert not again._lock.was_left
    assert numbers(again) == list(range(11))
    again.close()


FULL_DISK = """
import resource, sys
from pathlib import Path
from ibmonitor.journal.store.errors import HistoryError
from ibmonitor.journal.store.file_store import FileStore
from ibmonitor.journal.store.schema import SLICES
from tests.journal.store.history_rows import *
store = FileStore(Path(sys.argv[1]))
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, hard))
done = 0
try:
    while done < 10_000:
        add_slices(store, 50, done)
        done += 50
except HistoryError as error:
    print(error, flush=True)
found = numbers(store)
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
add_slices(store, 50, done)
print(done, found == list(range(done)), numbers(store) == list(range(done + 50)), store.is_damaged, flush=True)
store.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_where_the_system_refuses_to_write_nothing_is_lost_and_it_goes_on_later(path: Path) -> None:
    with child(FULL_DISK, path) as process:
        assert said(process).startswith("The disk with the history reports an error.")
        done, *found = said(process).split()
    assert int(done) > 0
    assert found == ["True", "True", "False"]


def test_a_full_disk_is_told_and_nothing_of_the_transaction_is_written(path: Path) -> None:
    store = FileStore(path)
    with store.writing() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=60")
    add_slices(store, 10)
    with pytest.raises(HistoryError, match=r"disk with the history is full.*Free some space"):
        add_slices(store, 1_000, 10)
    assert numbers(store) == list(range(10))
    with store.writing() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=100000")
    add_slices(store, 1_000, 10)
    assert numbers(store) == list(range(1_010))
    store.close()


AS_NOBODY = """
import os, sys
from pathlib import Path
from ibmonitor.journal.store.errors import HistoryError
from ibmonitor.journal.store.file_store import FileStore
from ibmonitor.journal.store.schema import SLICES
from tests.journal.store.history_rows import *
if os.geteuid() == 0:
    os.setgroups([])
    os.setresgid(65534, 65534, 65534)
    os.setresuid(65534, 65534, 65534)
try:
    store = FileStore(Path(sys.argv[1]))
except HistoryError as error:
    print(error, flush=True)
else:
    print(store.why_read_only, numbers(store), store.try_to_write(), flush=True)
    store.close()
"""


@pytest.fixture
def others_folder() -> Iterator[Path]:
    """A folder that another user may enter, which pytest's are not."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.parametrize("is_in_wal", [False, True], ids=["", "its latest part is in the WAL"])
def test_a_read_only_folder_is_read(others_folder: Path, *, is_in_wal: bool) -> None:
    path = others_folder / "default.sqlite"
    store = FileStore(path)
    add_slices(store, 2)
    if is_in_wal:
        # As if the process were killed.
        for file in list(others_folder.iterdir()):
            shutil.copyfile(file, file.with_name(file.name.replace("default", "left")))
        path = others_folder / "left.sqlite"
    store.close()
    for file in others_folder.iterdir():
        file.chmod(0o444)
    others_folder.chmod(0o555)
    with child(AS_NOBODY, path) as process:
        line = said(process)
    assert line.startswith("The history cannot be opened: you may not read or write its file or its folder.")
    assert line.endswith("[0, 1] False")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_file_that_may_not_be_read_and_a_folder_where_none_can_be_made(others_folder: Path) -> None:
    path = others_folder / "default.sqlite"
    FileStore(path).close()
    for place in (path, others_folder / "new" / "default.sqlite"):
        with child(AS_NOBODY, place) as process:
            assert said(process).startswith("The history cannot be opened: you may not read or write")


def left_as_by_a_crash(path: Path) -> None:
    """Ten slices in the file, and in its WAL ten more, in two transactions."""
    work = path.with_name("work.sqlite")
    store = FileStore(work)
    add_slices(store, 10)
    with store._writer.connect() as connection:  # type: ignore[union-attr]
        connection.rollback()
        connection.connection.dbapi_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
    add_slices(store, 5, 10)
    add_slices(store, 5, 15)
    for suffix in ("", "-wal", ".lock"):
        shutil.copyfile(work.with_name(work.name + suffix), path.with_name(path.name + suffix))
    store.close()


def test_a_crash_after_a_commit_loses_nothing(path: Path) -> None:
    left_as_by_a_crash(path)
    store = FileStore(path)
    assert (numbers(store), store.notes, store._lock.was_left) == (list(range(20)), [], True)
    store.close()


@pytest.mark.parametrize("how", ["cut", "overwritten"])
def test_a_transaction_that_was_half_written_when_the_power_went_is_not_there(path: Path, how: str) -> None:
    left_as_by_a_crash(path)
    with wal_of(path).open("r+b") as wal:
        size = wal.seek(0, os.SEEK_END)
        if how == "cut":
            wal.truncate(size - 1_000)
        else:
            wal.seek(size - 1_000)
            wal.write(bytes(500))
    store = FileStore(path)
    assert (numbers(store), store.notes) == (list(range(15)), [])
    store.close()


@pytest.mark.parametrize("content", [b"", b"PK no database at all" * 100], ids=["empty", "another file"])
def test_what_is_no_database_is_set_aside(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    store = FileStore(path)
    (note,) = store.notes
    assert "was damaged" in note
    assert "Nothing in it could be read" in note
    (aside,) = path.parent.glob("default.damaged.*")
    assert note.endswith(f"is kept as {aside}.")
    assert aside.read_bytes() == content
    add_slices(store, 1)
    assert numbers(store) == [0]
    assert not store.is_read_only
    store.close()


def test_a_damaged_page_is_found_after_an_end_that_was_not_clean(path: Path) -> None:
    store = FileStore(path)
    add_slices(store, 1_000)
    store.close()
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2 // 4096 * 4096)
        file.write(bytes(4096))
    path.with_name("default.sqlite.lock").write_text("in use\n")
    again = FileStore(path)
    (note,) = again.notes
    assert "up to 1" in note
    kept = numbers(again)
    assert 900 < len(kept) < 1_000
    again.close()
    if sys.platform != "win32":
        assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in path.parent.iterdir())


def test_damage_that_is_found_later_is_told_and_mended_at_the_next_start(path: Path) -> None:
    store = FileStore(path)
    add_slices(store, 1_000)
    store.close()
    whole = path.read_bytes()
    store = FileStore(path)
    path.write_bytes(whole[: len(whole) // 2] + bytes(8192) + whole[len(whole) // 2 + 8192 :])
    with pytest.raises(DamagedHistoryError, match="When IB Monitor starts the next time"):
        rows_of(store, SLICES)
    assert store.is_damaged
    store.close()
    again = FileStore(path)
    assert "was damaged" in again.notes[0]
    again.close()
