"""Notifications: hidden accounts, a few at a time, none while the window is active."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.events import Event, TwsMessage
from ibmonitor.domain.records.link import LinkState
from ibmonitor.domain.records.records import Severity
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.settings.table import Settings
from ibmonitor.windows.main.notifier import Notifier
from tests.support.blotter_events import execution, open_order, order_status
from tests.windows.bench import Bench

OFF: dict[str, Any] = {
    "notify_filled": False,
    "notify_rejected": False,
    "notify_held": False,
    "notify_corrected": False,
    "notify_cancelled": False,
    "notify_liquidated": False,
    "notify_account": False,
}
OFF["notify_link"] = False


class Shown:
    """A bench with a notifier, and everything it has shown."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.settings = Settings()
        self.is_window_active = False
        self.texts: list[tuple[str, str]] = []
        self.severities: list[Severity] = []
        self.notifier = Notifier(
            bench.feed,
            lambda: self.settings,
            bench.window,
            profile="Work",
            show=self._show,
            is_window_active=lambda: self.is_window_active,
            gather_ms=0,
            pause_ms=0,
        )

    def _show(self, title: str, text: str, severity: Severity) -> None:
        self.texts.append((title, text))
        self.severities.append(severity)

    def receive(self, *events: Event) -> None:
        self.bench.receive(*events)

    def fill(self, perm_id: int, price: str = "50.1", **fields: Any) -> None:
        """Fill a known order."""
        self.receive(open_order(perm_id, status="Submitted", **fields))
        done = order_status(perm_id, status="Filled", filled=1100, remaining=0, avg_fill_price=Decimal(price))
        self.receive(open_order(perm_id, status="Filled", totalQuantity=Decimal(1100), **fields), done)


@pytest.fixture
def shown(bench: Bench) -> Iterator[Shown]:
    shown = Shown(bench)
    bench.connect("DU1")
    yield shown
    ACCOUNT_MASK.set_hiding(False)
    ACCOUNT_NAMES.set_showing(False)
    ACCOUNT_NAMES.set_aliases({})


def test_numbers_and_accounts_are_written_as_everywhere(shown: Shown, qtbot: QtBot) -> None:
    ACCOUNT_NAMES.set_aliases({"DU1": "Smith"})
    ACCOUNT_NAMES.set_showing(True)
    shown.fill(71)
    qtbot.waitUntil(lambda: bool(shown.texts))
    assert shown.texts == [("Filled: BUY 1,100 AAPL", "At an average price of 50.10 USD. Account Smith (DU1).")]
    assert shown.severities == [Severity.INFO]


def test_hidden_accounts_are_hidden(shown: Shown, qtbot: QtBot) -> None:
    ACCOUNT_NAMES.set_aliases({"DU1234567": "Smith"})
    ACCOUNT_NAMES.set_showing(True)
    ACCOUNT_MASK.set_hiding(True)
    shown.receive(open_order(71, 1, 71, account="DU1234567"))
    shown.receive(TwsMessage(71, 201, "Order rejected - reason:DU1234567 has no margin", None))
    shown.receive(open_order(71, 1, 71, status="Inactive", account="DU1234567"))
    qtbot.waitUntil(lambda: bool(shown.texts))
    ((title, text),) = shown.texts
    name = ACCOUNT_MASK.account("DU1234567")
    assert title == "Rejected: BUY 100 AAPL"
    assert text == f"{name} has no margin. Account {name}."
    assert "1234567" not in text


def test_texts_of_tws_are_cut_and_have_no_markup(shown: Shown, qtbot: QtBot) -> None:
    shown.receive(open_order(71, 1, 71, status="Inactive", state={"rejectReason": "1 < <b>AT&T</b>\n" + "x" * 999}))
    qtbot.waitUntil(lambda: bool(shown.texts))
    ((_, text),) = shown.texts
    assert text.startswith("1 \u2039 AT\uff06T x")
    assert len(text) == 241


@pytest.mark.parametrize("switch", OFF)
def test_each_kind_is_switched_off_by_its_setting(shown: Shown, qtbot: QtBot, switch: str) -> None:
    kinds = {"notify_filled": "Filled", "notify_rejected": "Rejected", "notify_held": "Held"}
    kinds |= {"notify_corrected": "Corrected", "notify_link": "Connection"}
    # One after the other, so that they are not combined.
    for kind in kinds:
        shown.settings = Settings(**{**OFF, kind: kind != switch})
        tell_one(shown, kind)
        qtbot.waitUntil(lambda: not shown.notifier._timer.isActive())
    assert [title.partition(":")[0].split()[0] for title, _ in shown.texts] == [
        word for kind, word in kinds.items() if kind != switch
    ]


def tell_one(shown: Shown, kind: str) -> None:
    match kind:
        case "notify_filled":
            shown.fill(71)
        case "notify_rejected":
            shown.receive(open_order(72, status="Inactive", state={"rejectReason": "no"}))
        case "notify_held":
            shown.receive(open_order(73), order_status(73, why_held="locate"))
        case "notify_corrected":
            shown.receive(execution("0000e1a7.00000001.01.01"))
            shown.receive(execution("0000e1a7.00000001.01.02", price=Decimal(1)))
        case _:
            shown.bench.link(LinkState.WAITING, "TWS closed it.")


def test_nothing_is_shown_while_the_user_looks_at_the_window(shown: Shown, qtbot: QtBot) -> None:
    shown.is_window_active = True
    shown.fill(71)
    qtbot.waitUntil(lambda: not shown.notifier._timer.isActive())
    shown.is_window_active = False
    shown.fill(72, account="DU2")
    qtbot.waitUntil(lambda: not shown.notifier._timer.isActive())
    assert [text[-12:] for _, text in shown.texts] == ["Account DU2."]


def test_events_during_the_pause_are_combined(bench: Bench) -> None:
    shown = Shown(bench)
    bench.connect()
    timer = shown.notifier._timer
    shown.fill(71)
    timer.timeout.emit()
    for perm_id in range(72, 77):
        shown.fill(perm_id)
    assert len(shown.texts) == 1
    assert timer.isActive()
    timer.timeout.emit()
    timer.timeout.emit()
    assert [title for title, _ in shown.texts] == ["Filled: BUY 1,100 AAPL", "5 orders filled"]


def test_clicking_brings_the_window_to_the_front_and_emits_the_order(shown: Shown, qtbot: QtBot) -> None:
    window = shown.bench.window
    window.showMinimized()
    chosen: list[object] = []
    shown.notifier.order_chosen.connect(chosen.append)
    shown.notifier.order_chosen.connect(window.records.go_to)
    shown.fill(71)
    qtbot.waitUntil(lambda: bool(shown.texts))
    shown.notifier.tray.clicked.emit()
    assert chosen == [shown.bench.blotter.orders[0]]
    assert not window.isMinimized()
    # After the records are cleared there is nothing to go to.
    shown.bench.feed.clear()
    shown.notifier.tray.clicked.emit()
    assert len(chosen) == 1


def test_an_order_that_has_become_part_of_another_is_found_there(shown: Shown, qtbot: QtBot) -> None:
    chosen: list[object] = []
    shown.notifier.order_chosen.connect(chosen.append)
    shown.receive(order_status(71, None, None, status="Submitted"), order_status(None, 1, 11, status="Submitted"))
    first, second = shown.bench.blotter.orders
    shown.receive(order_status(None, 1, 11, status="Filled", filled=100, remaining=0))
    qtbot.waitUntil(lambda: bool(shown.texts))
    shown.receive(open_order(71, 1, 11, status="Filled"))
    assert shown.bench.blotter.orders == [first]
    shown.notifier.open_shown()
    assert chosen == [first]
    assert first is not second


def test_disconnecting_is_not_notified(shown: Shown, qtbot: QtBot) -> None:
    shown.notifier.leave()
    shown.bench.link(LinkState.DOWN, "You have disconnected.")
    shown.bench.link(LinkState.WAITING, "Connection refused")
    shown.fill(71)
    qtbot.waitUntil(lambda: not shown.notifier._timer.isActive())
    assert shown.texts == []


def test_rejections_of_unknown_orders_lead_to_the_message(shown: Shown, qtbot: QtBot) -> None:
    chosen: list[object] = []
    shown.notifier.order_chosen.connect(chosen.append)
    shown.receive(TwsMessage(99, 201, "Order rejected - reason:no", None))
    qtbot.waitUntil(lambda: bool(shown.texts))
    shown.notifier.open_shown()
    assert chosen == shown.bench.blotter.messages[-1:]


def test_once_stopped_it_shows_nothing(shown: Shown) -> None:
    shown.fill(71)
    shown.notifier.stop()
    shown.notifier.stop()
    shown.fill(72)
    shown.bench.link(LinkState.WAITING, "TWS closed it.")
    shown.receive(TwsMessage(99, 201, "Order rejected - reason:no", None))
    assert not shown.notifier._timer.isActive()
    assert shown.texts == []


def test_the_window_is_active_unless_minimized_or_in_the_background(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    notifier = Notifier(bench.feed, Settings, bench.window)
    monkeypatch.setattr(QApplication, "activeWindow", lambda: bench.window)
    assert notifier._is_window_active()
    bench.window.showMinimized()
    assert not notifier._is_window_active()
    bench.window.showNormal()
    monkeypatch.setattr(QApplication, "activeWindow", lambda: None)
    assert not notifier._is_window_active()
