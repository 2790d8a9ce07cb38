"""Visible and chosen rows stay while others are removed, moved, added by the thousand and filtered."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QSignalSpy

from ibmonitor.domain.records.records import Fill
from ibmonitor.windows.table.record_view import RecordView
from tests.windows.bench import Bench
from tests.windows.table.test_record_view import ASCENDING, DESCENDING, column, first_price, scroll_to_row

ARRIVAL = -1


@pytest.fixture
def fills(bench: Bench) -> RecordView:
    """The visible view of 500 fills with prices of 1 to 500, connected."""
    bench.window.resize(1280, 1000)
    bench.connect()
    bench.add_fills(1, 500)
    bench.window.tabs.setCurrentIndex(1)
    return bench.view("fills")


def with_prices(view: RecordView, first: int, last: int) -> list[Fill]:
    rows = (view.table.record(row) for row in range(view.table.rowCount()))
    return [fill for fill in rows if first <= fill.execution.price <= last]


def move_to_price(view: RecordView, fill: Fill, price: int) -> None:
    fill.execution = replace(fill.execution, price=Decimal(price))
    view.table.merge([fill])


def chosen(view: RecordView) -> list[int]:
    rows = (index.row() for index in view.selectionModel().selectedRows())
    return sorted(int(view.table.record(row).execution.price) for row in rows)


def select(view: RecordView, *prices: int) -> None:
    """Select these rows; the last one becomes the current one."""
    flags = view.selectionModel().SelectionFlag
    view.clearSelection()
    for price in prices:
        (fill,) = with_prices(view, price, price)
        index = view.table.index(view.table.row_of(fill), 0)
        view.selectionModel().setCurrentIndex(index, flags.Select | flags.Rows)


def current(view: RecordView) -> int:
    return int(view.table.record(view.currentIndex().row()).execution.price)


@pytest.mark.parametrize("order", [ARRIVAL, ASCENDING, DESCENDING])
def test_new_rows_anywhere_leave_the_middle_where_it_is(
    bench: Bench, fills: RecordView, order: int | Qt.SortOrder
) -> None:
    if isinstance(order, Qt.SortOrder):
        fills.header.choose_order(column(fills, "price"), order)
    scroll_to_row(fills, 200)
    select(fills, 251, 253)
    read = first_price(fills)
    for first, last in ((501, 501), (502, 540), (541, 3500)):
        bench.add_fills(first, last)
        assert first_price(fills) == read
        assert chosen(fills) == [251, 253]
        assert current(fills) == 253


def test_thousands_of_changes_at_once_do_not_scroll(fills: RecordView) -> None:
    fills.header.choose_order(column(fills, "price"), DESCENDING)
    scroll_to_row(fills, 200)
    select(fills, 298, 296)
    laid_out = QSignalSpy(fills.table.layoutChanged)
    moved = with_prices(fills, 1, 150)
    for number, fill in enumerate(moved):
        fill.execution = replace(fill.execution, price=Decimal(1000 + number))
    fills.table.merge(moved)
    assert laid_out.count() > 0
    assert first_price(fills) == 300
    assert chosen(fills) == [296, 298]
    assert current(fills) == 296


def test_a_row_that_moves_past_the_visible_rows_does_not_scroll_them(fills: RecordView) -> None:
    fills.header.choose_order(column(fills, "price"), DESCENDING)
    scroll_to_row(fills, 200)
    select(fills, 290)
    (low,) = with_prices(fills, 10, 10)
    (high,) = with_prices(fills, 480, 480)
    move_to_price(fills, low, 900)
    assert first_price(fills) == 300
    move_to_price(fills, high, 5)
    assert first_price(fills) == 300
    assert chosen(fills) == [290]


def test_a_selected_row_that_moves_away_stays_selected_and_current(fills: RecordView) -> None:
    fills.header.choose_order(column(fills, "price"), DESCENDING)
    scroll_to_row(fills, 200)
    select(fills, 290)
    (fill,) = with_prices(fills, 290, 290)
    move_to_price(fills, fill, 900)
    assert chosen(fills) == [900]
    assert current(fills) == 900
    assert first_price(fills) == 300


def test_removed_rows_do_not_move_the_others(fills: RecordView) -> None:
    scroll_to_row(fills, 200)
    select(fills, 205, 210)
    assert first_price(fills) == 201
    fills.table.merge([], with_prices(fills, 1, 30))
    assert first_price(fills) == 201
    fills.table.merge([], with_prices(fills, 400, 450))
    assert first_price(fills) == 201
    assert chosen(fills) == [205, 210]
    assert current(fills) == 210


def test_removing_the_top_row_moves_the_next_one_up(fills: RecordView) -> None:
    scroll_to_row(fills, 200)
    fills.table.merge([], with_prices(fills, 201, 201))
    assert first_price(fills) == 202


def test_a_filter_keeps_the_selection_of_the_rows_that_stay(fills: RecordView) -> None:
    select(fills, 100, 301)
    fills.table.set_predicate("odd", lambda fill: int(fill.execution.price) % 2 == 1)
    assert chosen(fills) == [301]
    assert current(fills) == 301
    fills.table.set_predicate("odd", None)
    assert chosen(fills) == [301]
    assert fills.table.rowCount() == 500


def test_removed_records_leave_nothing_behind(fills: RecordView) -> None:
    scroll_to_row(fills, 200)
    select(fills, 205)
    fills.table.clear()
    assert chosen(fills) == []
    assert fills.currentIndex() == QModelIndex()
    assert fills.verticalScrollBar().value() == 0
