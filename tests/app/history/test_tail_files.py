from __future__ import annotations

from pathlib import Path

from ibmonitor.app.history.tail_files import TailFiles


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix != ".lock")


def test_the_only_window_has_the_first_one(tmp_path: Path) -> None:
    files = TailFiles(tmp_path / "history" / "default.tail")
    assert files.take() == []
    assert files.own == tmp_path / "history" / "default.tail"
    files.release()


def test_what_was_left_is_set_aside_until_it_is_played(tmp_path: Path) -> None:
    first, left = tmp_path / "default.tail", list[Path]()
    for text in ("one", "two"):
        first.write_text(text)
        files = TailFiles(first)
        left = files.take()
        files.release()
    assert sorted(path.read_text() for path in left) == ["one", "two"]
    assert names(tmp_path) == sorted(path.name for path in left)


def test_windows_have_one_each_and_leave_those_of_the_others(tmp_path: Path) -> None:
    first = tmp_path / "default.tail"
    one, two, three = TailFiles(first), TailFiles(first), TailFiles(first)
    assert one.take() == two.take() == []
    assert (one.own, two.own) == (first, tmp_path / "default.tail-2")
    for files in (one, two):
        files.own.write_text(files.own.name)
    assert three.take() == []
    one.release()
    two.release()
    # Both have ended suddenly.
    assert sorted(path.read_text() for path in TailFiles(first).take()) == ["default.tail", "default.tail-2"]
    three.release()


def test_those_of_other_histories_and_unfinished_ones_stay(tmp_path: Path) -> None:
    others = ["default.tail.new", "default.tail-x", "defaults.tail", "default.sqlite"]
    for name in others:
        (tmp_path / name).write_text("")
    files = TailFiles(tmp_path / "default.tail")
    assert files.take() == []
    assert names(tmp_path) == sorted(others)
    files.release()


def test_without_a_folder_the_first_one_is_taken(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    files = TailFiles(tmp_path / "file" / "default.tail")
    assert files.take() == []
    assert files.own == tmp_path / "file" / "default.tail"
    files.release()
