"""The text filter: its keys lead back to the rows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from ibmonitor.windows.table.filter_bar import FilterBar


@pytest.mark.parametrize(
    ("key", "left", "text"),
    [
        (Qt.Key.Key_Escape, 1, ""),
        (Qt.Key.Key_Down, 1, "spy"),
        (Qt.Key.Key_Return, 1, "spy"),
        (Qt.Key.Key_Enter, 1, "spy"),
        (Qt.Key.Key_A, 0, "spya"),
    ],
)
def test_keys_of_the_text_filter(qtbot: QtBot, key: Qt.Key, left: int, text: str) -> None:
    bar = FilterBar("orders")
    qtbot.addWidget(bar)
    bar.edit.setText("spy")
    spy = QSignalSpy(bar.edit.left)
    QTest.keyClick(bar.edit, key)
    assert spy.count() == left
    assert bar.edit.text() == text
