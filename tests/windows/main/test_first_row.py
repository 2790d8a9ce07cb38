"""The first row is chosen once the first rows are there, and never against the user."""

from __future__ import annotations

from ibmonitor.domain.records.link import LinkState
from tests.support.blotter_events import open_order
from tests.windows.bench import Bench
from tests.windows.selecting import highlighted, shown


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
