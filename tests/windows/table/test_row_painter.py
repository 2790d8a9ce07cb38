"""Rows are painted as Qt would paint them, and what is kept of them is never what they looked like before."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPaintEvent
from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.events import Event, TwsMessage
from ibmonitor.domain.records.link import LinkState
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.windows.table.record_view import RecordView
from ibmonitor.windows.theme.theme import THEME
from tests.support.blotter_events import BAG, commission, execution, open_order, order_status
from tests.support.fill_streams import LEG
from tests.windows.bench import Bench, exec_id


class PlainView(RecordView):
    """Painted by Qt, cell by cell, with the same delegate."""

    def __init__(self, table: RecordTable[Any]) -> None:
        super().__init__(table)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, on=False)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._delegate.start_painting()
        QTableView.paintEvent(self, event)


@pytest.fixture
def view(bench: Bench) -> RecordView:
    """Forty fills in the tab in front, of which one is corrected and some have a commission."""
    bench.connect()
    bench.add_fills(1, 40)
    bench.receive(
        *(commission(exec_id(n), f"1.{n:04}") for n in range(1, 40, 3)),
        execution("0000e0d5.00000003.01.02", perm_id=3, price=Decimal("3.0625")),
        execution(exec_id(41), perm_id=41, price=Decimal("7.125"), side="SLD"),
    )
    bench.window.tabs.show_page("fills")
    return bench.view("fills")


def picture(view: RecordView) -> QImage:
    """The rows as they are painted now; twice, since decimal points are aligned by what is in view."""
    view.viewport().grab()
    return view.viewport().grab().toImage()


def is_up_to_date(view: RecordView) -> bool:
    """Whether the rows, a part of them, too, look as they do when nothing is kept."""
    part = QRect(0, 30, view.viewport().width(), 50)
    painted = view.viewport().grab(part).toImage()
    shown = picture(view)
    if painted != shown.copy(part):
        return False
    view._painter.forget()
    return shown == picture(view)


@pytest.mark.parametrize("scrolled", [(0, 0), (7, 0), (7, 45), (100_000, 100_000)])
def test_rows_look_as_qt_paints_them(view: RecordView, qtbot: QtBot, scrolled: tuple[int, int]) -> None:
    pictures = []
    for kind in (RecordView, PlainView):
        each = kind(view.table)
        qtbot.addWidget(each)
        each.resize(700, 300)
        each.selectRow(2)
        each.show()
        each.activateWindow()
        each.setFocus()
        qtbot.waitUntil(each.hasFocus)
        each.verticalScrollBar().setValue(scrolled[0])
        each.horizontalScrollBar().setValue(scrolled[1])
        pictures.append(picture(each))
    assert pictures[0] == pictures[1]


def test_a_changed_row_in_view_shows_its_new_text(bench: Bench, view: RecordView) -> None:
    before = picture(view)
    bench.receive(commission(exec_id(2), "123.4567"))
    assert picture(view) != before
    assert is_up_to_date(view)


def test_a_changed_row_out_of_view_repaints_nothing_and_is_right_when_it_comes_into_view(
    bench: Bench, view: RecordView
) -> None:
    before = picture(view)
    bench.receive(commission(exec_id(39), "123.4567"))
    assert picture(view) == before
    view.scrollToBottom()
    picture(view)
    view.scrollToTop()
    bench.receive(commission(exec_id(38), "7.5"))
    view.scrollToBottom()
    assert is_up_to_date(view)


def test_a_row_that_changes_while_a_filter_hides_it_comes_back_as_it_is(bench: Bench, view: RecordView) -> None:
    picture(view)
    # Out of sight, the view does not paint in between.
    bench.window.tabs.show_page("orders")
    view.table.set_predicate("other", lambda fill: fill.serial != 1)
    bench.receive(commission(exec_id(2), "123.4567"))
    view.table.set_predicate("other", None)
    bench.window.tabs.show_page("fills")
    assert is_up_to_date(view)


def test_rows_look_stale_once_tws_is_asked_for_all_again(bench: Bench, view: RecordView) -> None:
    before = picture(view)
    # TWS itself has been cut off, and is back: the connection to it has never been lost.
    bench.link(LinkState.SYNCHRONISING)
    assert picture(view) != before
    assert is_up_to_date(view)


def test_a_message_shows_what_has_become_known_of_its_order(bench: Bench) -> None:
    bench.connect()
    bench.receive(order_status(7, 7, 7), TwsMessage(7, 399, "Held.", None))
    bench.window.tabs.show_page("messages")
    view = bench.view("messages")
    before = picture(view)
    bench.receive(open_order(7, 7, 7))
    assert picture(view) != before
    assert is_up_to_date(view)


def switch_theme() -> None:
    THEME.use("light" if THEME.tokens.is_dark else "dark")
    QApplication.processEvents()


def start_over(bench: Bench) -> None:
    bench.feed.clear()
    bench.add_fills(60, 99)


CHANGES: dict[str, Callable[[Bench, RecordView], object]] = {
    "a sort": lambda _, view: view.table.sort(view.table.column_number("price")),
    "a filter": lambda _, view: view.table.set_predicate("odd", lambda fill: fill.serial % 2 == 1),
    "a width": lambda _, view: view.setColumnWidth(view.header.visible_columns()[0], 20),
    "hidden accounts": lambda *_: ACCOUNT_MASK.set_hiding(True),
    "a lost connection": lambda bench, _: bench.link(LinkState.WAITING),
    "another theme": lambda *_: switch_theme(),
    "a selection": lambda _, view: view.selectRow(1),
    "a row removed": lambda _, view: view.table.merge([], [view.table.record(3)]),
    "all records removed": lambda bench, _: start_over(bench),
}


@pytest.mark.parametrize("name", CHANGES)
def test_nothing_is_painted_as_it_was_before(bench: Bench, view: RecordView, name: str) -> None:
    before = picture(view)
    try:
        CHANGES[name](bench, view)
        assert picture(view) != before
        assert is_up_to_date(view)
    finally:
        ACCOUNT_MASK.set_hiding(False)
        THEME.use("system")


def test_a_lit_row_fades_and_goes_out(view: RecordView, monkeypatch: pytest.MonkeyPatch) -> None:
    table, now = view.table, [100.0]
    monkeypatch.setattr(table._lit, "_clock", lambda: now[0])
    table.set_lighting(True)
    before = picture(view)
    table.merge([table.record(1)])
    pictures = [before, picture(view)]
    now[0] += 1.8
    table._fade()
    pictures.append(picture(view))
    assert all(one != another for one, another in pairwise(pictures))
    now[0] += 1
    table._fade()
    assert picture(view) == before


def test_a_combo_shows_whether_it_is_expanded(bench: Bench, view: RecordView) -> None:
    bench.receive(
        execution("a.1.01.01", contract=BAG, perm_id=77, price=Decimal("-1.5")),
        execution("a.1.02.01.01", contract=LEG, perm_id=77),
    )
    view.scrollToBottom()
    pictures = [picture(view)]
    for is_expanded in (True, False):
        view.table.set_all_expanded(expanded=is_expanded)
        view.scrollToBottom()
        pictures.append(picture(view))
        assert is_up_to_date(view)
    assert pictures[0] == pictures[2] != pictures[1]


def test_after_each_of_many_changes_all_that_is_in_view_is_up_to_date(bench: Bench) -> None:
    random = Random(17)  # noqa: S311 - no secrets
    bench.connect()
    bench.window.tabs.show_page("orders")
    number = 0
    for _ in range(25):
        events: list[Event] = []
        for _ in range(random.randrange(1, 6)):
            perm_id = random.randrange(1, 12)
            match random.randrange(4):
                case 0:
                    events.append(open_order(perm_id, 7, perm_id))
                case 1:
                    filled = random.randrange(100)
                    events.append(order_status(perm_id, 7, perm_id, filled=filled, remaining=100 - filled))
                case 2:
                    number += 1
                    events.append(
                        execution(exec_id(number), perm_id=perm_id, price=Decimal(random.randrange(10**6)) / 64)
                    )
                case _:
                    events.append(commission(exec_id(random.randrange(number + 5)), f"{random.randrange(900)}.25"))
        bench.receive(*events)
        key = random.choice(["orders", "fills", "commissions"])
        bench.window.tabs.show_page(key)
        assert is_up_to_date(bench.view(key))


def test_only_rows_in_view_that_look_different_are_made_anew(view: RecordView) -> None:
    picture(view)
    kept, table = dict(view._painter._kept), view.table
    hidden, shown = table.record(table.rowCount() - 1), table.record(1)
    table.look_changed.emit(lambda fill: fill is hidden)
    assert view._painter._kept == kept
    table.look_changed.emit(lambda fill: fill is shown)
    assert view._painter._kept == {fill: row for fill, row in kept.items() if fill is not shown}
    picture(view)
    assert view._painter._kept.keys() == kept.keys()
