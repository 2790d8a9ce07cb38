"""Rows that are as high as their text needs, and the place in the list that stays."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ibmonitor.models.table.column import Column, text_column
from ibmonitor.models.table.list_table import ListTable
from ibmonitor.windows.table.list_view import ListView
from ibmonitor.windows.table.wrapped_rows import WrappedAnchor, _shown

pytestmark = pytest.mark.usefixtures("style_sheet")

LONG = "a text that is longer than its column is wide " * 3
COLUMNS: tuple[Column[str], ...] = (
    text_column("key", "Key", "", lambda text: text[:4], width=60, visible=True),
    text_column("text", "Text", "", str, width=100, visible=True),
)


@pytest.fixture
def view(qtbot: QtBot) -> ListView:
    table: ListTable[str] = ListTable(COLUMNS)
    view = ListView(table, "Texts", wide="text", wraps=True)
    table.setParent(view)
    qtbot.addWidget(view)
    view.resize(360, 200)
    with qtbot.waitExposed(view):
        view.show()
    return view


def table_of(view: ListView) -> ListTable[str]:
    table = view.model()
    assert isinstance(table, ListTable)
    return table


def test_a_row_has_the_height_of_its_text(view: ListView) -> None:
    table_of(view).show(["short", LONG])
    one_line = view.verticalHeader().defaultSectionSize()
    assert view.rowHeight(0) == one_line < view.rowHeight(1)
    high = view.rowHeight(1)
    view.resize(250, 200)
    assert view.rowHeight(1) > high
    table_of(view).show(["short", "shorter"])
    assert view.rowHeight(1) == one_line


def test_a_very_long_list_has_one_line_a_row(view: ListView) -> None:
    table_of(view).show([LONG])
    table_of(view).show([f"{number} {LONG}" for number in range(600)])
    one_line = view.verticalHeader().defaultSectionSize()
    assert {view.rowHeight(row) for row in range(600)} == {one_line}


def test_all_lines_are_painted(view: ListView) -> None:
    table_of(view).show([LONG])
    cell = view.visualRect(table_of(view).index(0, 1))
    view.clearSelection()
    picture = view.viewport().grab(cell).toImage()
    ground = picture.pixelColor(picture.width() - 1, 0)
    inked = {y for y in range(picture.height()) for x in range(picture.width()) if picture.pixelColor(x, y) != ground}
    line = view.fontMetrics().lineSpacing()
    assert all(any(y in inked for y in range(top, top + line)) for top in range(6, picture.height() - line, line))


def test_a_long_text_can_be_read_to_its_end_by_scrolling(view: ListView) -> None:
    """TWS's longest messages, a word longer than its column, and a text of many lines."""
    line = view.fontMetrics().lineSpacing()
    for text, lines in (("a reason " * 200, 30), ("x" * 900, 20), ("line\n" * 50, 50)):
        table_of(view).show([text])
        view.executeDelayedItemsLayout()
        assert view.rowHeight(0) >= lines * line, text[:9]
        assert view.verticalScrollBar().maximum() >= view.rowHeight(0) - view.viewport().height()


@pytest.mark.parametrize("text", ["a reason " * 500, "line\n" * 500])
def test_a_text_without_a_sensible_end_is_cut_and_says_so(view: ListView, text: str) -> None:
    table_of(view).show([text])
    assert view.rowHeight(0) < 400 * view.fontMetrics().lineSpacing()
    assert _shown(text).endswith("…")
    assert _shown("short\ntext") == "short\ntext"


def test_words_are_broken_only_where_they_are_very_long() -> None:
    usual = "PreSubmitted: accepted by IB's system. Corrected by 0000e1a7.67400001.01.01.03."
    assert _shown(usual) == usual
    assert _shown("x" * 60).split("\N{ZERO WIDTH SPACE}") == ["x" * 28, "x" * 28, "x" * 4]


def test_the_first_visible_row_stays_in_its_place(view: ListView) -> None:
    table = table_of(view)
    rows = [LONG if number % 3 == 0 else f"row {number}" for number in range(1, 80)]
    rows = [f"{number:03} {text}" for number, text in enumerate(rows)]
    anchor = WrappedAnchor(view, table)
    table.show(rows)
    view.executeDelayedItemsLayout()
    view.verticalScrollBar().setValue(view.verticalHeader().sectionPosition(40) + 5)
    table.show([f"new {LONG}", *rows])
    top = view.rowAt(0)
    assert table.record(top) == rows[40]
    assert view.rowViewportPosition(top) == -5
    assert anchor is not None
