"""The first row is chosen once the first rows are there, and never against the user."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from ibmonitor.domain.records.link import LinkState
from ibmonitor.windows.table.record_view import RecordView
from tests.support.blotter_events import open_order
from tests.windows.bench import Bench
from tests.windows.selecting import click, highlighted, is_at_top, note, press, shown, turn


def test_the_first_row_is_chosen_and_focused_when_all_rows_are_there(bench: Bench) -> None:
    bench.link(LinkState.SYNCHRONISING)
    bench.receive(open_order(11, 7, 1), open_order(12, 7, 2))
    assert highlighted(bench.view("orders")) == []
    bench.link(LinkState.UP)
    first = bench.view("orders").table.record(0)
    assert highlighted(bench.view("orders")) == [first]
    assert shown(bench) is first
    assert bench.window.focusWidget() is bench.view("orders")
    bench.receive(open_order(13, 7, 3))
    assert highlighted(bench.view("orders")) == [first], "once"


def test_the_rows_of_another_tws_have_a_first_one_again(bench: Bench) -> None:
    bench.connect()
    bench.receive(open_order(11, 7, 1))
    bench.feed.clear()
    assert highlighted(bench.view("orders")) == []
    bench.receive(open_order(12, 7, 2))
    assert highlighted(bench.view("orders")) == bench.blotter.orders


def test_a_field_in_use_keeps_the_focus(bench: Bench) -> None:
    bench.connect()
    bench.window.find_box.take_focus()
    bench.receive(open_order(11, 7, 1))
    assert highlighted(bench.view("orders")) == bench.blotter.orders
    assert bench.window.focusWidget() is bench.window.find_box


def test_a_row_that_the_user_has_chosen_stays(bench: Bench) -> None:
    bench.link(LinkState.SYNCHRONISING)
    bench.receive(open_order(11, 7, 1), open_order(12, 7, 2))
    bench.view("orders").selectRow(1)
    chosen = highlighted(bench.view("orders"))
    bench.link(LinkState.UP)
    assert highlighted(bench.view("orders")) == chosen


def newest_first(bench: Bench) -> RecordView:
    """Orders, of which a new one comes on top, in a view of a few rows."""
    bench.connect()
    page = bench.window.page("orders")
    page.header.choose_order(page.table.column_number("order_id"), Qt.SortOrder.DescendingOrder)
    bench.receive(*(open_order(number, 7, number) for number in range(1, 60)))
    turn()
    return page.view


def test_the_first_row_is_renewed_only_where_newer_ones_have_moved_it_out_of_sight(bench: Bench) -> None:
    view = newest_first(bench)
    first = view.table.record(0)
    bench.receive(open_order(60, 7, 60))
    assert (shown(bench), is_at_top(view)) == (first, True), "details that change with every row are hard to read"
    bench.receive(*(open_order(number, 7, number) for number in range(61, 100)))
    assert highlighted(view) == [view.table.record(0)]
    assert (shown(bench), is_at_top(view)) == (view.table.record(0), True)


@pytest.mark.parametrize(
    "touch",
    [
        lambda view: click(view, view.table.record(0)),
        lambda view: press(view, Qt.Key.Key_Return),
        lambda view: view.verticalScrollBar().setValue(1),
    ],
    ids=["click", "key", "scrolled"],
)
def test_a_first_row_that_the_user_has_touched_stays(bench: Bench, touch: Callable[[RecordView], object]) -> None:
    view = newest_first(bench)
    first = view.table.record(0)
    touch(view)
    bench.receive(*(open_order(number, 7, number) for number in range(61, 100)))
    assert (shown(bench), highlighted(view)) == (first, [first])


def test_ctrl_alone_as_of_a_shortcut_touches_no_row(bench: Bench) -> None:
    view = newest_first(bench)
    press(view, Qt.Key.Key_Control)
    bench.receive(*(open_order(number, 7, number) for number in range(61, 100)))
    assert (shown(bench), is_at_top(view)) == (view.table.record(0), True)


def test_a_filter_and_another_tab_show_their_top_with_its_first_row(bench: Bench) -> None:
    view = newest_first(bench)
    page = bench.window.page("orders")
    page.narrow("few", lambda order: order.order_id in (3, 30))
    assert highlighted(view) == [view.table.record(0)]
    page.widen()
    assert (shown(bench), is_at_top(view)) == (view.table.record(0), True)
    bench.add_fills(1, 2)
    bench.window.tabs.show_page("fills")
    assert (shown(bench), note(bench)) == (bench.view("fills").table.record(0), "")
    bench.receive(*(open_order(number, 7, number) for number in range(61, 100)))
    bench.window.tabs.show_page("orders")
    assert (shown(bench), is_at_top(view)) == (view.table.record(0), True)


def test_another_tab_leaves_the_details_to_a_row_that_the_user_has_chosen(bench: Bench) -> None:
    view = newest_first(bench)
    bench.add_fills(1, 2)
    view.selectRow(3)
    bench.window.tabs.show_page("fills")
    assert (shown(bench), highlighted(bench.view("fills"))) == (view.table.record(3), [])
