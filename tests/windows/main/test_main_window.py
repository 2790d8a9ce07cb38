"""The window: requests leave as signals, its parts follow the feed, and its state is restored."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.events import Fault, TwsMessage
from ibmonitor.domain.records.link import LinkState
from ibmonitor.settings.window_state import TableState, WindowState
from ibmonitor.windows.main.main_window import MainWindow
from tests.support.blotter_events import START, completed_order, execution, open_order
from tests.support.label_texts import shown_text
from tests.windows.bench import Bench, exec_id

CTRL = Qt.KeyboardModifier.ControlModifier


def action(window: MainWindow, text: str) -> QAction:
    (found,) = [a for a in window.findChildren(QAction) if a.text().replace("&", "") == text]
    return found


def texts(bench: Bench, key: str) -> list[str]:
    """The first column of the rows shown, as text."""
    table = bench.window.page(key).table
    return [table.data(table.index(row, 0)) for row in range(table.rowCount())]


def test_the_users_requests_are_emitted_as_signals(bench: Bench) -> None:
    window = bench.window
    wishes = {
        "Connect": QSignalSpy(window.connect_requested),
        "Disconnect": QSignalSpy(window.disconnect_requested),
        "Refresh": QSignalSpy(window.refresh_requested),
        "Orders of this client": QSignalSpy(window.own_orders_requested),
    }
    action(window, "Connect").trigger()
    bench.connect()
    for text in ("Disconnect", "Refresh", "Orders of this client"):
        action(window, text).trigger()
    assert {text: spy.count() for text, spy in wishes.items()} == dict.fromkeys(wishes, 1)


@pytest.mark.parametrize(
    ("state", "enabled"),
    [
        (LinkState.DOWN, {"Connect"}),
        (LinkState.CONNECTING, {"Disconnect"}),
        (LinkState.SYNCHRONISING, {"Disconnect"}),
        (LinkState.UP, {"Disconnect", "Refresh", "Orders of this client"}),
    ],
)
def test_only_actions_that_apply_are_enabled(bench: Bench, state: LinkState, enabled: set[str]) -> None:
    bench.link(state)
    names = ("Connect", "Disconnect", "Refresh", "Orders of this client")
    assert {name for name in names if action(bench.window, name).isEnabled()} == enabled


def test_the_keyboard_reaches_tabs_filter_and_refresh(bench: Bench) -> None:
    bench.connect()
    window = bench.window
    window.activateWindow()
    for number, key in enumerate(("orders", "fills", "commissions", "allocations", "day", "messages"), 1):
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_0.value + number), CTRL)
        assert window.tabs.current_page.kind.key == key
        if key == "day":
            # It has no table to filter.
            assert not window.action("filter").isEnabled()
            continue
        QTest.keyClick(window, Qt.Key.Key_F, CTRL | Qt.KeyboardModifier.ShiftModifier)
        focused = window.focusWidget()
        assert isinstance(focused, QLineEdit)
        assert key in focused.accessibleName().lower()
    QTest.keyClick(window, Qt.Key.Key_F, CTRL)
    assert window.focusWidget() is window.find_box
    refreshed = QSignalSpy(window.refresh_requested)
    QTest.keyClick(window, Qt.Key.Key_F5)
    assert refreshed.count() == 1


def test_the_title_shows_live_or_paper_and_the_state(bench: Bench) -> None:
    assert bench.window.windowTitle() == "Not connected — IB Monitor"
    bench.link(LinkState.CONNECTING)
    assert bench.window.windowTitle() == "Connecting… 127.0.0.1:7497 — IB Monitor"
    bench.connect("U1")
    assert bench.window.windowTitle() == "LIVE 127.0.0.1:7497 — IB Monitor"
    bench.connect("DU1", "DF2")
    assert bench.window.windowTitle() == "Paper 127.0.0.1:7497 — IB Monitor"


def test_the_strip_shows_warnings_and_not_information(bench: Bench) -> None:
    bench.receive(TwsMessage(-1, 2104, "Market data farm connection is OK:usfarm", START))
    assert shown_text(bench.window._strip) == ""
    bench.receive(Fault("The settings file is damaged."))
    assert shown_text(bench.window._strip) == "The settings file is damaged."
    assert QApplication.activeModalWidget() is None


def test_orders_are_filtered_by_what_has_become_of_them(bench: Bench) -> None:
    bench.connect()
    bench.receive(open_order(11, 1, 1, status="Submitted"), completed_order(12, status="Cancelled"))
    page = bench.window.page("orders")
    buttons = {button.text().split("  ")[0]: button for button in page._choices.buttons()}
    for label, expected in (("Working", {11}), ("Cancelled", {12}), ("Filled", set()), ("All", {11, 12})):
        buttons[label].click()
        assert {order.perm_id for order in page.table.visible_records()} == expected


def test_tables_are_filtered_by_account(bench: Bench) -> None:
    bench.connect("DU1", "DU2")
    for number in (1, 2):
        bench.receive(execution(exec_id(number), perm_id=number, acct_number=f"DU{number}"))
    page = bench.window.page("fills")
    page.selection.select_accounts(["DU2"])
    assert [fill.execution.perm_id for fill in page.table.visible_records()] == [2]
    bench.connect("DU1")
    assert [fill.execution.perm_id for fill in page.table.visible_records()] == [2]
    page.selection.select_all()
    assert page.table.rowCount() == 2


def test_an_apostrophe_or_a_bracket_is_just_a_character(bench: Bench, qtbot: QtBot) -> None:
    bench.connect()
    for number, reference in enumerate(("it's", "[a]", "(b", "x.y", "%"), 1):
        bench.receive(execution(exec_id(number), perm_id=number, order_ref=reference))
    page = bench.window.page("fills")
    for number, typed in enumerate(("it's", "[a]", "(b", "x.y", "%"), 1):
        page._text.setText(typed)
        qtbot.waitUntil(lambda: not page.table.is_searching)
        assert [fill.execution.perm_id for fill in page.table.visible_records()] == [number]


def test_the_state_of_the_window_is_restored(bench: Bench, qtbot: QtBot) -> None:
    bench.connect()
    window = bench.window
    window.resize(780, 500)
    window.tabs.setCurrentIndex(2)
    orders = window.page("orders")
    orders._text.setText("it's [1]")
    orders._choices.button(1).click()
    again = Bench(state=WindowState.from_json(window.body.state().to_json()))
    qtbot.addWidget(again.window)
    assert again.window.size() == window.size()
    assert again.window.tabs.current_page is again.window.page("commissions")
    left = again.window.page("orders").table_state()
    assert (left.text, left.show) == ("it's [1]", "working")
    assert again.window.body.state().tables == window.body.state().tables


def test_an_unknown_saved_state_does_no_harm(qtbot: QtBot) -> None:
    state = WindowState(
        b"nonsense", "nowhere", {"orders": TableState((), "gone", True, show="gone"), "x": TableState()}
    )
    bench = Bench(state=state)
    qtbot.addWidget(bench.window)
    bench.window.show()
    assert bench.window.tabs.current_page is bench.window.page("orders")
    assert not bench.window.page("orders").is_filtered


def test_closing_emits_one_signal(bench: Bench) -> None:
    closed = QSignalSpy(bench.window.closed)
    bench.window.close()
    assert closed.count() == 1
