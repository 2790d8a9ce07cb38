"""The menu of a cell: filters by its value, copies it, and goes on to the fills and messages of the order."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction, QGuiApplication

from ibmonitor.domain.records.events import TwsMessage
from ibmonitor.windows.table.record_view import RecordView
from tests.support.blotter_events import execution, open_order
from tests.windows.bench import Bench, exec_id


@pytest.fixture
def orders(bench: Bench) -> RecordView:
    """Three orders, the first with a fill and a message, the second with another status."""
    bench.connect()
    bench.receive(
        open_order(1, 7, 5, status="Submitted"),
        open_order(2, 7, 6, status="PreSubmitted"),
        open_order(3, 7, 8, status="Submitted"),
        execution(exec_id(1), perm_id=1, client_id=7, order_id=5),
        execution(exec_id(2), perm_id=3, client_id=7, order_id=8),
        TwsMessage(5, 399, "Order message: late", None),
    )
    return bench.view("orders")


def menu_of(view: RecordView, row: int, key: str) -> dict[str, QAction]:
    view.selectRow(row)
    menu = view._menu(view.table.column_number(key))
    return {action.text().replace("&", ""): action for action in menu.actions()}


def perm_ids(view: RecordView) -> list[int | None]:
    return [order.perm_id for order in view.table.visible_records()]


def test_the_value_filters_and_excludes_until_that_is_cleared(bench: Bench, orders: RecordView) -> None:
    page = bench.window.page("orders")
    menu_of(orders, 1, "status")["Filter by this value"].trigger()
    assert perm_ids(orders) == [2]
    assert page.filters() == ("only: Status: PreSubmitted",)
    page.clear_filters()
    menu_of(orders, 1, "status")["Exclude this value"].trigger()
    assert perm_ids(orders) == [1, 3]
    bench.receive(open_order(4, 7, 9, status="PreSubmitted"), open_order(5, 7, 10, status="Submitted"))
    assert perm_ids(orders) == [1, 3, 5]
    page.clear_filters()
    assert perm_ids(orders) == [1, 2, 3, 4, 5]


def test_the_text_of_the_cell_is_copied(orders: RecordView) -> None:
    menu_of(orders, 1, "status")["Copy cell"].trigger()
    assert QGuiApplication.clipboard().text() == "PreSubmitted"
    assert not menu_of(orders, 1, "order_ref")["Copy cell"].isEnabled()


def test_it_shows_the_fills_of_the_order_and_those_that_follow(bench: Bench, orders: RecordView) -> None:
    menu_of(orders, 0, "status")["Show fills"].trigger()
    assert bench.window.tabs.current_page is bench.window.page("fills")
    fills = bench.view("fills").table
    assert [fill.execution.exec_id for fill in fills.visible_records()] == [exec_id(1)]
    bench.receive(execution(exec_id(3), perm_id=1, client_id=7, order_id=5))
    assert fills.rowCount() == 2
    assert not menu_of(orders, 1, "status")["Show fills"].isEnabled()


def test_it_shows_the_messages_about_the_order(bench: Bench, orders: RecordView) -> None:
    menu_of(orders, 0, "status")["Show messages"].trigger()
    assert bench.window.tabs.current_page is bench.window.page("messages")
    assert [message.code for message in bench.view("messages").table.visible_records()] == [399]
    assert not menu_of(orders, 2, "status")["Show messages"].isEnabled()
