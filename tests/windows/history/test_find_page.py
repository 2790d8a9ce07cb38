"""What is typed is asked for, and what is found is shown for it only."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from ibmonitor.journal.find import Found
from ibmonitor.journal.found import FoundExecution, FoundOrder
from ibmonitor.windows.history.find_page import FindPage
from ibmonitor.windows.widgets.empty_state import EmptyState

MOMENT = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)


def order(**known: Any) -> FoundOrder:
    usual: dict[str, Any] = dict.fromkeys(FoundOrder.__match_args__, "")
    usual |= {
        "site": "paper",
        "perm_id": 71,
        "last_day": "2026-11-27",
        "first_day": "2026-11-25",
        "quantity": Decimal(1),
    }
    usual |= {"limit_price": None, "filled": None, "avg_fill_price": None, "client_id": None, "order_id": None}
    usual |= {"parent_perm_id": None, "first_seen": MOMENT, "last_seen": MOMENT, "outcome": "filled"}
    return FoundOrder(**usual | known)


def execution(**known: Any) -> FoundExecution:
    usual: dict[str, Any] = dict.fromkeys(FoundExecution.__match_args__, "")
    usual |= {"site": "paper", "exec_id": "e.1.01.01", "day": "2026-11-26", "time": MOMENT, "shares": Decimal(1)}
    usual |= {"price": None, "perm_id": None, "client_id": None, "order_id": None, "superseded": False}
    usual |= {"commission_and_fees": None, "realized_pnl": None}
    return FoundExecution(**usual | known)


@pytest.fixture
def page(qtbot: QtBot) -> FindPage:
    page = FindPage()
    qtbot.addWidget(page)
    page.resize(1000, 600)
    page.show()
    return page


def said(page: FindPage) -> str:
    empty = page.findChild(EmptyState)
    assert isinstance(empty, EmptyState)
    return empty.label.text() if empty.isVisible() else ""


def test_nothing_is_asked_for_nothing(page: FindPage) -> None:
    asked = QSignalSpy(page.find_requested)
    QTest.keyClicks(page.field, "  ")
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert asked.count() == 0
    assert said(page).startswith("Type a perm ID")


def test_enter_asks_at_once_and_the_answer_is_shown(page: FindPage) -> None:
    asked = QSignalSpy(page.find_requested)
    QTest.keyClicks(page.field, " AAPL ")
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert [asked.at(0)[0]] == ["AAPL"]
    page.show_found("AAPL", Found((order(),), (execution(), execution(exec_id="e.2.01.01")), is_all=True))
    assert (page.orders.table.rowCount(), page.executions.table.rowCount(), said(page)) == (1, 2, "")


def test_the_answer_to_an_earlier_text_is_not_shown(page: FindPage) -> None:
    page.field.setText("MSFT")
    page.show_found("AAPL", Found((order(),), (), is_all=True))
    assert page.orders.table.rowCount() == 0


def test_nothing_found_and_no_history_are_said(page: FindPage) -> None:
    page.field.setText("nix")
    page.show_found("nix", Found((), (), is_all=True))
    assert said(page) == "Nothing in the history matches “nix”."
    page.show_problem("No history is kept.")
    assert said(page) == "No history is kept."


def test_a_double_click_asks_for_the_day_with_the_order(page: FindPage) -> None:
    wanted = QSignalSpy(page.day_requested)
    page.field.setText("a")
    page.show_found("a", Found((order(),), (execution(),), is_all=True))
    page.orders.record_activated.emit(order())
    page.executions.record_activated.emit(execution())
    assert [wanted.at(number) for number in range(2)] == [["2026-11-27", "paper", 71], ["2026-11-26", "paper", None]]
