"""The details follow what is selected in any table, live, and lead from one record to another."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.events import OrderBound, TwsMessage
from ibmonitor.settings.window_state import WindowState
from ibmonitor.windows.details import dock as details_dock
from ibmonitor.windows.details.pane import DetailsPane
from tests.support.blotter_events import commission, completed_order, execution, open_order, order_status
from tests.windows.bench import Bench

EXEC_ID = "0000e1a7.67400001.01.01"
STRAY = "0000e1a7.67400009.01.01"


@pytest.fixture
def told(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Bench:
    # On a slow machine any refresh may take long enough for a rest.
    monkeypatch.setattr(details_dock, "_LONG_MS", 60_000)
    bench.connect()
    bench.tell(
        open_order(1001, 7, 5, status="Submitted", orderRef="swing"),
        open_order(1002, 7, 6, status="PreSubmitted", parentId=5),
        execution(EXEC_ID, perm_id=1001, client_id=7, order_id=5, acct_number="DU1", shares=Decimal(40)),
        execution(STRAY, perm_id=555, client_id=3, order_id=44),
        commission(EXEC_ID),
        TwsMessage(5, 399, "Order Message: a warning", None),
        TwsMessage(-1, 2104, "Market data farm connection is OK", None),
    )
    return bench


def pane(bench: Bench) -> DetailsPane:
    return bench.window.details.pane


def select(bench: Bench, key: str, row: int) -> None:
    bench.window._tabs.setCurrentWidget(bench.window.page(key))
    bench.view(key).selectRow(row)


def tabs(bench: Bench) -> list[str]:
    shown = pane(bench).tabs
    return [shown.tabText(n) for n in range(shown.count()) if shown.isTabVisible(n)]


@pytest.mark.parametrize(("key", "row"), [("orders", 0), ("fills", 0), ("commissions", 0), ("messages", 0)])
def test_the_order_of_whatever_is_selected_is_shown(told: Bench, key: str, row: int) -> None:
    select(told, key, row)
    assert pane(told).order is told.blotter.orders[0]
    assert pane(told).why.text().startswith("BUY 100 AAPL MKT DU1\nSubmitted:")
    assert tabs(told)[:4] == ["Timeline", "Identity", "Fills (1)", "All fields"]


def test_nothing_selected_says_what_to_do(bench: Bench) -> None:
    bench.connect()
    assert pane(bench)._empty.isVisible()
    assert "Select an order" in pane(bench)._empty.text()


def test_a_fill_of_an_order_that_was_never_told_says_so(told: Bench) -> None:
    select(told, "fills", 1)
    assert pane(told).order is None
    assert "not the order it belongs to" in pane(told).why.text()
    assert "Perm ID: 555" in pane(told).why.text()
    assert not pane(told).tabs.isVisible()


def test_a_message_is_shown_whole_beside_its_order(told: Bench) -> None:
    select(told, "messages", 0)
    assert tabs(told)[-1] == "Message"
    assert pane(told).tabs.currentWidget() is pane(told).message
    select(told, "messages", 1)
    assert tabs(told) == ["Message"]


def test_what_happens_to_the_order_is_shown_at_once(told: Bench) -> None:
    select(told, "orders", 0)
    table = pane(told).timeline.table
    before = table.rowCount()
    told.tell(order_status(1001, 7, 5, status="Filled", filled=100, remaining=0))
    assert table.rowCount() == before + 1
    assert "Filled:" in pane(told).why.text()
    told.tell(execution(EXEC_ID.replace("01.01", "01.02"), perm_id=1001, client_id=7, order_id=5))
    assert "Fills (2)" in tabs(told)


def test_a_late_commission_comes_to_the_timeline_of_its_order(told: Bench) -> None:
    select(told, "orders", 0)
    before = pane(told).timeline.table.rowCount()
    second = EXEC_ID.replace("67400001", "67400002")
    told.tell(execution(second, perm_id=1001, client_id=7, order_id=5))
    told.tell(commission(second))
    assert pane(told).timeline.table.rowCount() == before + 2


def test_an_order_that_turns_out_to_be_another_is_followed(told: Bench) -> None:
    told.tell(order_status(None, 0, -3))
    select(told, "orders", 2)
    told.tell(OrderBound(1001, 0, -3))
    assert pane(told).order is told.blotter.orders[0]
    assert pane(told).order in told.blotter.orders


def test_a_hidden_pane_is_up_to_date_when_it_is_opened(told: Bench) -> None:
    told.window.details.hide()
    select(told, "orders", 0)
    told.tell(completed_order(1001, status="Cancelled"))
    told.window.details.show()
    assert "Cancelled:" in pane(told).why.text()


def test_forgetting_everything_empties_the_pane(told: Bench) -> None:
    select(told, "orders", 0)
    told.feed.clear()
    assert pane(told).record is None
    assert pane(told)._empty.isVisible()


def test_a_relative_is_gone_to(told: Bench) -> None:
    select(told, "orders", 1)
    pane(told).identity.order_chosen.emit(told.blotter.orders[0])
    assert told.window._tabs.current_page.kind.key == "orders"
    assert told.view("orders").currentIndex().row() == 0
    assert pane(told).order is told.blotter.orders[0]


def test_a_fill_in_the_timeline_leads_to_the_fills_table(told: Bench) -> None:
    select(told, "orders", 0)
    pane(told).timeline.record_activated.emit(told.blotter.fills[0])
    assert told.window._tabs.current_page.kind.key == "fills"
    assert pane(told).record is told.blotter.fills[0]


@pytest.mark.qt_log_ignore("^This plugin does not support (raise|grabbing)")
def test_an_id_in_the_details_finds_its_order(told: Bench) -> None:
    select(told, "orders", 1)
    pane(told).find_requested.emit("client:7 order:5")
    assert pane(told).order is told.blotter.orders[0]


def test_the_keys_open_and_close_the_details(told: Bench, qtbot: QtBot) -> None:
    told.window.activateWindow()
    qtbot.waitUntil(told.window.isActiveWindow)
    QTest.keyClick(told.window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert not told.window.details.isVisible()
    told.window.records.go_to(told.blotter.orders[1])
    assert told.window.details.isVisible()
    assert pane(told).order is told.blotter.orders[1]


def test_the_details_are_found_as_they_were_left(told: Bench, qtbot: QtBot) -> None:
    told.window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, told.window.details)
    other = Bench(state=WindowState.from_json(told.window.body.state().to_json()))
    qtbot.addWidget(other.window)
    assert other.window.dockWidgetArea(other.window.details) == Qt.DockWidgetArea.RightDockWidgetArea


def test_the_reasons_stand_above_the_tabs_where_it_is_narrow(told: Bench, qtbot: QtBot) -> None:
    alone = DetailsPane(list)
    qtbot.addWidget(alone)
    alone.resize(1200, 300)
    alone.show()
    alone.show_record(told.blotter.orders[0])
    assert alone._splitter.orientation() == Qt.Orientation.Horizontal
    alone.resize(500, 900)
    assert alone._splitter.orientation() == Qt.Orientation.Vertical


def test_an_order_of_thousands_of_fills_is_not_shown_anew_at_every_one(told: Bench, qtbot: QtBot) -> None:
    many = [execution(f"0000aaaa.{n:08x}.01.01", perm_id=1002, shares=Decimal(1)) for n in range(3000)]
    told.tell(*many)
    select(told, "orders", 1)
    dock = told.window.details
    dock._refresh()
    qtbot.waitUntil(lambda: not dock._rest.isActive())
    dock._rest.start(60_000)
    rows = pane(told).timeline.table.rowCount()
    told.tell(execution("0000bbbb.00000001.01.01", perm_id=1002, shares=Decimal(1)))
    assert pane(told).timeline.table.rowCount() == rows
    dock._rest.start(0)
    qtbot.waitUntil(lambda: pane(told).timeline.table.rowCount() == rows + 1)


def test_a_repeat_of_the_message_shown_is_counted_at_once(told: Bench) -> None:
    select(told, "messages", 1)
    told.tell(TwsMessage(-1, 2104, "Market data farm connection is OK", None))
    assert "2 times" in pane(told).message.text()


def relatives(bench: Bench) -> list[str]:
    """All texts of the tree of relatives."""
    tree = pane(bench).identity.family
    items = tree.findItems("*", Qt.MatchFlag.MatchWildcard | Qt.MatchFlag.MatchRecursive)
    return [item.text(column) for item in items for column in range(tree.columnCount())]


def test_what_happens_to_a_relative_is_shown_in_the_bracket(told: Bench) -> None:
    select(told, "orders", 0)
    pane(told).tabs.setCurrentWidget(pane(told).identity)
    assert "PreSubmitted" in relatives(told)
    told.tell(order_status(1002, 7, 6, status="Cancelled", parent_id=5))
    assert "Cancelled" in relatives(told)


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"totalQuantity": Decimal(0), "cashQty": Decimal(2500)}, "BUY 2,500.00 USD of AAPL MKT DU1"),
        ({"orderType": "MKT", "lmtPrice": Decimal("549.97")}, "BUY 100 AAPL MKT DU1"),
        (
            {"orderType": "STP", "lmtPrice": Decimal("549.97"), "auxPrice": Decimal(540)},
            "BUY 100 AAPL STP stop 540.00 DU1",
        ),
        (
            {"orderType": "TRAIL", "trailStopPrice": Decimal("70.1"), "auxPrice": Decimal("0.6")},
            "BUY 100 AAPL TRAIL 70.10 trail 0.60 DU1",
        ),
    ],
)
def test_the_title_has_the_size_and_the_prices_that_the_order_has(
    bench: Bench, fields: dict[str, Any], title: str
) -> None:
    bench.connect()
    bench.tell(open_order(1001, 7, 5, status="Submitted", **fields))
    select(bench, "orders", 0)
    assert pane(bench).why.text().startswith(f"{title}\n")


def test_an_order_after_a_message_is_shown_by_its_timeline(told: Bench) -> None:
    select(told, "messages", 0)
    assert pane(told).tabs.currentWidget() is pane(told).message
    select(told, "orders", 1)
    assert pane(told).tabs.currentWidget() is pane(told).timeline
