"""The find box: lists the results while the user types, and emits the chosen one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLineEdit, QListView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.search.find import MOST_FOUND, find
from ibmonitor.windows.main.find_box import FindBox
from tests.support.blotter_events import execution, new_blotter, open_order
from tests.support.label_texts import lines_of

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support (raise|grabbing|propagateSizeHints)")


class Desk(QWidget):
    """A window with a box and another widget that has the focus first."""

    def __init__(self) -> None:
        super().__init__()
        self.blotter: Blotter = new_blotter()
        self.box = FindBox(lambda text: find(text, self.blotter.orders, self.blotter.fills), self)
        self.elsewhere = QLineEdit(self)
        layout = QVBoxLayout(self)
        layout.addWidget(self.elsewhere)
        layout.addWidget(self.box)
        self.chosen = QSignalSpy(self.box.chosen)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    desk = Desk()
    qtbot.addWidget(desk)
    desk.show()
    desk.activateWindow()
    desk.elsewhere.setFocus()
    desk.blotter.apply(open_order(1001, 1, 5, orderRef="swing", status="Submitted"))
    desk.blotter.apply(open_order(1002, 7, 5))
    desk.blotter.apply(execution("0000e1a7.67400001.01.01", perm_id=555, client_id=3, order_id=44))
    return desk


def popup(desk: Desk) -> QWidget:
    found = desk.box._completer.popup()
    assert found is not None
    return found


def test_results_drop_down_while_the_user_types(desk: Desk, qtbot: QtBot) -> None:
    desk.box.take_focus()
    QTest.keyClicks(desk.box, "100")
    qtbot.waitUntil(lambda: popup(desk).isVisible())
    assert lines_of(desk.box) == [
        "BUY 100 AAPL  ·  PreSubmitted  ·  client 7  ·  Perm ID 1002",
        "BUY 100 AAPL  ·  Submitted  ·  client 1  ·  Perm ID 1001",
    ]
    QTest.keyClick(popup(desk), Qt.Key.Key_Down)
    QTest.keyClick(popup(desk), Qt.Key.Key_Down)
    QTest.keyClick(popup(desk), Qt.Key.Key_Return)
    assert desk.chosen.count() == 1
    assert desk.chosen.at(0)[0] is desk.blotter.orders[0]
    assert desk.box.text() == "100"
    assert not popup(desk).isVisible()


def test_enter_takes_the_nearest_without_waiting_for_the_list(desk: Desk) -> None:
    desk.box.take_focus()
    QTest.keyClicks(desk.box, "swing")
    QTest.keyClick(desk.box, Qt.Key.Key_Return)
    assert desk.chosen.at(0)[0] is desk.blotter.orders[0]


def test_a_fill_whose_order_is_not_known_is_found_as_a_fill(desk: Desk) -> None:
    desk.box.find_now("perm:555")
    assert desk.chosen.at(0)[0] is desk.blotter.fills[0]


def test_an_id_that_names_one_order_goes_there_and_one_that_names_several_lists_them(desk: Desk) -> None:
    desk.box.find_now("perm:1002")
    assert desk.chosen.at(0)[0] is desk.blotter.orders[1]
    desk.box.find_now("order:5")
    assert desk.chosen.count() == 1
    assert len(lines_of(desk.box)) == 2
    assert popup(desk).isVisible()


def test_no_result_is_a_line_that_cannot_be_chosen(desk: Desk) -> None:
    desk.box.find_now("<b>no</b>")
    (line,) = lines_of(desk.box)
    assert line.startswith("Nothing found for <b>no</b>.")
    QTest.keyClick(popup(desk), Qt.Key.Key_Down)
    QTest.keyClick(popup(desk), Qt.Key.Key_Return)
    assert desk.chosen.count() == 0


def test_a_short_list_is_fully_visible(desk: Desk) -> None:
    for text in ("order:5", "<b>no</b>"):
        desk.box.find_now(text)
        found = popup(desk)
        assert isinstance(found, QListView)
        assert found.verticalScrollBar().maximum() == 0


def test_orders_with_the_same_words_differ_by_their_ids(desk: Desk) -> None:
    desk.blotter.apply(open_order(1003, 7, 6))
    desk.box.find_now("AAPL")
    assert lines_of(desk.box)[0] == "BUY 100 AAPL  ·  PreSubmitted  ·  client 7  ·  Perm ID 1003  ·  Symbol AAPL"
    assert len(set(lines_of(desk.box))) == len(lines_of(desk.box))


def test_results_beyond_the_list_are_counted(desk: Desk) -> None:
    for number in range(2000, 2000 + MOST_FOUND + 5):
        desk.blotter.apply(open_order(number, 1, number))
    desk.box.find_now("AAPL")
    assert len(lines_of(desk.box)) == MOST_FOUND + 1
    assert lines_of(desk.box)[-1] == "and 8 more: type more to narrow this down"


def test_escape_returns_the_focus(desk: Desk, qtbot: QtBot) -> None:
    desk.box.take_focus()
    QTest.keyClicks(desk.box, "100")
    qtbot.waitUntil(lambda: popup(desk).isVisible())
    QTest.keyClick(popup(desk), Qt.Key.Key_Escape)
    assert not popup(desk).isVisible()
    QTest.keyClick(desk.box, Qt.Key.Key_Escape)
    assert desk.box.text() == ""
    assert desk.elsewhere.hasFocus()


def test_an_emptied_box_shows_no_list(desk: Desk, qtbot: QtBot) -> None:
    desk.box.take_focus()
    QTest.keyClicks(desk.box, "1")
    qtbot.waitUntil(lambda: popup(desk).isVisible())
    QTest.keyClick(popup(desk), Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: not popup(desk).isVisible())
