"""The strip of an order's life: painting, tooltips, clicks, accessibility."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QImage, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.statuses import STATUSES, Phase
from ibmonitor.windows.details.life_strip import _LOOKS, LifeStrip
from ibmonitor.windows.details.timeline_panel import TimelinePanel
from ibmonitor.windows.theme.contrast import MIN_CONTRAST, blend, contrast
from ibmonitor.windows.theme.theme import tone_color
from tests.domain.timeline.orders import (
    add_fill,
    add_status,
    new_order,
)
from tests.support.palettes import dark_palette, light_palette
from tests.windows.details.test_life_layout import eight_hours
from tests.windows.details.test_timeline_panel import (
    PALETTES,
    Clock,
    cancelled_order,
    clock,
    long_order,
    panel,
)

__all__ = ["clock", "panel"]


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
def test_the_colors_follow_the_palette(panel: TimelinePanel, palette: object) -> None:
    panel.show_order(cancelled_order())
    before = picture(panel.strip)
    colors = dark_palette() if palette is dark_palette else light_palette()
    panel.strip.setPalette(colors)
    after = picture(panel.strip)
    layout = panel.strip.layout_of_life()
    assert layout is not None
    ground, info = colors.color(QPalette.ColorRole.Base), tone_color(panel.strip.palette(), "info")
    place = QPoint(round(layout.edges[1]) + 4, round(panel.strip._band().center().y()))
    assert after.pixelColor(place) == blend(ground, info, _LOOKS[Phase.WORKING].share)
    assert before.size() == after.size()


@PALETTES
@pytest.mark.parametrize("phase", Phase)
def test_words_can_be_read_on_every_span(qtbot: QtBot, phase: Phase, palette: object) -> None:  # noqa: ARG001 - Qt must be up
    colors = dark_palette() if palette is dark_palette else light_palette()
    look = _LOOKS[phase]
    fill = blend(colors.color(QPalette.ColorRole.Base), tone_color(colors, look.tone), look.share)
    assert contrast(colors.color(QPalette.ColorRole.Text), fill) >= MIN_CONTRAST


def test_states_differ_without_colors() -> None:
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
