"""The application, to which macOS gives the files that its user opens."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from ibmonitor.app.process.application import Application


def test_files_are_opened_also_those_that_come_before_the_window(qapp: QApplication, tmp_path: Path) -> None:
    assert isinstance(qapp, Application)
    opened: list[Path] = []
    first, second = tmp_path / "first.ibmrec", tmp_path / "second file.ibmrec"
    assert QApplication.sendEvent(qapp, QFileOpenEvent(str(first)))
    qapp.open_files_with(opened.append)
    assert opened == [first]
    QApplication.sendEvent(qapp, QFileOpenEvent(QUrl.fromLocalFile(str(second))))
    QApplication.sendEvent(qapp, QFileOpenEvent(QUrl("https://example.com/x.ibmrec")))
    assert opened == [first, second]
