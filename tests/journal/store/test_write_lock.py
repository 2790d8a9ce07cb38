from __future__ import annotations

from pathlib import Path

import pytest

from ibmonitor.journal.store.write_lock import WriteLock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "default.sqlite"


def test_one_has_it_at_a_time(path: Path) -> None:
    first, second = WriteLock(path), WriteLock(path)
    assert first.take()
    assert not second.take()
    first.release(is_clean=True)
    assert second.take()
    assert not second.was_left
    second.release(is_clean=True)


def test_one_that_was_not_released_as_clean_is_noticed_once(path: Path) -> None:
    first, second = WriteLock(path), WriteLock(path)
    assert first.take()
    first.release(is_clean=False)
    assert second.take()
    assert second.was_left
    second.release(is_clean=True)
    assert first.take()
    assert not first.was_left
    first.release(is_clean=True)


def test_a_failed_attempt_leaves_the_mark_of_the_one_that_has_it(path: Path) -> None:
    first = WriteLock(path)
    assert first.take()
    assert not WriteLock(path).take()
    assert first.path.read_text() == "in use\n"
    first.release(is_clean=True)
    first.release(is_clean=True)
    assert first.path.read_text() == ""


def test_the_file_stays_beside_the_history(path: Path) -> None:
    lock = WriteLock(path)
    assert lock.take()
    lock.release(is_clean=True)
    assert [file.name for file in path.parent.iterdir()] == ["default.sqlite.lock"]


def test_without_a_folder_it_raises(path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        WriteLock(path.parent / "none" / "x.sqlite").take()
