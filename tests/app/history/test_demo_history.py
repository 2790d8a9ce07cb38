"""The demo's history leaves nothing behind."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from ibmonitor.app.history.demo_history import DemoHistory


def test_it_has_a_folder_of_its_own_until_it_is_removed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    demo = DemoHistory()
    assert demo.file.parent.parent == tmp_path
    assert demo.file.parent.is_dir()
    demo.remove()
    assert not list(tmp_path.iterdir())


def test_what_a_killed_demo_has_left_is_removed_later(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    old, recent = tmp_path / "ibmonitor-demo-old", tmp_path / "ibmonitor-demo-recent"
    for folder in (old, recent):
        folder.mkdir()
        (folder / "demo.sqlite").touch()
        os.utime(folder, (0, 0))
    os.utime(old / "demo.sqlite", (0, 0))
    demo = DemoHistory()
    assert set(tmp_path.iterdir()) == {recent, demo.file.parent}
    demo.remove()
