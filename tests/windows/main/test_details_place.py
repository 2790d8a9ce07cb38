"""When the details are shown, and on which side: a selection shows them, and the window's width places them."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.settings.window_state import WindowState
from ibmonitor.windows.main.details_place import WIDE
from ibmonitor.windows.main.window_body import OTHER_LAYOUT
from tests.support.blotter_events import open_order
from tests.windows.bench import Bench

pytestmark = pytest.mark.usefixtures("style_sheet")

BELOW, RIGHT = Qt.DockWidgetArea.BottomDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea


def with_order(bench: Bench) -> Bench:
    bench.connect()
    bench.receive(open_order(11, 7, 1))
    return bench


def area(bench: Bench) -> Qt.DockWidgetArea:
    return bench.window.dockWidgetArea(bench.window.details)


def again(qtbot: QtBot, state: WindowState) -> Bench:
    other = Bench(state=WindowState.from_json(state.to_json()))
    qtbot.addWidget(other.window)
    other.window.show()
    return with_order(other)


def test_nothing_selected_shows_no_empty_pane(bench: Bench) -> None:
    bench.connect()
    assert bench.window.details.isHidden()
    with_order(bench)
    assert bench.window.details.isVisible()
    bench.feed.clear()
    assert bench.window.details.isHidden()


def test_the_width_of_the_window_decides_until_the_user_does(bench: Bench, qtbot: QtBot) -> None:
    with_order(bench)
    bench.window.resize(WIDE - 1, 700)
    assert area(bench) is BELOW
    bench.window.resize(WIDE, 700)
    assert area(bench) is RIGHT
    qtbot.waitUntil(lambda: 400 < bench.window.details.width() < 800)
    bench.window.resize(1000, 700)
    assert area(bench) is BELOW
    bench.window.addDockWidget(RIGHT, bench.window.details)
    bench.window.resize(1001, 700)
    assert area(bench) is RIGHT, "where the user has put it"


@pytest.mark.parametrize("height", [620, 900])
def test_a_window_that_gets_narrower_has_the_height_asked_for_and_keeps_the_row_in_sight(
    bench: Bench, qtbot: QtBot, height: int
) -> None:
    bench.connect()
    bench.receive(*(open_order(number, 7, number) for number in range(1, 60)))
    bench.window.resize(WIDE, 900)
    view = bench.view("orders")
    qtbot.waitUntil(lambda: bench.window.details.height() > 700)
    view.selectRow(18)
    for width, wanted in ((1280, height), (WIDE, height), (1400, height)):
        bench.window.resize(width, wanted)
        QApplication.processEvents()
        assert bench.window.height() == wanted
        assert view.chosen.is_in_view
    view.scrollToBottom()
    bench.window.resize(1280, 700)
    assert not view.chosen.is_in_view, "the user has scrolled away"


def test_the_charts_of_the_day_have_the_height_to_themselves(bench: Bench) -> None:
    with_order(bench)
    bench.window.resize(1264, 760)
    bench.window.tabs.show_page("day")
    assert bench.window.details.isHidden()
    assert not bench.window.details_place.action.isEnabled()
    bench.window.tabs.show_page("orders")
    assert bench.window.details.isVisible()
    bench.window.resize(WIDE, 760)
    bench.window.tabs.show_page("day")
    assert bench.window.details.isVisible(), "at the right they take no height"


def test_what_the_user_has_closed_stays_closed_until_it_is_opened(bench: Bench, qtbot: QtBot) -> None:
    with_order(bench)
    bench.window.details.close()
    bench.receive(open_order(12, 7, 2))
    bench.view("orders").selectRow(1)
    assert bench.window.details.isHidden()
    assert not bench.window.details_place.action.isChecked()
    later = again(qtbot, bench.window.body.state())
    assert later.window.details.isHidden()
    later.window.details_place.action.trigger()
    assert later.window.details.isVisible()


def test_a_page_in_place_of_the_tables_has_no_details(bench: Bench) -> None:
    with_order(bench)
    bench.window.body.show_instead_of_tables(QWidget())
    assert bench.window.details.isHidden()
    bench.window.body.show_tables()
    assert bench.window.details.isVisible()


def test_a_moved_dock_is_restored_where_it_was(bench: Bench, qtbot: QtBot) -> None:
    with_order(bench)
    bench.window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, bench.window.details)
    later = again(qtbot, bench.window.body.state())
    later.window.resize(WIDE + 100, 700)
    assert area(later) is Qt.DockWidgetArea.LeftDockWidgetArea
    later.window.body.reset()
    assert area(later) is BELOW, "as the first size of the window has it"


def former(*, closed: bool = False, right: bool = False) -> WindowState:
    """The layout that the version before wrote: its own toolbar, and the details below."""
    bench = Bench()
    window = bench.window
    window.addDockWidget(RIGHT if right else BELOW, window.details)
    window.details.setVisible(not closed)
    state = dataclasses.replace(
        window.body.state(), docks=bytes(window.saveState().data()), layout=1, details_wanted=True, details_moved=False
    )
    window.deleteLater()
    return state


@pytest.mark.parametrize(("closed", "right"), [(False, False), (True, False), (False, True)])
def test_a_layout_of_the_version_before_is_taken_over(qtbot: QtBot, closed: bool, right: bool) -> None:
    state = former(closed=closed, right=right)
    later = again(qtbot, dataclasses.replace(state, geometry=b""))
    assert later.window.layout_problems == []
    assert later.window.details.isHidden() is closed
    assert area(later) is (RIGHT if right else BELOW)
    later.window.resize(WIDE + 100, 700)
    assert area(later) is RIGHT, "it follows the width, unless it was there before"


def test_another_layout_is_replaced_with_a_sentence(qtbot: QtBot) -> None:
    bench = Bench()
    qtbot.addWidget(bench.window)
    newer = bytes(QMainWindow.saveState(bench.window, 99).data())
    assert QByteArray(newer).size() > 0
    later = Bench(state=WindowState(docks=newer, layout=99))
    qtbot.addWidget(later.window)
    assert later.window.layout_problems == [OTHER_LAYOUT]
