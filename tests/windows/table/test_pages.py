"""The reason that each tab shows while it is empty."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QPushButton

from ibmonitor.domain.records.link import LinkState
from ibmonitor.windows.table.table_page import TablePage
from tests.windows.bench import Bench


@pytest.mark.parametrize("key", ["orders", "fills", "commissions"])
def test_an_empty_tab_says_why_in_every_state(bench: Bench, key: str) -> None:
    page = bench.window.page(key)
    said = []
    for state, button in (
        (LinkState.DOWN, "Connect"),
        (LinkState.CONNECTING, ""),
        (LinkState.SYNCHRONISING, ""),
        (LinkState.UP, ""),
    ):
        bench.link(state)
        said.append(page.empty.label.text())
        assert page.empty.isVisibleTo(page)
        assert page.empty.button.isVisibleTo(page.empty) == bool(button)
        assert page.empty.button.text() == button
    assert len(set(said)) == len(said)
    assert all(said)


def test_no_messages_is_not_an_error(bench: Bench) -> None:
    page = bench.window.page("messages")
    assert page.empty.label.text() == "No messages."
    assert not page.empty.button.isVisibleTo(page.empty)


def test_clearing_filters_from_the_keyboard_shows_all_again(bench: Bench) -> None:
    bench.connect()
    bench.add_fills(1, 3)
    page = bench.window.page("fills")
    page._text.setText("nothing like it")
    assert page.table.rowCount() == 0
    bench.window.tabs.setCurrentIndex(1)
    (clear,) = [action for action in bench.window.findChildren(QAction) if action.text() == "C&lear filters"]
    clear.trigger()
    assert page.table.rowCount() == 3


def test_who_is_not_connected_is_offered_the_demo_and_the_set_up_of_tws(bench: Bench) -> None:
    window, page = bench.window, bench.window.page("orders")
    bench.link(LinkState.DOWN)
    assert offers(page) == ["Try the demo", "How to set up TWS"]
    asked = QSignalSpy(window.demo_requested)
    next(button for button in page.empty.findChildren(QPushButton) if button.text() == "Try the demo").click()
    assert asked.count() == 1
    bench.link(LinkState.WAITING)
    assert offers(page) == ["How to set up TWS"]
    bench.connect()
    assert offers(page) == []
    bench.link(LinkState.WAITING)
    assert offers(page) == [], "this one is set up"


def offers(page: TablePage) -> list[str]:
    buttons = page.empty.findChildren(QPushButton)
    return [button.text() for button in buttons if button.isFlat() and button.isVisibleTo(page)]
