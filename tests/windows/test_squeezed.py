"""That what cannot be read is found, and what can be read is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTabWidget,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ibmonitor.windows.widgets.labels import ElidedLabel
from tests.windows.squeezed import squeezed

pytestmark = pytest.mark.usefixtures("style_sheet")

WORDS = "What happened to that order, and why?"


def label() -> QWidget:
    return QLabel(WORDS)


def wrapped() -> QWidget:
    made = QLabel(WORDS * 9)
    made.setWordWrap(True)
    made.setFixedHeight(20)
    return made


def tool_button() -> QWidget:
    made = QToolButton()
    made.setText(WORDS)
    return made


def choice() -> QWidget:
    made = QComboBox()
    made.addItem(WORDS)
    return made


def field() -> QWidget:
    made = QLineEdit()
    made.setPlaceholderText(WORDS)
    return made


def tabs() -> QWidget:
    made = QTabWidget()
    for number in range(3):
        made.addTab(QWidget(), f"{number} {WORDS}")
    return made


def table() -> QWidget:
    made = QTableWidget(1, 1)
    made.setHorizontalHeaderLabels([WORDS])
    made.setColumnWidth(0, 60)
    return made


WIDGETS: dict[str, Callable[[], QWidget]] = {
    "label": label,
    "wrapped": wrapped,
    "button": lambda: QPushButton(WORDS),
    "check box": lambda: QCheckBox(WORDS),
    "tool button": tool_button,
    "choice": choice,
    "field": field,
    "tabs": tabs,
    "table": table,
}


def in_window(qtbot: QtBot, widget: QWidget, width: int) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    widget.setParent(window)
    widget.setGeometry(0, 0, width, max(120, widget.sizeHint().height()))
    window.resize(1000, 300)
    window.show()
    return window


@pytest.mark.parametrize("make", WIDGETS.values(), ids=WIDGETS.keys())
def test_what_is_cut_is_found(qtbot: QtBot, make: Callable[[], QWidget]) -> None:
    assert squeezed(in_window(qtbot, make(), 90)) != []


@pytest.mark.parametrize("make", [make for name, make in WIDGETS.items() if name not in ("wrapped", "table")])
def test_what_has_room_is_not(qtbot: QtBot, make: Callable[[], QWidget]) -> None:
    assert squeezed(in_window(qtbot, make(), 900)) == []


def test_a_text_may_be_shortened_only_where_there_is_no_room(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    shortened = ElidedLabel(WORDS)
    row.addWidget(shortened, 1)
    show = QPushButton("Show")
    row.addWidget(show)
    window.resize(170, 60)
    window.show()
    assert squeezed(window) == []
    shortened.setMaximumWidth(60)
    show.setMaximumWidth(90)
    window.resize(400, 60)
    row.activate()
    assert any("shortens" in fault for fault in squeezed(window))


def test_what_overlaps_or_lies_outside_is_found(qtbot: QtBot) -> None:
    window = in_window(qtbot, QPushButton("One"), 100)
    other = QPushButton("Other", window)
    other.setGeometry(50, 0, 100, 120)
    other.show()
    assert any(" over " in fault for fault in squeezed(window))
    other.setGeometry(950, 0, 100, 120)
    assert any("outside" in fault for fault in squeezed(window))
    other.setGeometry(200, 0, 100, 120)
    assert squeezed(window) == []
