"""The view of a table: it keeps its place while rows change, copies visible cells, and saves its columns."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.link import LinkState
from ibmonitor.settings.window_state import ColumnState, TableState
from ibmonitor.windows.table.record_view import RecordView
from tests.support.blotter_events import execution
from tests.windows.bench import Bench, exec_id

ASCENDING, DESCENDING = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@pytest.fixture
def fills(bench: Bench) -> RecordView:
    """The visible view of 500 fills, connected."""
    bench.connect()
    bench.add_fills(1, 500)
    view = bench.view("fills")
    bench.window.tabs.setCurrentIndex(1)
    return view


def column(view: RecordView, key: str) -> int:
    return view.table.column_number(key)


def first_seen(view: RecordView) -> tuple[int, int]:
    """The price of the first visible fill, and the pixel at which its row begins."""
    row = view.rowAt(0)
    return int(view.table.record(row).execution.price), view.rowViewportPosition(row)


def first_price(view: RecordView) -> int:
    return first_seen(view)[0]


def scroll_to_row(view: RecordView, row: int) -> None:
    view.verticalScrollBar().setValue(row * view.rowHeight(0))


def click_header(view: RecordView, key: str, modifier: Qt.KeyboardModifier | None = None) -> None:
    header = view.header
    place = QPoint(header.sectionViewportPosition(column(view, key)) + 12, header.height() // 2)
    QTest.mouseClick(
        header.viewport(), Qt.MouseButton.LeftButton, modifier or Qt.KeyboardModifier.NoModifier, pos=place
    )


def prices(view: RecordView, rows: int = 3) -> list[int]:
    return [int(view.table.record(row).execution.price) for row in range(rows)]


def test_rows_added_above_do_not_move_the_visible_ones(bench: Bench, fills: RecordView) -> None:
    fills.header.choose_order(column(fills, "price"), DESCENDING)
    scroll_to_row(fills, 200)
    assert first_price(fills) == 300
    bench.add_fills(501, 560)
    assert first_price(fills) == 300
    bench.receive(*(execution(exec_id(n), perm_id=n, price=Decimal(1000 + n)) for n in range(600, 603)))
    assert first_price(fills) == 300


def test_rows_added_above_the_top_come_into_sight_unless_the_pointer_is_over_them(
    bench: Bench, fills: RecordView
) -> None:
    fills.header.choose_order(column(fills, "price"), DESCENDING)
    assert first_price(fills) == 500
    bench.add_fills(501, 501)
    assert first_price(fills) == 501
    fills.viewport().setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    bench.add_fills(502, 600)
    assert first_price(fills) == 501
    leave(fills)
    assert first_price(fills) == 600


def test_the_pointer_leaves_a_view_where_the_user_has_scrolled_it(bench: Bench, fills: RecordView) -> None:
    fills.header.choose_order(column(fills, "price"), DESCENDING)
    fills.viewport().setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    bench.add_fills(501, 560)
    scroll_to_row(fills, 200)
    leave(fills)
    assert first_price(fills) == 360


def leave(view: RecordView) -> None:
    """Move the pointer out of the view."""
    view.viewport().setAttribute(Qt.WidgetAttribute.WA_UnderMouse, on=False)
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))


def test_rows_added_below_do_not_move_the_bottom(bench: Bench, fills: RecordView) -> None:
    fills.scrollToBottom()
    before = first_seen(fills)
    bench.add_fills(501, 900)
    assert first_seen(fills) == before


def test_a_half_visible_row_stays_half_visible(bench: Bench, fills: RecordView) -> None:
    fills.header.choose_order(column(fills, "price"), DESCENDING)
    fills.verticalScrollBar().setValue(fills.rowHeight(0) * 100 + 9)
    assert first_seen(fills) == (400, -9)
    bench.add_fills(501, 507)
    assert first_seen(fills) == (400, -9)


def test_a_hidden_table_keeps_its_place_too(bench: Bench, fills: RecordView) -> None:
    fills.header.choose_order(column(fills, "price"), DESCENDING)
    scroll_to_row(fills, 200)
    bench.window.tabs.setCurrentIndex(0)
    bench.add_fills(501, 700)
    bench.window.tabs.setCurrentIndex(1)
    assert first_price(fills) == 300


def test_a_table_that_is_being_filled_stays_at_its_top(bench: Bench) -> None:
    view = bench.view("fills")
    bench.window.tabs.setCurrentIndex(1)
    view.header.choose_order(column(view, "price"), DESCENDING)
    bench.link(LinkState.SYNCHRONISING)
    bench.add_fills(1, 200)
    bench.add_fills(201, 400)
    assert first_price(view) == 400
    view.viewport().setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    bench.add_fills(401, 410)
    assert first_price(view) == 410
    bench.link(LinkState.UP)
    bench.add_fills(411, 420)
    assert first_price(view) == 410


def test_selection_and_current_cell_stay_with_their_records(bench: Bench, fills: RecordView) -> None:
    fills.header.choose_order(column(fills, "price"), DESCENDING)
    fills.setCurrentIndex(fills.table.index(100, column(fills, "side")))
    chosen = fills.table.record(100)
    bench.add_fills(501, 520)
    bench.add_fills(521, 1200)
    assert [fills.table.record(i.row()) for i in fills.selectionModel().selectedRows()] == [chosen]
    assert fills.table.record(fills.currentIndex().row()) is chosen
    assert fills.currentIndex().column() == column(fills, "side")


def test_a_second_click_on_a_header_reverses_the_order(fills: RecordView) -> None:
    click_header(fills, "price")
    first = prices(fills)
    click_header(fills, "price")
    assert {tuple(first), tuple(prices(fills))} == {(1, 2, 3), (500, 499, 498)}


def test_ctrl_click_on_a_header_makes_a_table_unsorted(bench: Bench, fills: RecordView) -> None:
    bench.receive(execution(exec_id(9999), perm_id=9999, price=Decimal("0.5")))
    fills.header.choose_order(column(fills, "price"), ASCENDING)
    assert fills.table.record(0).execution.perm_id == 9999
    click_header(fills, "price", Qt.KeyboardModifier.ControlModifier)
    assert prices(fills) == [1, 2, 3]
    assert fills.table.record(500).execution.perm_id == 9999
    assert fills.header.sortIndicatorSection() == -1


def test_the_menu_makes_a_table_unsorted_too(fills: RecordView) -> None:
    fills.header.choose_order(column(fills, "price"), DESCENDING)
    menu = fills.header.menu_for(column(fills, "price"))
    (arrival,) = [action for action in menu.actions() if action.text() == "&Unsorted (as received)"]
    arrival.trigger()
    assert prices(fills) == [1, 2, 3]


def test_sorting_goes_to_the_top_or_follows_the_selected_row(fills: RecordView) -> None:
    scroll_to_row(fills, 250)
    fills.header.choose_order(column(fills, "price"), DESCENDING)
    assert first_price(fills) == 500
    fills.selectRow(3)
    fills.header.choose_order(column(fills, "price"), ASCENDING)
    chosen = fills.selectionModel().selectedRows()[0]
    assert fills.table.record(chosen.row()).execution.price == 497
    assert fills.viewport().rect().intersects(fills.visualRect(chosen))


def test_copied_text_is_what_is_seen_in_the_order_it_is_seen(fills: RecordView) -> None:
    header = fills.header
    for logical in header.visible_columns():
        keep = fills.table.columns[logical].key in {"side", "price", "shares"}
        header.setSectionHidden(logical, not keep)
    header.moveSection(header.visualIndex(column(fills, "price")), 0)
    fills.selectRow(4)
    fills.selectionModel().select(
        fills.table.index(1, 0),
        fills.selectionModel().SelectionFlag.Select | fills.selectionModel().SelectionFlag.Rows,
    )
    fills.setFocus()
    QTest.keyClick(fills, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert fills.selected_text() == "Price\tSide\tShares\n2.00\tBOT\t100\n5.00\tBOT\t100\n"
    fills.copy_selection()
    assert QGuiApplication.clipboard().text() == fills.selected_text()


def test_tabs_and_line_ends_in_a_cell_do_not_break_the_copied_table(bench: Bench, fills: RecordView) -> None:
    bench.receive(execution(exec_id(9000), perm_id=9000, order_ref="a\tb\r\nc"))
    fills.header.set_shown(column(fills, "order_ref"), shown=True)
    fills.selectRow(500)
    head, line, end = fills.selected_text().split("\n")
    assert end == ""
    assert len(head.split("\t")) == len(line.split("\t")) == len(fills.header.visible_columns())
    assert "a b c" in line.split("\t")


def test_nothing_selected_leaves_the_clipboard_alone(fills: RecordView) -> None:
    QGuiApplication.clipboard().setText("mine")
    fills.clearSelection()
    fills.copy_selection()
    assert QGuiApplication.clipboard().text() == "mine"


def test_the_last_column_cannot_be_hidden(fills: RecordView) -> None:
    for logical in fills.header.visible_columns():
        fills.header.set_shown(logical, shown=False)
    assert len(fills.header.visible_columns()) == 1


def test_resetting_restores_columns_positions_and_widths(fills: RecordView) -> None:
    before = fills.header.column_states()
    fills.header.moveSection(0, 5)
    fills.header.resizeSection(column(fills, "price"), 333)
    fills.header.set_shown(column(fills, "side"), shown=False)
    assert fills.header.column_states() != before
    fills.header.reset_columns()
    assert fills.header.column_states() == before


def test_the_header_is_restored(bench: Bench, fills: RecordView, qtbot: QtBot) -> None:
    fills.header.moveSection(fills.header.visualIndex(column(fills, "price")), 0)
    fills.header.resizeSection(column(fills, "side"), 77)
    fills.header.set_shown(column(fills, "ev_rule"), shown=True)
    fills.header.choose_order(column(fills, "shares"), DESCENDING)
    again = Bench(state=bench.window.body.state())
    qtbot.addWidget(again.window)
    view = again.view("fills")
    assert view.header.table_state() == fills.header.table_state()
    assert view.header.logicalIndex(0) == column(view, "price")
    assert view.columnWidth(column(view, "side")) == 77
    assert not view.isColumnHidden(column(view, "ev_rule"))
    assert view.header.sortIndicatorSection() == column(view, "shares")


def test_columns_that_are_new_or_gone_since_do_no_harm(fills: RecordView) -> None:
    state = TableState(
        (ColumnState("gone", 90, True), ColumnState("price", 120, True), ColumnState("time", 90, False)), "gone"
    )
    fills.header.restore(state)
    assert fills.header.logicalIndex(0) == column(fills, "price")
    assert fills.columnWidth(column(fills, "price")) == 120
    assert fills.isColumnHidden(column(fills, "time"))
    assert not fills.isColumnHidden(column(fills, "side"))
    assert fills.header.sortIndicatorSection() == -1


def test_a_saved_state_that_hides_everything_is_ignored(fills: RecordView) -> None:
    hidden = tuple(dataclasses.replace(state, visible=False) for state in fills.header.column_states())
    fills.header.restore(TableState(hidden))
    assert fills.header.visible_columns()


def test_every_selected_row_is_copied_once(fills: RecordView) -> None:
    fills.clearSelection()
    flags = fills.selectionModel().SelectionFlag
    for row, number in ((7, 0), (7, 3), (2, 1), (400, 0)):
        fills.selectionModel().select(fills.table.index(row, number), flags.Select | flags.Rows)
    prices_copied = [line.split("\t")[1] for line in _only(fills, "side", "price").splitlines()[1:]]
    assert prices_copied == ["3.00", "8.00", "401.00"]


def _only(view: RecordView, *keys: str) -> str:
    """The copied text with only these columns visible."""
    for logical, shown in enumerate(view.table.columns):
        view.header.setSectionHidden(logical, shown.key not in keys)
    return view.selected_text()
