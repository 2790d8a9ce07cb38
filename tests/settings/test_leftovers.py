"""Temporary files of this program that a killed process left are removed at the start, and nothing else is."""

from __future__ import annotations

import os
from pathlib import Path
from time import time

import pytest

from ibmonitor.settings import json_file
from ibmonitor.settings.leftovers import sweep_settings
from ibmonitor.settings.places import Places, find_places


@pytest.fixture
def places(tmp_path: Path) -> Places:
    places = find_places(tmp_path)
    places.profile_windows.mkdir(parents=True)
    return places


def leave(folder: Path, name: str, age: float = 10) -> Path:
    path = folder / name
    path.write_text("{}")
    os.utime(path, (time() - age,) * 2)
    return path


def test_all_names_that_files_are_written_under(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file is written but not moved to its place, as when the process is killed."""
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(SystemExit))
    files = [places.settings_file, places.views_file, places.profiles_file, places.window_file, places.queries_file]
    files += [places.pseudonyms_file, places.profile_windows / "my-desk-0123456789.json"]
    for file in files:
        with pytest.raises(SystemExit):
            json_file.save(file, {})
    left = list(places.config.rglob("*.tmp"))
    assert len(left) == len(files)
    sweep_settings(places)
    assert len(list(places.config.rglob("*.tmp"))) == len(files), "they may be written at this moment"
    for path in left:
        os.utime(path, (time() - 3,) * 2)
    sweep_settings(places)
    assert list(places.config.rglob("*.tmp")) == []


@pytest.mark.parametrize(
    "name",
    [
        "settings.json",
        ".notes-abcd1234.tmp",
        ".settings-abcd123.tmp",
        ".settings-abcd1234.tmp.old",
        "settings-abcd1234.tmp",
        ".settings-abcd1234",
        ".window-abcd1234.tmp",
    ],
)
def test_other_files_stay(places: Places, name: str) -> None:
    leave(places.config, name)
    sweep_settings(places)
    assert (places.config / name).exists()


def test_leftovers_in_the_folder_of_the_profiles_are_removed(places: Places) -> None:
    kept = leave(places.profile_windows, "my-desk-0123456789.json")
    leave(places.profile_windows, ".my-desk-0123456789-abcd1234.tmp")
    sweep_settings(places)
    assert list(places.profile_windows.iterdir()) == [kept]


def test_folders_links_and_files_of_others_stay(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    (places.config / ".settings-aaaa1234.tmp").mkdir()
    (places.config / ".settings-bbbb1234.tmp").symlink_to(leave(places.config, "x"))
    sweep_settings(places)
    leave(places.config, ".settings-cccc1234.tmp")
    if hasattr(os, "getuid"):
        own = os.getuid()
        monkeypatch.setattr(os, "getuid", lambda: own + 1)
        sweep_settings(places)
        assert len(list(places.config.glob("*.tmp"))) == 3


def test_missing_folders_are_no_problem(tmp_path: Path) -> None:
    sweep_settings(find_places(tmp_path / "none"))
