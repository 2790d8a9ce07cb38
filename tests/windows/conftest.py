"""What the tests of the window share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from tests.support.shared_fixtures import locale, no_instruments_of_others, plain_names
from tests.windows.bench import Bench

__all__ = ["bench", "locale", "no_instruments_of_others", "plain_names"]


@pytest.fixture(autouse=True)
def delete_windows_now() -> Iterator[None]:
    """Delete what a test has closed. Qt does so only in an event loop, which few tests run.

    A change of the palette or the style sheet takes a minute where hundreds of closed windows are left.
    """
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    """A shown window that has never been connected."""
    bench = Bench()
    qtbot.addWidget(bench.window)
    bench.window.show()
    # Qt keeps the modifiers of the last event: a Ctrl of an earlier test would change what `selectRow` does.
    QTest.keyRelease(bench.window, Qt.Key.Key_Control)
    yield bench
    QTest.keyRelease(bench.window, Qt.Key.Key_Control)
    # The window is deleted later: until then, its modal dialogs would block the next test.
    for dialog in bench.window.findChildren(QDialog):
        dialog.close()
