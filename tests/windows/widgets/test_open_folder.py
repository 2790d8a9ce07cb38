"""Opening a folder in the desktop's file manager, by a URL."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from ibmonitor.windows.widgets.open_folder import cannot_open, cannot_open_file, open_file, open_folder


class Desktop(QObject):
    """Records what would be sent to the file manager."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile())


@pytest.fixture
def desktop(qtbot: QtBot) -> Iterator[Desktop]:
    del qtbot
    desktop = Desktop()
    QDesktopServices.setUrlHandler("file", desktop, "open")  # type: ignore[arg-type]  # text is what it takes
    yield desktop
    QDesktopServices.unsetUrlHandler("file")


@pytest.mark.parametrize("name", ["log", "with blank # and ?query %41", "äöü"])
def test_the_folder_is_made_and_opened(desktop: Desktop, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "state" / name
    assert open_folder(folder)
    assert open_folder(folder)
    assert [Path(path) for path in desktop.opened] == [folder] * 2
    assert folder.is_dir()
    if sys.platform != "win32":
        assert folder.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_created_is_not_opened(desktop: Desktop, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "log"):
        assert not open_folder(folder)
        assert str(folder) in cannot_open(folder)
    assert desktop.opened == []


def test_a_file_is_opened_if_it_is_there(desktop: Desktop, tmp_path: Path) -> None:
    file = tmp_path / "orders #1.xlsx"
    assert not open_file(file)
    assert str(file) in cannot_open_file(file)
    file.write_text("")
    assert open_file(file)
    assert not open_file(tmp_path)
    assert desktop.opened == [str(file)]
