"""A short table: its wide column, what is copied, and the record that is opened."""

from __future__ import annotations

from operator import attrgetter
from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from ibmonitor.models.table.column import text_column
from ibmonitor.models.table.list_table import ListTable
from ibmonitor.windows.table.list_view import ListView


class Line(NamedTuple):
    name: str
    what: str
    note: str = ""


COLUMNS = (
    text_column("name", "Name", "The name", attrgetter("name"), width=90, visible=True),
    text_column("what", "What", "What it is", attrgetter("what"), width=150, visible=True),
    text_column("note", "Note", "Not shown", attrgetter("note"), width=60),
)
LINES = [Line("one", "first"), Line("two", "in\nlines", "secret"), Line("three", "third")]


def shown(qtbot: QtBot, wide: str) -> ListView:
    table: ListTable[Line] = ListTable(COLUMNS, key=attrgetter("name"))
    table.show(LINES)
    view = ListView(table, "Lines", wide=wide)
    qtbot.addWidget(view)
    view.resize(500, 200)
    view.show()
    return view


@pytest.fixture
def view(qtbot: QtBot) -> ListView:
    return shown(qtbot, "what")


def widths(view: ListView) -> list[int]:
    return [view.columnWidth(number) for number in range(2)]


def test_the_wide_column_takes_the_width_that_is_left_and_never_less_than_its_own(view: ListView) -> None:
    room = view.viewport().width()
    assert widths(view) == [90, room - 90]
    view.horizontalHeader().resizeSection(0, 200)
    assert widths(view) == [200, room - 200]
    view.horizontalHeader().resizeSection(0, room)
    assert widths(view) == [room, 150]


def test_without_a_wide_column_the_last_one_ends_at_the_edge(qtbot: QtBot) -> None:
    view = shown(qtbot, "")
    assert widths(view) == [90, view.viewport().width() - 90]


def test_selected_rows_are_copied_from_the_top_with_the_shown_columns(view: ListView) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("mine")
    view.copy_selection()
    assert clipboard.text() == "mine", "nothing is selected"
    view.selectRow(2)
    view.selectionModel().select(
        view.model().index(1, 0), view.selectionModel().SelectionFlag.Select | view.selectionModel().SelectionFlag.Rows
    )
    view.copy_selection()
    assert clipboard.text() == "Name\tWhat\ntwo\tin lines\nthree\tthird\n"


def test_enter_and_a_double_click_open_the_record(view: ListView) -> None:
    opened = QSignalSpy(view.record_activated)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened.count() == 0, "no row is current"
    view.selectRow(1)
    QTest.keyClick(view, Qt.Key.Key_Return)
    view.doubleClicked.emit(view.model().index(2, 1))
    assert [opened.at(number)[0] for number in range(opened.count())] == LINES[1:]


def test_the_chosen_row_stays_with_its_key(view: ListView) -> None:
    view.selectRow(2)
    table = view.model()
    assert isinstance(table, ListTable)
    table.show([Line("three", "changed"), *LINES[:2]])
    assert [index.row() for index in view.selectionModel().selectedRows()] == [0]
    assert view.selected_text() == "Name\tWhat\nthree\tchanged\n"
