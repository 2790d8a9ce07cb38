"""The find box: lists the results while the user types, opens one of them, or filters the table by all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.link import Link, LinkState
from ibmonitor.domain.records.records import Order
from ibmonitor.domain.search.find import MOST_FOUND
from ibmonitor.models.live import order_search
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.live.order_search import OrderSearch
from ibmonitor.models.live.tables import make_tables
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.windows.main.find_box import FindBox
from ibmonitor.windows.main.found_list import FoundList
from ibmonitor.windows.theme.theme import tokens_of
from tests.support.blotter_events import AAPL, execution, new_blotter, open_order, order_status
from tests.support.label_texts import label_texts, lines_of
from tests.windows.bench import Bench

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support (raise|grabbing|propagateSizeHints)")
CTRL = Qt.KeyboardModifier.ControlModifier
SPY = replace(AAPL, con_id=756733, symbol="SPY", local_symbol="SPY")


class Desk(QWidget):
    """A window with a box and another widget that has the focus first."""

    def __init__(self) -> None:
        super().__init__()
        self.blotter: Blotter = new_blotter()
        self.feed = Feed(self.blotter, make_tables())
        self.search = OrderSearch(self.feed, self)
        self.box = FindBox(self.search, self)
        self.elsewhere = QLineEdit(self)
        layout = QVBoxLayout(self)
        layout.addWidget(self.elsewhere)
        layout.addWidget(self.box)
        self.chosen: list[object] = []
        self.box.chosen.connect(self.chosen.append)
        self.filtered: list[tuple[str, Callable[[Order], bool]]] = []
        self.box.filter_requested.connect(lambda words, fits: self.filtered.append((words, fits)))

    def receive(self, *events: object) -> None:
        for event in events:
            self.feed.on_event(event)
        self.feed.flush()


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    desk = Desk()
    qtbot.addWidget(desk)
    desk.show()
    desk.activateWindow()
    desk.elsewhere.setFocus()
    desk.receive(
        open_order(1001, 1, 5, orderRef="swing", status="Submitted"),
        open_order(1002, 7, 5, contract=SPY),
        execution("0000e1a7.67400001.01.01", perm_id=555, client_id=3, order_id=44),
    )
    return desk


def popup(desk: Desk) -> FoundList:
    return desk.box._popup


def type_in(desk: Desk, text: str) -> None:
    desk.box.take_focus()
    QTest.keyClicks(desk.box, text)


def listed(desk: Desk) -> list[str]:
    """The orders of the list, and their IDs."""
    model = desk.box._list
    return [f"{cells.order}, {cells.ids}" for row in range(model.rowCount()) if (cells := model.cells(row))]


def test_results_drop_down_while_the_user_types(desk: Desk, qtbot: QtBot) -> None:
    type_in(desk, "order 5")
    qtbot.waitUntil(lambda: popup(desk).isVisible())
    assert listed(desk) == ["BUY 100 SPY, 5 of client 7 · 1002", "BUY 100 AAPL, 5 of client 1 · 1001"]
    assert label_texts(popup(desk))[:2] == ["Order ID 5", "2 orders"]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(popup(desk), key)
    assert desk.chosen == desk.blotter.orders[:1]
    assert desk.box.text() == "order 5"
    assert not popup(desk).isVisible()


def test_a_row_has_time_account_order_status_reason_and_ids(desk: Desk) -> None:
    warned: dict[str, object] = {"warningText": "Held until Monday"}
    desk.receive(open_order(1003, 1, 9, account="DU7", totalQuantity=Decimal(40), action="SELL", state=warned))
    desk.box.find_now("40")
    model = desk.box._list
    cells = model.cells(0)
    assert cells is not None
    assert (cells.account, cells.order, cells.status, cells.ids) == (
        "DU7",
        "SELL 40 AAPL",
        "PreSubmitted",
        "9 of client 1 · 1003",
    )
    assert cells.time
    assert model.why(0) == "Held until Monday"
    assert lines_of(desk.box)[0].startswith("SELL 40 AAPL  ·  PreSubmitted  ·  DU7  ·  ")


def test_a_group_order_shows_its_group_and_how_it_was_found(desk: Desk) -> None:
    desk.receive(open_order(1003, 1, 9, account="", faGroup="Growth", parentId=44))
    type_in(desk, "44")
    cells = [desk.box._list.cells(row) for row in range(2)]
    assert [each.account for each in cells if each] == ["DU9000001", "Growth"]
    assert [each.ids for each in cells if each] == ["44 of client 3 · 555", "Parent ID 44 · 9 of client 1 · 1003"]


def test_enter_takes_the_nearest_without_waiting_for_the_list(desk: Desk) -> None:
    type_in(desk, "swing")
    QTest.keyClick(desk.box, Qt.Key.Key_Return)
    assert desk.chosen == [desk.blotter.orders[0]]


def test_control_enter_asks_for_a_filter_by_what_was_typed(desk: Desk) -> None:
    type_in(desk, "buy spy")
    QTest.keyClick(popup(desk) if popup(desk).isVisible() else desk.box, Qt.Key.Key_Return, CTRL)
    ((words, fits),) = desk.filtered
    assert words == "Buy, symbol SPY"
    assert [fits(order) for order in desk.blotter.orders] == [False, True]
    assert not popup(desk).isVisible()
    assert desk.chosen == []


def test_control_enter_opens_a_fill_since_there_is_no_order_to_filter_by(desk: Desk) -> None:
    type_in(desk, "555")
    QTest.keyClick(desk.box, Qt.Key.Key_Return, CTRL)
    assert desk.filtered == []
    assert desk.chosen == [desk.blotter.fills[0]]


def test_a_fill_whose_order_is_not_known_is_found_as_a_fill(desk: Desk) -> None:
    desk.box.find_now("perm:555")
    assert desk.chosen == [desk.blotter.fills[0]]


def test_an_id_that_names_one_order_goes_there_and_one_that_names_several_lists_them(desk: Desk) -> None:
    desk.box.find_now("perm:1002")
    assert desk.chosen == [desk.blotter.orders[1]]
    desk.box.find_now("order:5")
    assert len(desk.chosen) == 1
    assert len(lines_of(desk.box)) == 2
    assert popup(desk).isVisible()


def test_no_result_says_what_was_looked_for_and_cannot_be_chosen(desk: Desk) -> None:
    desk.box.find_now("<b>no</b>")
    assert lines_of(desk.box) == [
        "Nothing found for “<b>no</b>”.\nNot connected to TWS yet, so there are no orders to find. Press Connect."
    ]
    desk.box.show_link(Link(LinkState.SYNCHRONISING), has_tws=True)
    assert lines_of(desk.box)[0].endswith(
        "\nTWS is still sending its orders. Those that fit are listed as they arrive."
    )
    QTest.keyClick(popup(desk), Qt.Key.Key_Down)
    QTest.keyClick(popup(desk), Qt.Key.Key_Return)
    assert desk.chosen == []
    assert label_texts(popup(desk)) == ["Esc closes"]


def test_where_nothing_fits_all_of_it_each_part_is_counted(desk: Desk) -> None:
    desk.box.find_now("SPY 101")
    (line,) = lines_of(desk.box)
    assert line.startswith("No order fits all of “SPY 101”.\nOne by one: “SPY”: 1 order; “101”: none.\n")


def test_another_day_is_answered_with_a_sentence_and_an_offer(desk: Desk) -> None:
    desk.box.show_link(Link(LinkState.UP), has_tws=True)
    type_in(desk, "AAPL yesterday")
    sentence, offer = lines_of(desk.box)
    assert sentence.startswith("Only today's orders are known, so “yesterday” cannot be searched")
    assert offer == "Search today's orders for “AAPL”"
    QTest.keyClick(popup(desk), Qt.Key.Key_Return)
    assert desk.box.text() == "AAPL"
    assert listed(desk) == ["BOT 100 AAPL, 44 of client 3 · 555", "BUY 100 AAPL, 5 of client 1 · 1001"]
    desk.box.find_now("AAPL yesterday")
    QTest.keyClick(popup(desk), Qt.Key.Key_Down)
    QTest.keyClick(popup(desk), Qt.Key.Key_Down)
    QTest.keyClick(popup(desk), Qt.Key.Key_Return)
    assert desk.box.text() == "AAPL"


def test_results_beyond_the_list_are_counted(desk: Desk) -> None:
    desk.receive(*(open_order(number, 1, number, contract=SPY) for number in range(2000, 2000 + MOST_FOUND + 5)))
    desk.box.find_now("SPY")
    assert len(lines_of(desk.box)) == MOST_FOUND
    assert label_texts(popup(desk))[1] == f"{MOST_FOUND} of 56 orders"


def test_the_count_is_next_to_the_scroll_bar_and_never_cut(desk: Desk) -> None:
    desk.box.find_now("SPY")
    desk.receive(*(open_order(number, 1, number, contract=SPY) for number in range(2000, 2000 + MOST_FOUND + 5)))
    desk.box.find_now("SPY")
    found = popup(desk)
    count = found._count
    assert count.width() >= count.sizeHint().width()
    assert count.geometry().right() < found.verticalScrollBar().mapTo(found, QPoint()).x()


def test_escape_returns_the_focus(desk: Desk) -> None:
    type_in(desk, "100")
    assert popup(desk).isVisible()
    QTest.keyClick(popup(desk), Qt.Key.Key_Escape)
    assert not popup(desk).isVisible()
    assert desk.box.text() == "100"
    QTest.keyClick(desk.box, Qt.Key.Key_Escape)
    assert desk.box.text() == ""
    assert desk.elsewhere.hasFocus()


def test_an_emptied_box_shows_no_list(desk: Desk) -> None:
    type_in(desk, "1")
    assert popup(desk).isVisible()
    QTest.keyClick(popup(desk), Qt.Key.Key_Backspace)
    assert not popup(desk).isVisible()


def test_down_opens_the_list_again(desk: Desk) -> None:
    type_in(desk, "SPY")
    QTest.keyClick(popup(desk), Qt.Key.Key_Escape)
    QTest.keyClick(desk.box, Qt.Key.Key_Down)
    assert popup(desk).isVisible()


def test_results_are_those_of_the_orders_now(desk: Desk) -> None:
    desk.box.find_now("filled")
    assert lines_of(desk.box)[0].startswith("Nothing found")
    desk.receive(order_status(1001, 1, 5, status="Filled", filled=100, remaining=0))
    desk.box.find_now("filled")
    assert listed(desk) == ["BUY 100 AAPL, 5 of client 1 · 1001"]


@pytest.fixture
def live_desk(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Changes are read at once."""
    monkeypatch.setattr(order_search, "_QUIET_MS", 0)
    desk.receive(open_order(1003, 1, 9))
    return desk


def list_working(desk: Desk) -> None:
    type_in(desk, "aapl working")
    assert listed(desk) == ["BUY 100 AAPL, 9 of client 1 · 1003", "BUY 100 AAPL, 5 of client 1 · 1001"]
    assert popup(desk).isVisible()


def receive(desk: Desk, qtbot: QtBot, *events: object) -> None:
    with qtbot.waitSignal(desk.search.changed):
        desk.receive(*events)


def test_an_open_list_follows_the_orders(live_desk: Desk, qtbot: QtBot) -> None:
    list_working(live_desk)
    receive(
        live_desk, qtbot, open_order(1004, 1, 10), order_status(1003, 1, 9, status="Filled", filled=100, remaining=0)
    )
    assert listed(live_desk) == ["BUY 100 AAPL, 10 of client 1 · 1004", "BUY 100 AAPL, 5 of client 1 · 1001"]
    assert label_texts(popup(live_desk))[1] == "2 orders"
    receive(live_desk, qtbot, *(order_status(number, 1, 1, status="Cancelled") for number in (1001, 1004)))
    assert lines_of(live_desk.box)[0].startswith("No order fits all of")
    receive(live_desk, qtbot, open_order(1005, 1, 11))
    assert listed(live_desk) == ["BUY 100 AAPL, 11 of client 1 · 1005"]


def test_what_the_user_chooses_from_stays_where_it_is(live_desk: Desk, qtbot: QtBot) -> None:
    list_working(live_desk)
    QTest.keyClick(popup(live_desk), Qt.Key.Key_Down)
    QTest.keyClick(popup(live_desk), Qt.Key.Key_Down)
    receive(
        live_desk, qtbot, open_order(1004, 1, 10), order_status(1003, 1, 9, status="Filled", filled=100, remaining=0)
    )
    assert [line.split(" · ")[-1] for line in listed(live_desk)] == ["1003", "1001", "1004"]
    filled = live_desk.box._list.cells(0)
    assert filled is not None
    assert filled.status == "Filled"
    assert label_texts(popup(live_desk))[1] == "2 orders"
    QTest.keyClick(popup(live_desk), Qt.Key.Key_Return)
    assert [order.perm_id for order in live_desk.chosen if isinstance(order, Order)] == [1001]


def test_the_row_below_the_mouse_stays_there_and_marked(live_desk: Desk, qtbot: QtBot) -> None:
    list_working(live_desk)
    found = popup(live_desk)
    row = found.visualRect(found.model().index(1, 0))

    def is_marked() -> bool:
        color = found.viewport().grab().toImage().pixelColor(row.left() + 1, row.center().y())
        return color == tokens_of(found).hover

    before = QCursor.pos()
    QCursor.setPos(found.viewport().mapToGlobal(row.center()))
    try:
        found.viewport().setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
        qtbot.waitUntil(is_marked)
        receive(live_desk, qtbot, open_order(1004, 1, 10))
        assert [line.split(" · ")[-1] for line in listed(live_desk)] == ["1003", "1001", "1004"]
        qtbot.waitUntil(is_marked)
    finally:
        QCursor.setPos(before)


def test_what_is_removed_leaves_the_list(live_desk: Desk, qtbot: QtBot) -> None:
    list_working(live_desk)
    QTest.keyClick(popup(live_desk), Qt.Key.Key_Down)
    with qtbot.waitSignal(live_desk.search.changed):
        live_desk.feed.clear()
    assert lines_of(live_desk.box)[0].startswith("Nothing found for")


def test_enter_opens_what_fits_now(live_desk: Desk, qtbot: QtBot) -> None:
    list_working(live_desk)
    QTest.keyClick(popup(live_desk), Qt.Key.Key_Escape)
    receive(live_desk, qtbot, order_status(1003, 1, 9, status="Filled", filled=100, remaining=0))
    QTest.keyClick(live_desk.box, Qt.Key.Key_Return)
    assert [order.perm_id for order in live_desk.chosen if isinstance(order, Order)] == [1001]


def test_first_results_are_listed_while_others_are_read_and_enter_waits_for_all(desk: Desk) -> None:
    type_in(desk, "buy")
    results = desk.box._results
    assert results is not None
    first = replace(results, found=results.found[:1], total=1, is_partial=True)
    desk.box._start = lambda then: setattr(desk.box, "_then", then)  # type: ignore[method-assign]
    desk.search.found.emit(first)
    assert label_texts(popup(desk))[1] == "1 result so far"
    desk.box._results = None
    QTest.keyClick(desk.box, Qt.Key.Key_Return)
    desk.search.found.emit(first)
    assert desk.chosen == []
    desk.search.found.emit(results)
    assert desk.chosen == [results.found[0].record]


@pytest.mark.parametrize("text", ["order:5", "<b>no</b>", "SPY yesterday"])
def test_a_short_list_is_fully_visible(desk: Desk, text: str) -> None:
    desk.box.find_now(text)
    found = popup(desk)
    assert found.verticalScrollBar().maximum() == 0
    last = found.model().index(found.model().rowCount() - 1, 0)
    assert found.visualRect(last).bottom() < found.viewport().height()


def test_the_list_is_wide_enough_and_on_the_screen(desk: Desk) -> None:
    room = desk.screen().availableGeometry()
    assert room.width() > 680
    desk.move(room.right() - 100, room.bottom() - 200)
    desk.receive(*(open_order(number, 1, number, contract=SPY) for number in range(2000, 2030)))
    desk.box.find_now("SPY")
    assert popup(desk).width() >= 680
    assert room.contains(popup(desk).geometry())
    assert popup(desk).y() >= desk.box.mapToGlobal(QPoint(0, desk.box.height())).y()


def test_the_layout_decides_the_width_of_the_box(qtbot: QtBot, desk: Desk) -> None:
    row = QWidget()
    qtbot.addWidget(row)
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    box = FindBox(desk.search, row)
    layout.addWidget(box)
    row.resize(900, 40)
    row.show()
    assert box.width() == 900
    row.resize(10, 40)
    assert box.width() == 260


# In the window


@pytest.fixture
def filtered(bench: Bench) -> Bench:
    """A window whose table shows the orders of SPY only."""
    bench.connect()
    bench.receive(open_order(1, 7, 1), open_order(2, 7, 2, contract=SPY), open_order(3, 7, 3, contract=SPY))
    bench.window.tabs.show_page("fills")
    box = bench.window.find_box
    box.take_focus()
    QTest.keyClicks(box, "SPY working")
    QTest.keyClick(box, Qt.Key.Key_Return, CTRL)
    return bench


def shown(bench: Bench) -> list[int]:
    table = bench.tables.orders
    return sorted(table.record(row).perm_id or 0 for row in range(table.rowCount()))


def test_the_filter_is_named_and_cleared_like_any_other(filtered: Bench) -> None:
    page = filtered.window.page("orders")
    assert filtered.window.tabs.current_page is page
    assert shown(filtered) == [2, 3]
    assert page.is_filtered
    assert page.filters()[-1].endswith("Symbol SPY, working")
    page.widen()
    assert shown(filtered) == [1, 2, 3]


def test_the_filter_follows_what_comes_later(filtered: Bench) -> None:
    filtered.receive(open_order(4, 7, 4, contract=SPY), open_order(5, 7, 5))
    assert shown(filtered) == [2, 3, 4]
    filtered.receive(order_status(2, 7, 2, status="Cancelled"))
    assert shown(filtered) == [3, 4]


def test_the_filter_follows_the_names_of_accounts(bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order_search, "_QUIET_MS", 0)
    bench.connect()
    bench.receive(open_order(1, 7, 1, account="DU1"), open_order(2, 7, 2, account="DU2"))
    box = bench.window.find_box
    try:
        ACCOUNT_NAMES.set_aliases({"DU1": "Anna Miller"})
        box.setText("miller")
        QTest.keyClick(box, Qt.Key.Key_Return, CTRL)
        assert shown(bench) == [1]
        with qtbot.waitSignal(box._search.renamed):
            ACCOUNT_NAMES.set_aliases({"DU1": "Anna Miller", "DU2": "Ben Miller"})
        assert shown(bench) == [1, 2]
    finally:
        ACCOUNT_NAMES.set_aliases({})


def test_other_filters_are_cleared_only_if_they_hide_everything(bench: Bench) -> None:
    bench.connect()
    bench.receive(open_order(1, 7, 1), open_order(2, 7, 2, contract=SPY))
    page = bench.window.page("orders")
    box = bench.window.find_box
    page.bar.edit.setText("AAPL")
    box.setText("buy")
    QTest.keyClick(box, Qt.Key.Key_Return, CTRL)
    assert (shown(bench), page.bar.edit.text()) == ([1], "AAPL")
    box.setText("SPY")
    QTest.keyClick(box, Qt.Key.Key_Return, CTRL)
    assert (shown(bench), page.bar.edit.text()) == ([2], "")
