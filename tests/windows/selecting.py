"""Helpers for tests of the selection: what is highlighted, what the details show, and that the two agree."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.windows.table.record_view import RecordView
from ibmonitor.windows.table.table_page import TablePage
from tests.support.label_texts import shown_text
from tests.windows.bench import Bench


def front(bench: Bench) -> TablePage:
    page = bench.window.tabs.current_page
    assert isinstance(page, TablePage)
    return page


def highlighted(view: RecordView) -> list[object]:
    """The records of the selected rows, from the top."""
    rows = sorted({index.row() for index in view.selectionModel().selectedIndexes()})
    return [view.table.record(row) for row in rows]


def current(view: RecordView) -> object:
    """The record of the current row; `None` where there is none."""
    row = view.currentIndex().row()
    return view.table.record(row) if row >= 0 else None


def shown(bench: Bench) -> object:
    """The record of the details."""
    return bench.window.details.pane.record


def note(bench: Bench) -> str:
    """The line above the details."""
    return shown_text(bench.window.details.pane.hidden_note)


def press_show(bench: Bench) -> None:
    bench.window.details.pane.hidden_note.button.click()


def is_in_view(view: RecordView, record: object) -> bool:
    row = view.table.row_of(record)
    top = view.rowViewportPosition(row)
    return row >= 0 and 0 <= top <= view.viewport().height() - view.rowHeight(row)


def is_at_top(view: RecordView) -> bool:
    return view.verticalScrollBar().value() == 0


def click(
    view: RecordView, record: object, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, key: str = "time"
) -> None:
    """Scroll to the row of a record and click it."""
    column = view.table.column_number(key)
    column = column if column >= 0 and not view.isColumnHidden(column) else view.header.visible_columns()[0]
    index = view.table.index(view.table.row_of(record), column)
    assert index.isValid(), "the row is not shown"
    view.scrollTo(index)
    place = view.visualRect(index).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, place)
    turn()


def click_below_rows(view: RecordView) -> None:
    place = QPoint(20, view.viewport().height() - 3)
    assert not view.indexAt(place).isValid()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    turn()


def press(view: RecordView, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(view, key, modifier)
    turn()


def type_filter(page: TablePage, text: str) -> None:
    """Replace the text of the filter by typing."""
    page._text.selectAll()
    QTest.keyClick(page._text, Qt.Key.Key_Backspace)
    QTest.keyClicks(page._text, text)
    while page.table.is_searching:
        QApplication.processEvents()
    turn()


def turn() -> None:
    QApplication.processEvents()


def check(bench: Bench) -> None:
    """Assert the invariants of a window."""
    page, record, words = front(bench), shown(bench), note(bench)
    view = page.view
    assert (current(view) is None) or current(view) in highlighted(view), "a current row that is not selected"
    if current(view) is not None:
        assert current(view) is record, "details of another row than the current one"
        assert words == ""
    elif record is None:
        assert highlighted(view) == []
        assert words == ""
    else:
        assert words, "details of a row that cannot be seen, and nothing says why"
    if isinstance(record, Order | Fill) and bench.window.tabs.page_of(record) is page:
        assert (view.table.row_of(record) >= 0) == (words == "")
