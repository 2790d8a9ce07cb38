"""The timeline of an order: the strip of its life, and the table below it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.records import HistoryKind, Order, Severity
from ibmonitor.models.table.roles import ToneRole
from ibmonitor.models.text.formats import short_time_text, time_text
from ibmonitor.models.text.shown_zone import ShownZone, ZoneChoice
from ibmonitor.windows.details.timeline_panel import TimelinePanel
from tests.domain.timeline.orders import (
    add_commission,
    add_entry,
    add_fill,
    add_message,
    add_status,
    at,
    new_order,
)
from tests.support.make_records import full_contract
from tests.support.palettes import dark_palette, light_palette

WIDTH = 1000
PALETTES = pytest.mark.parametrize("palette", [light_palette, dark_palette])


class Clock:
    def __init__(self) -> None:
        self.now = at(1000)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def panel(qtbot: QtBot, clock: Clock) -> TimelinePanel:
    panel = TimelinePanel(clock=clock)
    qtbot.addWidget(panel)
    panel.resize(WIDTH, 300)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def cancelled_order() -> Order:
    order = new_order(is_done=True)
    add_status(order, 1, "PendingSubmit")
    add_status(order, 3, "Submitted", "0", "300", "0")
    add_commission(add_fill(order, 60, "180", time=at(59), cum_qty=Decimal(180), avg_price=Decimal("212.5")), 61)
    add_fill(order, 90, "60", time=at(89))
    add_message(order, 170)
    add_status(order, 180, "PendingCancel", "240", "60", "212.515")
    add_status(order, 181, "Cancelled", "240", "60", "212.515").repeat(at(183))
    return order


def cell(panel: TimelinePanel, row: int, key: str) -> str:
    return str(panel.table.index(row, panel.table.column_number(key)).data())


def tone(panel: TimelinePanel, row: int, key: str) -> str:
    return str(panel.table.index(row, panel.table.column_number(key)).data(ToneRole))


def show(panel: TimelinePanel, order: Order) -> None:
    """Show an order and update the layout, as the view does before it paints."""
    panel.show_order(order)
    panel.view.executeDelayedItemsLayout()


def long_order(count: int) -> Order:
    """An order with so many fills, ten seconds apart."""
    order = new_order()
    add_status(order, 0, "Submitted")
    for number in range(count):
        add_fill(order, 10 * number + 1, "10")
    return order


def test_the_table_says_what_happened_when(panel: TimelinePanel) -> None:
    panel.show_order(cancelled_order())
    assert panel.table.rowCount() == 8
    assert [cell(panel, row, "status") for row in (0, 1, 6, 7)] == [
        "PendingSubmit",
        "Submitted",
        "PendingCancel",
        "Cancelled",
    ]
    assert (cell(panel, 2, "time"), cell(panel, 2, "received")) == (short_time_text(at(59)), short_time_text(at(60)))
    assert cell(panel, 2, "what") == "Fill: bought 180 at 292.79 on IBKRATS."
    assert [cell(panel, 2, key) for key in ("filled", "remaining", "average")] == ["180", "", "212.50"]
    assert [cell(panel, 6, key) for key in ("filled", "remaining", "average")] == ["240", "60", "212.515"]
    # TWS's average of 0 before the first fill is not an average.
    assert [cell(panel, 1, key) for key in ("time", "filled", "average")] == ["", "0", ""]
    assert cell(panel, 3, "what") == "Commission: 1.25 USD."


def test_repeats_are_counted_with_the_last_time(panel: TimelinePanel) -> None:
    panel.show_order(cancelled_order())
    times = panel.table.column_number("times")
    assert time_text(at(183)) in panel.table.index(7, times).data(Qt.ItemDataRole.ToolTipRole)
    assert [cell(panel, row, "times") for row in (6, 7)] == ["", "×2"]


def test_an_unknown_zone_is_an_error(panel: TimelinePanel) -> None:
    order = new_order()
    add_fill(order, 1, "10", time=None)
    panel.show_order(order)
    assert cell(panel, 0, "time") == "20260611-13:30:30 (zone unknown)"


def test_rows_have_the_tone_of_what_they_say(panel: TimelinePanel) -> None:
    order = cancelled_order()
    order.fills[0].superseded_by = "other"
    order.messages[0].severity = Severity.ERROR
    add_entry(order, 175, HistoryKind.MISSING)
    panel.show_order(order)
    assert [tone(panel, row, "what") for row in range(9)] == [
        *("", "", "superseded", "superseded", "", "bad"),
        *("warning", "", ""),
    ]
    assert [tone(panel, row, "status") for row in (0, 1, 7, 8)] == ["pending", "good", "pending", ""]


def test_a_message_has_twss_words_in_its_tip(panel: TimelinePanel) -> None:
    order = new_order()
    add_message(order, 1).text = "<b>raw</b>"
    panel.show_order(order)
    index = panel.table.index(0, panel.table.column_number("what"))
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "<qt>Message 399: raw<br>&lt;b&gt;raw&lt;/b&gt;</qt>"


def test_no_order_shows_nothing(panel: TimelinePanel) -> None:
    panel.show_order(cancelled_order())
    panel.show_order(None)
    assert panel.table.rowCount() == 0
    assert panel.strip.layout_of_life() is None
    assert panel.strip.accessibleDescription() == ""


def test_the_table_scrolls_to_new_rows_only_from_its_end(panel: TimelinePanel) -> None:
    order = long_order(200)
    show(panel, order)
    bar = panel.view.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    add_status(order, 5000, "Filled")
    show(panel, order)
    assert bar.value() == bar.maximum()
    bar.setValue(400)
    add_status(order, 5001, "Submitted")
    show(panel, order)
    assert bar.value() == 400


def test_late_reports_do_not_scroll_the_timeline(panel: TimelinePanel) -> None:
    order = long_order(200)
    show(panel, order)
    height = panel.view.rowHeight(0)
    panel.view.verticalScrollBar().setValue(50 * height)
    read = cell(panel, panel.view.rowAt(0), "received")
    for number in range(3):
        add_fill(order, 9000, "1", time=at(2 + number))
    show(panel, order)
    assert cell(panel, panel.view.rowAt(0), "received") == read
    assert panel.view.verticalScrollBar().value() == 53 * height


def test_the_selection_stays_with_its_entry(panel: TimelinePanel) -> None:
    order = long_order(10)
    show(panel, order)
    panel.view.selectRow(6)
    add_fill(order, 9000, "1", time=at(2))
    order.fills[5].superseded_by = "other"
    show(panel, order)
    assert [index.row() for index in panel.view.selectionModel().selectedRows()] == [7]


def test_the_end_of_an_order_stays_in_sight_whatever_comes_after_it(panel: TimelinePanel) -> None:
    order = long_order(30)
    panel.show_order(long_order(30))
    order.is_done = True
    add_status(order, 400, "Filled")
    for number, fill in enumerate(order.fills):
        add_commission(fill, 500 + number)

    def is_end_shown() -> bool:
        row = next(row for row, entry in enumerate(panel.table.records()) if entry.status == "Filled")
        return panel.view.viewport().rect().contains(panel.view.visualRect(panel.table.index(row, 0)))

    show(panel, order)
    assert is_end_shown()
    add_message(order, 600)
    show(panel, order)
    assert is_end_shown()
    bar = panel.view.verticalScrollBar()
    order.is_done = False
    add_status(order, 700, "Submitted")
    show(panel, order)
    assert bar.value() == bar.maximum(), "an order that comes back is followed again"
    order.is_done = True
    add_status(order, 701, "Filled")
    bar.setValue(10)
    add_message(order, 702)
    show(panel, order)
    assert bar.value() == 10, "where the user has scrolled, it stays"


def test_another_order_is_shown_from_its_end(panel: TimelinePanel) -> None:
    show(panel, long_order(200))
    panel.view.verticalScrollBar().setValue(0)
    show(panel, long_order(150))
    assert panel.view.verticalScrollBar().value() == panel.view.verticalScrollBar().maximum() > 0


@pytest.mark.parametrize(("row", "has_record"), [(0, False), (2, True), (3, True), (5, True), (7, False)])
@pytest.mark.parametrize("by_key", [False, True])
def test_an_entry_leads_to_its_record(panel: TimelinePanel, row: int, *, has_record: bool, by_key: bool) -> None:
    order = cancelled_order()
    panel.show_order(order)
    activated: list[object] = []
    panel.record_activated.connect(activated.append)
    index = panel.table.index(row, panel.table.column_number("what"))
    panel.view.setCurrentIndex(index)
    if by_key:
        QTest.keyClick(panel.view, Qt.Key.Key_Return)
    else:
        place = panel.view.visualRect(index).center()
        QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        QTest.mouseDClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert activated == ([panel.table.record(row).record] if has_record else [])


def test_selected_rows_are_copied_with_titles_and_without_line_ends(panel: TimelinePanel) -> None:
    order = new_order()
    add_message(order, 1).text = "Two\tcells\nand lines."
    panel.show_order(order)
    panel.view.selectRow(0)
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    head, line, end = QGuiApplication.clipboard().text().split("\n")
    assert head.split("\t") == [column.full_title for column in panel.table.columns]
    assert "Message 399: Two cells and lines." in line.split("\t")
    assert end == ""


def test_nothing_selected_leaves_the_clipboard_alone(panel: TimelinePanel) -> None:
    panel.show_order(cancelled_order())
    QGuiApplication.clipboard().setText("mine")
    panel.view.clearSelection()
    panel.view.copy_selection()
    assert QGuiApplication.clipboard().text() == "mine"


def test_the_wide_column_takes_the_room_there_is_and_never_less_than_its_own(panel: TimelinePanel) -> None:
    header = panel.view.horizontalHeader()
    for width in (1600, 1100):
        panel.resize(width, 300)
        QTest.qWait(0)
        assert header.length() == panel.view.viewport().width()
    header.resizeSection(panel.table.column_number("status"), 160)
    assert header.length() == panel.view.viewport().width()
    panel.resize(500, 300)
    QTest.qWait(0)
    assert header.length() == panel.view.viewport().width()


@pytest.mark.parametrize(
    ("width", "keys"),
    [
        (470, ["when", "what"]),
        (800, ["when", "what", "filled", "average", "times"]),
        (1300, ["when", "time", "received", "what", "status", "filled", "remaining", "average", "times"]),
    ],
)
def test_the_columns_beside_what_happened_are_those_that_there_is_room_for(
    panel: TimelinePanel, width: int, keys: list[str]
) -> None:
    panel.resize(width, 300)
    panel.show_order(cancelled_order())
    columns = panel.table.columns
    assert [each.key for number, each in enumerate(columns) if not panel.view.isColumnHidden(number)] == keys
    assert panel.view.horizontalHeader().length() == panel.view.viewport().width()


def test_a_long_text_wraps_instead_of_being_cut(panel: TimelinePanel) -> None:
    panel.resize(470, 300)
    order = new_order()
    add_message(order, 1).text = "Order Message: " + "a long explanation of the exchange " * 4
    add_status(order, 2, "Filled")
    panel.show_order(order)
    one_line = panel.view.verticalHeader().defaultSectionSize()
    assert panel.view.rowHeight(0) >= 2 * panel.view.fontMetrics().height() + one_line
    assert panel.view.rowHeight(1) == one_line
    high = panel.view.rowHeight(0)
    panel.resize(1400, 300)
    assert panel.view.rowHeight(0) < high


def test_a_time_with_its_date_is_not_cut(panel: TimelinePanel) -> None:
    panel.resize(470, 300)
    panel.show_order(cancelled_order())
    text = cell(panel, 0, "when")
    assert len(text) > len("13:30:01"), "of another day"
    assert panel.view.columnWidth(0) > panel.view.fontMetrics().horizontalAdvance(text)


def test_a_time_is_that_of_tws_or_else_when_it_was_received(panel: TimelinePanel) -> None:
    order = new_order()
    add_fill(order, 5000, "10", time=at(60))
    add_status(order, 5001, "Submitted")
    panel.show_order(order)
    assert [cell(panel, row, "when") for row in (0, 1)] == [short_time_text(at(60)), short_time_text(at(5001))]
    tip = panel.table.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert f"Received {time_text(at(5000))}" in tip


def test_the_table_follows_the_palette_too(panel: TimelinePanel, qtbot: QtBot) -> None:
    fresh = TimelinePanel()
    qtbot.addWidget(fresh)
    fresh.setPalette(dark_palette())
    pictures = []
    for each in (panel, fresh):
        each.resize(WIDTH, 300)
        show(each, cancelled_order())
        each.view.grab()
        each.setPalette(dark_palette())
        status = each.view.visualRect(each.table.index(1, each.table.column_number("status")))
        pictures.append(each.view.viewport().grab(status).toImage())
    assert pictures[0] == pictures[1]


def test_an_order_is_shown_in_the_time_of_its_exchange(panel: TimelinePanel, shown_zone: ShownZone) -> None:
    """The table, and the strip above it; both follow when another zone is chosen."""
    order = cancelled_order()
    assert order.contract is None
    order.contract = replace(full_contract(), exchange="ISLAND")
    show(panel, order)
    shown_zone.choose(ZoneChoice.EASTERN)
    eastern = cell(panel, 0, "received")
    shown_zone.choose(ZoneChoice.EXCHANGE)
    assert cell(panel, 0, "received") == f"{eastern} EDT"
    tip = panel.strip.tip_at(QPointF(panel.strip.width() / 2, panel.strip.height() / 2))
    assert " EDT" in tip
    assert "local" not in tip
