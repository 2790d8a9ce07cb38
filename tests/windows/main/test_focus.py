"""Where the keyboard focus is: at the rows, or at the reason why there are none."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.link import LinkState
from ibmonitor.windows.theme.theme import tokens_of
from tests.support.blotter_events import open_order
from tests.windows.bench import Bench
from tests.windows.selecting import highlighted, press, shown, turn, type_filter

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def active(bench: Bench, qtbot: QtBot) -> Bench:
    """An active window that is not connected."""
    bench.window.activateWindow()
    qtbot.waitUntil(bench.window.isActiveWindow)
    turn()
    return bench


def focused() -> QWidget | None:
    return QApplication.focusWidget()


def test_without_a_connection_the_connect_button_has_the_focus(active: Bench) -> None:
    button = focused()
    assert isinstance(button, QPushButton)
    assert button.text() == "Connect"
    asked: list[bool] = []
    active.window.connect_requested.connect(lambda: asked.append(True))
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert asked == [True]


def test_the_focus_moves_to_the_rows_when_they_arrive(active: Bench) -> None:
    active.link(LinkState.CONNECTING)
    assert focused() is active.window.page("orders").empty
    active.connect()
    active.receive(open_order(1, 7, 1), open_order(2, 7, 2))
    view = active.view("orders")
    assert focused() is view
    assert highlighted(view) == [view.table.record(0)]
    press(view, Qt.Key.Key_Down)
    assert highlighted(view) == [view.table.record(1)]
    assert shown(active) is view.table.record(1)


def test_a_tab_takes_the_focus_for_its_rows_and_the_find_box_keeps_it(active: Bench) -> None:
    active.connect()
    active.receive(open_order(1, 7, 1))
    active.add_fills(2, 9)
    for key in (Qt.Key.Key_2, Qt.Key.Key_1):
        QTest.keyClick(active.window, key, CTRL)
        (page,) = [each for each in active.window.tabs.row_pages if each is active.window.tabs.current_page]
        assert focused() is page.view
    active.window.tabs.show_page("commissions")
    assert focused() is active.window.page("commissions").empty
    active.window.find_box.take_focus()
    active.window.tabs.show_page("fills")
    assert focused() is active.window.find_box


def test_the_day_begins_with_its_choices(active: Bench) -> None:
    active.connect()
    active.receive(open_order(1, 7, 1))
    active.window.tabs.show_page("day")
    turn()
    assert focused() in active.window.tabs.day.bar.findChildren(QWidget)


def test_the_filter_keeps_the_focus_while_it_finds_nothing(active: Bench) -> None:
    active.connect()
    active.receive(open_order(1, 7, 1))
    page = active.window.page("orders")
    page.focus_filter()
    type_filter(page, "nothing like it")
    assert focused() is page._text
    page.empty.button.setFocus()
    QTest.keyClick(page.empty.button, Qt.Key.Key_Space)
    assert focused() is page.view


def test_the_focus_moves_to_the_tables_when_they_are_shown(qtbot: QtBot) -> None:
    bench = Bench()
    qtbot.addWidget(bench.window)
    first = QWidget()
    bench.window.body.show_instead_of_tables(first)
    bench.window.show()
    bench.connect()
    bench.receive(open_order(1, 7, 1))
    bench.window.activateWindow()
    qtbot.waitUntil(bench.window.isActiveWindow)
    bench.window.body.show_tables()
    turn()
    assert focused() is bench.view("orders")


@pytest.mark.usefixtures("style_sheet")
def test_tabs_and_the_reasons_show_that_they_have_the_focus(active: Bench) -> None:
    active.connect()
    active.receive(open_order(1, 7, 1))
    pane = active.window.details.pane
    turn()
    for part in (active.window.tabs.tabBar(), pane.tabs.tabBar(), pane.why):
        part.setFocus(Qt.FocusReason.TabFocusReason)
        turn()
        edge = part.grab().toImage().pixelColor(20, 0)
        assert edge == tokens_of(part).accent


def test_tab_leads_from_the_top_of_the_window_to_its_bottom(active: Bench) -> None:
    active.connect()
    active.receive(open_order(1, 7, 1))
    window, page = active.window, active.window.page("orders")
    chip = page._choices.buttons()[0]
    order = [window.find_box, window.tabs.tabBar(), chip, page.bar.edit, page.view, window.details.pane.why]
    order.append(window.zone_button)
    window.find_box.take_focus()
    reached: list[QWidget] = []
    while len(reached) < 40 and window.zone_button not in reached:
        part = focused()
        assert part is not None
        reached.append(part)
        QTest.keyClick(part, Qt.Key.Key_Tab)
    assert [part for part in reached if part in order] == order
