from __future__ import annotations

import errno
import re
import sqlite3
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ibmonitor.journal.store import file_store
from ibmonitor.journal.store.errors import HistoryError
from ibmonitor.journal.store.file_store import FileStore
from ibmonitor.journal.store.schema import META
from ibmonitor.journal.store.upsert import upsert
from tests.journal.store.history_rows import add_slices, numbers


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history" / "default.sqlite"


def test_a_new_file_is_made_and_keeps_what_is_written(path: Path) -> None:
    store = FileStore(path)
    assert (store.is_read_only, store.why_read_only, store.notes) == (False, "", [])
    add_slices(store, 3)
    store.close()
    again = FileStore(path)
    assert (numbers(again), again.notes) == ([0, 1, 2], [])
    again.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_all_of_it_is_the_users_alone(path: Path) -> None:
    store = FileStore(path)
    add_slices(store, 3)
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == dict.fromkeys(
        ["default.sqlite", "default.sqlite-wal", "default.sqlite-shm", "default.sqlite.lock"], 0o600
    )
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    store.close()
    path.chmod(0o644)
    FileStore(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_folder_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    FileStore(tmp_path / "mine.sqlite").close()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_a_second_window_reads_and_writes_when_the_first_is_gone(path: Path) -> None:
    first = FileStore(path)
    second = FileStore(path)
    assert second.is_read_only
    assert second.why_read_only == file_store.ANOTHER_WINDOW
    add_slices(first, 2)
    assert numbers(second) == [0, 1]
    assert not second.try_to_write()
    with pytest.raises(HistoryError, match="Another window"):
        add_slices(second, 1, 5)
    first.close()
    assert second.try_to_write()
    assert (second.is_read_only, second.why_read_only) == (False, "")
    add_slices(second, 1, 2)
    assert numbers(second) == [0, 1, 2]
    second.close()


def test_what_reads_sees_one_state_and_does_not_hold_up_what_writes(path: Path) -> None:
    store = FileStore(path)
    add_slices(store, 1)
    with store.reading() as connection:
        count = "SELECT count(*) FROM slices"
        assert connection.exec_driver_sql(count).scalar() == 1
        add_slices(store, 1, 1)
        assert connection.exec_driver_sql(count).scalar() == 1
    assert numbers(store) == [0, 1]
    store.close()


def test_a_reader_cannot_write(path: Path) -> None:
    store = FileStore(path)
    with pytest.raises(HistoryError, match="read-only"), store.reading() as connection:
        connection.exec_driver_sql("DELETE FROM meta")
    store.close()


def test_only_to_be_read_there_must_be_a_history(path: Path) -> None:
    with pytest.raises(HistoryError, match="There is no history yet"):
        FileStore(path, only_reads=True)
    assert not path.parent.exists()
    FileStore(path).close()
    before = {file.name for file in path.parent.iterdir()}
    store = FileStore(path, only_reads=True)
    assert numbers(store) == []
    assert store.is_read_only
    # It holds no lock.
    other = FileStore(path)
    assert not other.is_read_only
    other.close()
    store.close()
    assert {file.name for file in path.parent.iterdir()} == before


def test_closed_it_says_so(path: Path) -> None:
    store = FileStore(path)
    store.close()
    store.close()
    for use in (store.reading, store.writing):
        with pytest.raises(HistoryError, match="closed"), use():
            pass


def test_another_programs_database_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE songs (title)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(HistoryError, match="database of another program"):
        FileStore(path)
    assert path.read_bytes() == before


def test_a_network_disk_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_store, "network_file_system", lambda _folder: "nfs4")
    with pytest.raises(HistoryError, match=r"cannot be on a network disk .*nfs4.* PostgreSQL"):
        FileStore(path)
    assert not path.parent.exists()


def test_a_link_is_followed(path: Path, tmp_path: Path) -> None:
    store = FileStore(path)
    add_slices(store, 1)
    link = tmp_path / "link.sqlite"
    link.symlink_to(path)
    second = FileStore(link)
    assert second.is_read_only, "the lock is that of the file"
    second.close()
    store.close()


def test_its_size_counts_all_of_its_files(path: Path) -> None:
    store = FileStore(path)
    add_slices(store, 100)
    assert store.size() == sum(file.stat().st_size for file in path.parent.iterdir()) > 30_000
    store.close()


def test_a_transaction_that_raises_is_undone(path: Path) -> None:
    store = FileStore(path)

    def fail() -> None:
        with store.writing() as connection:
            connection.exec_driver_sql("INSERT INTO meta VALUES ('a', 'b')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM meta").scalar() == 0
    store.close()


def test_a_transaction_within_another_of_its_thread_is_refused_and_does_not_wait_for_itself(path: Path) -> None:
    store = FileStore(path)

    def write_twice() -> None:
        with store.writing(), store.writing():
            pass

    with pytest.raises(RuntimeError, match="would wait for itself"):
        write_twice()
    add_slices(store, 1)
    store.close()


def test_threads_write_one_after_the_other_and_read_at_once(path: Path) -> None:
    store = FileStore(path)
    with ThreadPoolExecutor(4) as pool:
        for each in [pool.submit(add_slices, store, 10, first) for first in range(0, 200, 10)]:
            each.result()
        assert all(each.result() == list(range(200)) for each in [pool.submit(numbers, store) for _ in range(8)])
    store.close()


def test_threads_make_several_histories_at_once(path: Path) -> None:
    paths = [path.with_name(f"{n}.sqlite") for n in range(6)]
    with ThreadPoolExecutor(6) as pool:
        for store in pool.map(FileStore, paths):
            assert numbers(store) == []
            assert not store.is_read_only
            store.close()


def test_a_file_that_cannot_be_made_leaves_nothing_and_says_why(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_connection: object) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    with monkeypatch.context() as patch:
        patch.setattr(file_store, "upgrade", fail)
        with pytest.raises(HistoryError, match="disk with the history is full"):
            FileStore(path)
    assert [file.name for file in path.parent.iterdir()] == ["default.sqlite.lock"]
    store = FileStore(path)
    assert store.notes == []
    store.close()


def test_a_backup_is_a_history_of_its_own(path: Path, tmp_path: Path) -> None:
    store = FileStore(path)
    add_slices(store, 3)
    target = tmp_path / "backup.sqlite"
    store.copy_to(target)
    with pytest.raises(HistoryError, match=re.escape(str(tmp_path / "none"))):
        store.copy_to(tmp_path / "none" / "backup.sqlite")
    store.close()
    copy = FileStore(target)
    assert numbers(copy) == [0, 1, 2]
    copy.close()


def test_what_was_deleted_is_nowhere_in_its_files(path: Path) -> None:
    store = FileStore(path)
    with store.writing() as connection:
        upsert(connection, META, [{"name": f"{n}", "value": f"geheim-{n}"} for n in range(1_000)])
    add_slices(store, 10)
    before = store.size()
    with store.writing() as connection:
        connection.execute(META.delete())
    store.compact()
    assert store.size() < before
    assert not any(b"geheim" in file.read_bytes() for file in path.parent.iterdir())
    assert numbers(store) == list(range(10))
    store.close()
    reader = FileStore(path, only_reads=True)
    with pytest.raises(HistoryError, match="only to be read"):
        reader.compact()


def test_what_killed_processes_left_is_removed(path: Path) -> None:
    for name in (".default-copy-abc", ".default-rescue-abc", ".other-copy-abc"):
        (path.parent / name).mkdir(parents=True)
        (path.parent / name / "copy.sqlite").touch()
    FileStore(path).close()
    assert [folder.name for folder in path.parent.glob(".*")] == [".other-copy-abc"]
