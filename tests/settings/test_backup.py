"""Copies of a file under a free name: none is overwritten, and a failure leaves nothing behind."""

from pathlib import Path

import pytest

from ibmonitor.settings.backup import copy_aside, rename_aside


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "views.json"
    path.write_text("first")
    (tmp_path / "views.before-1.json").write_text("older")
    return path


def contents(path: Path) -> dict[str, str]:
    return {each.name: each.read_text() for each in path.parent.iterdir()}


def test_a_copy_takes_the_next_free_number(path: Path) -> None:
    assert copy_aside(path, "before") == ("views.before-2.json", "")
    assert contents(path) == {"views.json": "first", "views.before-1.json": "older", "views.before-2.json": "first"}


def test_a_renamed_file_is_gone_from_its_place(path: Path) -> None:
    assert rename_aside(path, "before") == ("views.before-2.json", "")
    assert contents(path) == {"views.before-1.json": "older", "views.before-2.json": "first"}


def test_a_file_that_does_not_exist_leaves_nothing_behind(path: Path) -> None:
    path.unlink()
    for keep in (copy_aside, rename_aside):
        name, problem = keep(path, "before")
        assert name == ""
        assert problem
    assert contents(path) == {"views.before-1.json": "older"}
