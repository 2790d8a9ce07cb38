"""The details show the row selected in any table, update live, and link from one record to another."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.events import OrderBound, TwsMessage
from ibmonitor.domain.search.related_orders import RelatedOrders
from ibmonitor.settings.window_state import WindowState
from ibmonitor.windows.details import dock as details_dock
from ibmonitor.windows.details.pane import DetailsPane
from tests.support.blotter_events import commission, execution, open_order, order_status
from tests.windows.bench import Bench

EXEC_ID = "0000e1a7.67400001.01.01"
STRAY = "0000e1a7.67400009.01.01"


@pytest.fixture
def loaded(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Bench:
    # On a slow machine, any refresh may be slow enough to delay the next.
    monkeypatch.setattr(details_dock, "_LONG_MS", 60_000)
    bench.connect()
    bench.receive(
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
    bench.window.tabs.setCurrentWidget(bench.window.page(key))
    bench.view(key).selectRow(row)
    # On a busy computer the details rest after a refresh that took long.
    pane(bench).refresh()


def tabs(bench: Bench) -> list[str]:
    shown = pane(bench).tabs
    return [shown.tabText(n) for n in range(shown.count()) if shown.isTabVisible(n)]


@pytest.mark.parametrize(("key", "row"), [("orders", 0), ("fills", 0), ("commissions", 0), ("messages", 0)])
def test_the_order_of_whatever_is_selected_is_shown(loaded: Bench, key: str, row: int) -> None:
    select(loaded, key, row)
    assert pane(loaded).order is loaded.blotter.orders[0]
    assert pane(loaded).why.accessibleDescription().startswith("BUY 100 AAPL MKT · DU1\nSubmitted:")
    assert tabs(loaded)[:4] == ["Timeline", "Fills (1)", "IDs", "Fields"]


def test_without_a_selection_there_is_no_pane(bench: Bench) -> None:
    bench.connect()
    assert bench.window.details.isHidden()


def test_a_fill_of_an_unknown_order_says_so(loaded: Bench) -> None:
    select(loaded, "fills", 1)
    assert pane(loaded).order is None
    assert "not the order it belongs to" in pane(loaded).why.accessibleDescription()
    assert "Perm ID: 555" in pane(loaded).why.accessibleDescription()
    assert not pane(loaded).tabs.isVisible()


def test_a_message_is_shown_whole_beside_its_order(loaded: Bench) -> None:
    select(loaded, "messages", 0)
    assert tabs(loaded)[-1] == "Message"
    assert pane(loaded).tabs.currentWidget() is pane(loaded).message
    select(loaded, "messages", 1)
    assert tabs(loaded) == ["Message"]


def test_changes_of_the_order_are_shown_at_once(loaded: Bench) -> None:
    select(loaded, "orders", 0)
    table = pane(loaded).timeline.table
    before = table.rowCount()
    loaded.receive(order_status(1001, 7, 5, status="Filled", filled=100, remaining=0))
    assert table.rowCount() == before + 1
    assert "Filled:" in pane(loaded).why.accessibleDescription()
    loaded.receive(execution(EXEC_ID.replace("01.01", "01.02"), perm_id=1001, client_id=7, order_id=5))
    assert "Fills (2)" in tabs(loaded)


def test_a_late_commission_comes_to_the_timeline_of_its_order(loaded: Bench) -> None:
    select(loaded, "orders", 0)
    before = pane(loaded).timeline.table.rowCount()
    second = EXEC_ID.replace("67400001", "67400002")
    loaded.receive(execution(second, perm_id=1001, client_id=7, order_id=5))
    loaded.receive(commission(second))
    assert pane(loaded).timeline.table.rowCount() == before + 2


def test_a_merged_order_stays_chosen(loaded: Bench) -> None:
    loaded.receive(order_status(None, 0, -3))
    select(loaded, "orders", 2)
    loaded.receive(OrderBound(1001, 0, -3))
    assert pane(loaded).order is loaded.blotter.orders[0]
    assert pane(loaded).order in loaded.blotter.orders


def test_clearing_the_records_empties_the_pane(loaded: Bench) -> None:
    select(loaded, "orders", 0)
    loaded.feed.clear()
    assert pane(loaded).record is None
    assert loaded.window.details.isHidden()


def test_a_related_order_can_be_shown(loaded: Bench) -> None:
    select(loaded, "orders", 1)
    pane(loaded).identity.order_chosen.emit(loaded.blotter.orders[0])
    assert loaded.window.tabs.current_page.kind.key == "orders"
    assert loaded.view("orders").currentIndex().row() == 0
    assert pane(loaded).order is loaded.blotter.orders[0]


def test_a_fill_in_the_timeline_leads_to_the_fills_table(loaded: Bench) -> None:
    select(loaded, "orders", 0)
    pane(loaded).timeline.record_activated.emit(loaded.blotter.fills[0])
    assert loaded.window.tabs.current_page.kind.key == "fills"
    assert pane(loaded).record is loaded.blotter.fills[0]


@pytest.mark.qt_log_ignore("^This plugin does not support (raise|grabbing)")
def test_an_id_in_the_details_finds_its_order(loaded: Bench) -> None:
    select(loaded, "orders", 1)
    pane(loaded).find_requested.emit("client:7 order:5")
    assert pane(loaded).order is loaded.blotter.orders[0]


def test_the_keys_open_and_close_the_details(loaded: Bench, qtbot: QtBot) -> None:
    loaded.window.activateWindow()
    qtbot.waitUntil(loaded.window.isActiveWindow)
    QTest.keyClick(loaded.window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert not loaded.window.details.isVisible()
    loaded.window.records.go_to(loaded.blotter.orders[1])
    assert loaded.window.details.isVisible()
    assert pane(loaded).order is loaded.blotter.orders[1]


def test_the_details_are_restored(loaded: Bench, qtbot: QtBot) -> None:
    loaded.window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, loaded.window.details)
    other = Bench(state=WindowState.from_json(loaded.window.body.state().to_json()))
    qtbot.addWidget(other.window)
    assert other.window.dockWidgetArea(other.window.details) == Qt.DockWidgetArea.RightDockWidgetArea


def test_the_hint_of_an_empty_pane_fits_a_narrow_one(qtbot: QtBot) -> None:
    alone = DetailsPane(lambda _: RelatedOrders((), ()))
    qtbot.addWidget(alone)
    alone.resize(470, 600)
    with qtbot.waitExposed(alone):
        alone.show()
    assert alone.width() == 470
    qtbot.waitUntil(lambda: alone.rect().contains(alone._empty.label.geometry()))


def relatives(bench: Bench) -> list[str]:
    """All texts of the tree of related orders."""
    tree = pane(bench).identity.related
    items = tree.findItems("*", Qt.MatchFlag.MatchWildcard | Qt.MatchFlag.MatchRecursive)
    return [item.text(column) for item in items for column in range(tree.columnCount())]


def test_changes_of_related_orders_are_shown_in_the_bracket(loaded: Bench) -> None:
    select(loaded, "orders", 0)
    pane(loaded).tabs.setCurrentWidget(pane(loaded).identity)
    assert "PreSubmitted" in relatives(loaded)
    loaded.receive(order_status(1002, 7, 6, status="Cancelled", parent_id=5))
    assert "Cancelled" in relatives(loaded)


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"totalQuantity": Decimal(0), "cashQty": Decimal(2500)}, "BUY 2,500.00 USD of AAPL MKT · DU1"),
        ({"orderType": "MKT", "lmtPrice": Decimal("549.97")}, "BUY 100 AAPL MKT · DU1"),
        (
            {"orderType": "STP", "lmtPrice": Decimal("549.97"), "auxPrice": Decimal(540)},
            "BUY 100 AAPL STP stop 540.00 · DU1",
        ),
        (
            {"orderType": "TRAIL", "trailStopPrice": Decimal("70.1"), "auxPrice": Decimal("0.6")},
            "BUY 100 AAPL TRAIL 70.10 trail 0.60 · DU1",
        ),
    ],
)
def test_the_title_has_the_size_and_the_prices_that_the_order_has(
    bench: Bench, fields: dict[str, Any], title: str
) -> None:
    bench.connect()
    bench.receive(open_order(1001, 7, 5, status="Submitted", **fields))
    select(bench, "orders", 0)
    assert pane(bench).why.accessibleDescription().startswith(f"{title}\n")


def test_an_order_after_a_message_is_shown_by_its_timeline(loaded: Bench) -> None:
    select(loaded, "messages", 0)
    assert pane(loaded).tabs.currentWidget() is pane(loaded).message
    select(loaded, "orders", 1)
    assert pane(loaded).tabs.currentWidget() is pane(loaded).timeline
