"""A recording is chosen in a dialog, or dropped on the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.windows.recording.recording_choice import RecordingChoice

COPY, LEFT, NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


def test_the_dialog_opens_where_recordings_are_and_emits_the_file(window: QWidget, tmp_path: Path) -> None:
    file = tmp_path / "session.ibmrec"
    file.write_text("x")
    choice = RecordingChoice(window, tmp_path)
    chosen = QSignalSpy(choice.chosen)
    dialog = choice.choose()
    assert Path(dialog.directory().absolutePath()) == tmp_path
    dialog.fileSelected.emit(str(file))
    dialog.reject()
    assert chosen.at(0) == [file]


@pytest.mark.parametrize("urls", [["session.ibmrec", "other.ibmrec"], []])
def test_dropped_files_are_emitted_and_nothing_else_is_taken(window: QWidget, tmp_path: Path, urls: list[str]) -> None:
    choice = RecordingChoice(window, tmp_path / "none")
    chosen = QSignalSpy(choice.chosen)
    data = QMimeData()
    data.setText("text")
    if urls:
        data.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in urls])
    entering = QDragEnterEvent(QPoint(1, 1), COPY, data, LEFT, NONE)
    entering.ignore()
    QApplication.sendEvent(window, entering)
    assert entering.isAccepted() == bool(urls)
    dropping = QDropEvent(QPointF(1, 1), COPY, data, LEFT, NONE, QEvent.Type.Drop)
    QApplication.sendEvent(window, dropping)
    assert [chosen.at(at)[0] for at in range(chosen.count())] == [tmp_path / name for name in urls]
