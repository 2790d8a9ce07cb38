"""The table of orders shows only those that were found."""

from __future__ import annotations

from ibmonitor.windows.main.order_filter import show_orders
from tests.support.blotter_events import open_order
from tests.windows.bench import Bench


def test_the_table_of_orders_comes_to_the_front_with_what_fits(bench: Bench) -> None:
    bench.connect()
    bench.receive(*(open_order(number, 7, number) for number in range(1, 5)))
    bench.window.tabs.show_page("fills")
    show_orders(bench.window.tabs, "Even", lambda order: not (order.perm_id or 0) % 2)
    page = bench.window.page("orders")
    assert bench.window.tabs.current_page is page
    assert [page.table.record(row).perm_id for row in range(page.table.rowCount())] == [2, 4]


def test_a_filter_that_hides_everything_found_is_cleared(bench: Bench) -> None:
    bench.connect()
    bench.receive(open_order(1, 7, 1), open_order(2, 7, 2))
    page = bench.window.page("orders")
    page.bar.edit.setText("no such text")
    show_orders(bench.window.tabs, "First", lambda order: order.perm_id == 1)
    assert page.bar.edit.text() == ""
    assert page.table.rowCount() == 1
