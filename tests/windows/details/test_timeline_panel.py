"""The timeline of an order: the strip of its life, and the table below it."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent, QImage, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.records import HistoryKind, Order, Severity
from ibmonitor.domain.records.statuses import STATUSES, Phase
from ibmonitor.domain.timeline.life import OrderLife, order_life
from ibmonitor.models.table.roles import ToneRole
from ibmonitor.models.text.formats import short_time_text, time_text
from ibmonitor.windows.details.life_layout import LifeLayout
from ibmonitor.windows.details.life_strip import _LOOKS, LifeStrip
from ibmonitor.windows.details.timeline_panel import TimelinePanel
from ibmonitor.windows.widgets.theme import MIN_CONTRAST, blend, contrast, tone_color
from tests.domain.timeline.orders import (
    add_commission,
    add_entry,
    add_fill,
    add_message,
    add_status,
    at,
    new_order,
)
from tests.windows.main.test_window_parts import dark_palette, light_palette

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


# The table


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
    add_entry(order, 900, HistoryKind.MISSING)
    panel.show_order(order)
    assert [tone(panel, row, "what") for row in range(9)] == [
        *("", "", "superseded", "superseded", "", "bad"),
        *("", "", "warning"),
    ]
    assert [tone(panel, row, "status") for row in (0, 1, 6, 7)] == ["pending", "good", "pending", ""]


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
    index = panel.table.index(row, 2)
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
    assert head.split("\t") == [column.title for column in panel.table.columns]
    assert "Message 399: Two cells and lines." in line.split("\t")
    assert end == ""


def test_nothing_selected_leaves_the_clipboard_alone(panel: TimelinePanel) -> None:
    panel.show_order(cancelled_order())
    QGuiApplication.clipboard().setText("mine")
    panel.view.clearSelection()
    panel.view.copy_selection()
    assert QGuiApplication.clipboard().text() == "mine"


def test_the_wide_column_takes_the_room_there_is_and_never_less_than_its_own(panel: TimelinePanel) -> None:
    wide = panel.table.column_number("what")
    header = panel.view.horizontalHeader()
    for width in (1600, 1100):
        panel.resize(width, 300)
        QTest.qWait(0)
        assert header.length() == panel.view.viewport().width()
    header.resizeSection(panel.table.column_number("status"), 160)
    assert header.length() == panel.view.viewport().width()
    panel.resize(500, 300)
    QTest.qWait(0)
    assert header.sectionSize(wide) == panel.table.columns[wide].width


# The strip


def life_of(order: Order, seconds: float = 1000) -> OrderLife:
    return order_life(order, at(seconds))


def laid_out(order: Order, width: float = WIDTH, word: float = 80) -> LifeLayout:
    life = life_of(order)
    return LifeLayout(life, width, [word] * len(life.spans))


def eight_hours() -> Order:
    """Short states before and after eight hours, and five fills within a second at their end."""
    order = new_order(is_done=True)
    add_status(order, 0, "PendingSubmit")
    add_status(order, 0.5, "PreSubmitted")
    add_status(order, 1, "Submitted")
    for number in range(5):
        add_fill(order, 28800 + 0.2 * number, "60")
    add_status(order, 28801, "Filled")
    return order


def test_short_states_and_fills_of_one_second_are_visible_in_a_long_life() -> None:
    layout = laid_out(eight_hours())
    widths = [right - left for left, right in pairwise(layout.edges)]
    assert layout.edges[0] == 0
    assert layout.edges[-1] == pytest.approx(WIDTH)
    assert all(width >= 80 for width in widths)
    assert max(widths) == widths[2] > 500
    places = [disc.x for disc in layout.discs]
    assert len(places) == 5
    assert all(after - before >= 15 for before, after in pairwise(places))


@pytest.mark.parametrize("width", [40, 300, WIDTH, 4000])
@pytest.mark.parametrize("count", [1, 30, 500])
def test_everything_stays_inside_the_strip_and_in_order(count: int, width: int) -> None:
    order = long_order(count)
    for number in range(count):
        add_status(order, 10 * number + 5, "PreSubmitted" if number % 2 else "PendingSubmit")
    layout = laid_out(order, width)
    assert layout.edges == sorted(layout.edges)
    assert layout.edges[-1] == pytest.approx(width)
    assert all(disc.radius <= disc.x <= width - disc.radius for disc in layout.discs)
    assert sum(len(disc.marks) for disc in layout.discs) == count


def test_an_order_of_one_instant_fills_the_strip() -> None:
    order = new_order(is_done=True)
    add_status(order, 1, "Filled")
    add_fill(order, 1, "10")
    layout = laid_out(order)
    assert layout.edges == [0, pytest.approx(WIDTH)]
    assert len(layout.discs) == 1


def test_areas_are_in_proportion_to_quantities() -> None:
    order = new_order()
    add_status(order, 0, "Submitted")
    add_fill(order, 100, "400")
    add_fill(order, 500, "100")
    large, small = laid_out(order).discs
    assert large.radius == pytest.approx(2 * small.radius)


def test_fills_of_one_moment_are_one_disc_of_their_sum() -> None:
    order = new_order()
    add_status(order, 0, "Submitted")
    for shares in ("100", "150", "150"):
        add_fill(order, 100, shares)
    add_fill(order, 500, "100")
    both, small = laid_out(order).discs
    assert (len(both.marks), both.superseded) == (3, False)
    assert both.radius == pytest.approx(2 * small.radius)


def test_a_corrected_fill_adds_nothing_to_its_correction() -> None:
    order = new_order()
    add_status(order, 0, "Submitted")
    add_fill(order, 100, "900").superseded_by = "other"
    add_fill(order, 100, "100")
    add_fill(order, 500, "100")
    add_fill(order, 900, "100").superseded_by = "other"
    first, second, third = laid_out(order).discs
    assert first.radius == second.radius
    assert [disc.superseded for disc in (first, second, third)] == [False, False, True]


def test_a_quantity_that_is_no_number_is_drawn_all_the_same() -> None:
    order = new_order()
    add_status(order, 0, "Submitted")
    for shares in ("NaN", "sNaN", "Infinity", "9E+999999", "0"):
        add_fill(order, 100 * len(order.fills), shares)
    assert [disc.radius > 0 for disc in laid_out(order).discs] == [True] * 5


def test_the_nearer_of_two_overlapping_discs_is_hit() -> None:
    order = new_order(is_done=True)
    add_status(order, 0, "Submitted")
    for seconds, shares in ((500, "400"), (501, "300"), (1000, "10")):
        add_fill(order, seconds, shares)
    layout = laid_out(order, 30)
    large, next_one, _ = layout.discs
    assert next_one.x - large.x < large.radius
    assert layout.disc_at(large.x + 0.5, 0) is large
    assert layout.disc_at(next_one.x - 0.5, 1) is next_one
    assert layout.disc_at(large.x, large.radius + 5) is None


def disc_place(panel: TimelinePanel, number: int) -> QPoint:
    layout = panel.strip.layout_of_life()
    assert layout is not None
    return QPoint(round(layout.discs[number].x), round(panel.strip._middle))


def test_a_click_on_a_disc_emits_its_fill_and_shows_its_entry(panel: TimelinePanel) -> None:
    order = cancelled_order()
    panel.show_order(order)
    clicked: list[object] = []
    panel.strip.moment_clicked.connect(clicked.append)
    QTest.mouseClick(panel.strip, Qt.MouseButton.LeftButton, pos=disc_place(panel, 1))
    QTest.mouseClick(panel.strip, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    QTest.mouseClick(panel.strip, Qt.MouseButton.RightButton, pos=disc_place(panel, 0))
    assert clicked == [order.fills[1]]
    (index,) = panel.view.selectionModel().selectedRows()
    assert panel.table.record(index.row()).record is order.fills[1]


def test_the_pointer_shows_what_can_be_clicked(panel: TimelinePanel) -> None:
    panel.show_order(cancelled_order())
    QTest.mouseMove(panel.strip, QPoint(5, 5))
    assert panel.strip.cursor().shape() == Qt.CursorShape.ArrowCursor
    QTest.mouseMove(panel.strip, disc_place(panel, 0))
    assert panel.strip.cursor().shape() == Qt.CursorShape.PointingHandCursor
    QApplication.sendEvent(panel.strip, QEvent(QEvent.Type.Leave))
    assert panel.strip.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_tooltips_describe_what_is_drawn(panel: TimelinePanel) -> None:
    panel.show_order(cancelled_order())
    strip = panel.strip
    layout = strip.layout_of_life()
    assert layout is not None
    height = strip._band().center().y()
    submitted = strip.tip_at(QPointF((layout.edges[1] + layout.edges[2]) / 2, height)).split("\n")
    assert submitted[0] == "Submitted"
    assert submitted[1].endswith(", 2 min 57 s")
    assert submitted[2] == STATUSES["Submitted"].meaning
    assert strip.tip_at(QPointF(layout.edges[-1] - 2, height)).startswith("Cancelled\nfrom ")
    assert strip.tip_at(QPointF(disc_place(panel, 0))).endswith("Fill: bought 180 at 292.79 on IBKRATS.")
    assert strip.tip_at(QPointF(5, 2)) == ""


def test_a_tip_of_very_many_fills_is_short(panel: TimelinePanel) -> None:
    order = new_order()
    add_status(order, 0, "Submitted")
    for _ in range(50):
        add_fill(order, 100, "1")
    panel.show_order(order)
    lines = panel.strip.tip_at(QPointF(disc_place(panel, 0))).split("\n")
    assert (len(lines), lines[-1]) == (9, "and 42 more fills")


def test_a_tip_is_plain_text(panel: TimelinePanel, monkeypatch: pytest.MonkeyPatch) -> None:
    tips: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _widget: tips.append(text))
    order = new_order()
    add_status(order, 0, "<b>Odd</b>")
    panel.show_order(order)
    place = panel.strip._band().center().toPoint()
    QApplication.sendEvent(panel.strip, QHelpEvent(QEvent.Type.ToolTip, place, panel.strip.mapToGlobal(place)))
    assert [tip.partition("<br>")[0] for tip in tips] == ["<qt>&lt;b&gt;Odd&lt;/b&gt;"]


def test_the_strip_has_an_accessible_description(panel: TimelinePanel) -> None:
    panel.show_order(cancelled_order())
    assert panel.strip.accessibleName() == "Life of the order"
    assert panel.strip.accessibleDescription() == (
        "PendingSubmit 2 s, Submitted 2 min 57 s, PendingCancel 1 s, Cancelled; 2 fills of 180 and 60."
    )
    assert panel.view.accessibleName() == "Timeline"


def test_the_strip_of_a_working_order_is_redrawn_while_it_is_visible(panel: TimelinePanel, clock: Clock) -> None:
    order = new_order()
    add_status(order, 940, "Submitted")
    panel.show_order(order)
    assert panel.strip.accessibleDescription().startswith("Submitted 1 min until now")
    clock.now += timedelta(minutes=1)
    panel._timer.timeout.emit()
    assert panel.strip.accessibleDescription().startswith("Submitted 2 min until now")
    assert panel._timer.isActive()
    panel.hide()
    assert not panel._timer.isActive()
    panel.refresh()
    assert not panel._timer.isActive()
    panel.show()
    assert panel._timer.isActive()
    panel.show_order(cancelled_order())
    assert not panel._timer.isActive()


def picture(strip: LifeStrip) -> QImage:
    return strip.grab().toImage()


@PALETTES
def test_the_colours_follow_the_palette(panel: TimelinePanel, palette: object) -> None:
    panel.show_order(cancelled_order())
    before = picture(panel.strip)
    colours = dark_palette() if palette is dark_palette else light_palette()
    panel.setPalette(colours)
    after = picture(panel.strip)
    layout = panel.strip.layout_of_life()
    assert layout is not None
    ground, info = colours.color(QPalette.ColorRole.Base), tone_color(panel.strip.palette(), "info")
    place = QPoint(round(layout.edges[1]) + 4, round(panel.strip._band().center().y()))
    assert after.pixelColor(place) == blend(ground, info, _LOOKS[Phase.WORKING].share)
    assert before.size() == after.size()


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


@PALETTES
@pytest.mark.parametrize("phase", Phase)
def test_words_can_be_read_on_every_span(qtbot: QtBot, phase: Phase, palette: object) -> None:  # noqa: ARG001 - Qt must be up
    colours = dark_palette() if palette is dark_palette else light_palette()
    look = _LOOKS[phase]
    fill = blend(colours.color(QPalette.ColorRole.Base), tone_color(colours, look.tone), look.share)
    assert contrast(colours.color(QPalette.ColorRole.Text), fill) >= MIN_CONTRAST


def test_states_differ_without_colours() -> None:
    looks = [(look.hatch, look.line, look.share) for look in _LOOKS.values()]
    assert len(set(looks)) == len(Phase)


@pytest.mark.parametrize("make", [new_order, eight_hours, cancelled_order, lambda: long_order(500)])
@pytest.mark.parametrize("width", [1, 30, 200, 1280])
def test_every_life_is_painted_at_every_width(panel: TimelinePanel, make: object, width: int) -> None:
    assert callable(make)
    panel.show_order(make())
    panel.strip.setMinimumWidth(0)
    panel.strip.resize(width, panel.strip.height())
    image = picture(panel.strip)
    ground = image.pixelColor(0, 0)
    assert any(image.pixelColor(x, y) != ground for x in range(image.width()) for y in range(image.height()))
