"""One chart of a day: which mark the mouse and the keys point at, and its times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ibmonitor.domain.sums.day_sums import GroupBy
from ibmonitor.models.day.series import DaySeries, DayView
from ibmonitor.models.text.shown_zone import ShownZone, ZoneChoice
from ibmonitor.windows.day.plot import DayPlot
from tests.support.blotter_events import new_blotter
from tests.windows.day.day_bench import fill

MINUTES = (1, 2, 31)
ONE, TWO = Decimal("1.25"), Decimal("2.50")


def view_of(qtbot: QtBot, *accounts: str) -> DayView:
    """Fills of these accounts at 14:01, 14:02 and 14:31, with a line or bar for each account."""
    events = [event for minute, account in zip(MINUTES, accounts, strict=False) for event in fill(minute, account)]
    series = DaySeries(new_blotter(*events), lambda: None)
    series.restore(GroupBy.ACCOUNT, "")
    series.set_active(True)
    qtbot.waitUntil(lambda: series.view.day is not None)
    return series.view


@pytest.fixture
def plot(qtbot: QtBot) -> DayPlot:
    plot = DayPlot()
    qtbot.addWidget(plot)
    plot.resize(700, 200)
    plot.show()
    return plot


def pointed(plot: DayPlot) -> tuple[object, object]:
    return plot.group, plot.mark.value if plot.mark is not None else None


def click(plot: DayPlot, place: QPoint) -> None:
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def test_keys_move_and_enter_chooses(plot: DayPlot, qtbot: QtBot) -> None:
    view = view_of(qtbot, "DU1", "DU1", "DU2")
    plot.show_series(view, view.commissions)
    chosen = QSignalSpy(plot.chosen)
    reached = []
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(plot, key)
        reached.append(pointed(plot))
    assert reached == [("DU1", ONE), ("DU1", TWO), ("DU1", TWO), ("DU1", ONE), ("DU2", ONE), ("DU1", TWO)]
    QTest.keyClick(plot, Qt.Key.Key_Return)
    assert chosen.count() == 1
    assert [each.execution.perm_id for each in chosen.at(0)[0].fills] == [2]


def test_a_part_of_an_hours_bar_is_chosen_by_a_click(plot: DayPlot, qtbot: QtBot) -> None:
    view = view_of(qtbot, "DU1", "DU1", "DU2")
    plot.show_series(view, view.hours)
    chosen = QSignalSpy(plot.chosen)
    for series, expected in ((0, ["DU1", "DU1"]), (1, ["DU2"])):
        # The top of a part: a little below it is the part.
        click(plot, plot.place_of(series, 0).toPoint() + QPoint(0, 5))
        assert chosen.count() == series + 1
        assert [each.execution.acct_number for each in chosen.at(series)[0].fills] == expected


def test_the_mouse_points_at_the_mark_whose_sum_the_line_has_there(plot: DayPlot, qtbot: QtBot) -> None:
    view = view_of(qtbot, "DU1", "DU1", "DU1")
    plot.show_series(view, view.commissions)
    earlier, later = plot.place_of(0, 1), plot.place_of(0, 2)
    assert later.x() - earlier.x() > 200
    flat = QPointF(later.x() - 5, earlier.y())
    assert plot.mark_at(flat) == (0, 1), "the line is flat until the next fill"
    assert plot.mark_at(QPointF(later.x() - 5, later.y())) == (0, 2)
    assert plot.mark_at(QPointF(plot.width() - 30, later.y())) == (0, 2), "and after the last"
    assert plot.mark_at(QPointF(1, 1)) is None, "outside the axes"


def test_new_series_keep_the_pointer_at_its_mark_while_its_group_is_there(plot: DayPlot, qtbot: QtBot) -> None:
    one, three = view_of(qtbot, "DU2"), view_of(qtbot, "DU1", "DU1", "DU2")
    plot.show_series(three, three.commissions)
    plot.point_at((1, 0))
    plot.show_series(one, one.commissions)
    assert pointed(plot) == ("DU2", ONE)
    plot.show_series(three, three.commissions[:1])
    assert pointed(plot) == (None, None)


def test_the_pointer_leaves_with_the_mouse_unless_the_plot_has_the_focus(plot: DayPlot, qtbot: QtBot) -> None:
    view = view_of(qtbot, "DU1", "DU1", "DU2")
    plot.show_series(view, view.commissions)
    plot.clearFocus()
    QTest.mouseMove(plot, plot.place_of(0, 0).toPoint())
    assert pointed(plot) == ("DU1", ONE)
    QApplication.sendEvent(plot, QEvent(QEvent.Type.Leave))
    assert pointed(plot) == (None, None)
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    assert pointed(plot) == ("DU1", TWO), "the last mark of the first line"
    QApplication.sendEvent(plot, QEvent(QEvent.Type.Leave))
    assert pointed(plot) == ("DU1", TWO)


def time_texts(plot: DayPlot) -> list[str]:
    return [text for _, text in plot._frame().times.ticks]


def test_the_axis_has_the_times_of_the_zone_shown(plot: DayPlot, qtbot: QtBot, shown_zone: ShownZone) -> None:
    view = view_of(qtbot, "DU1")
    plot.show_series(view, view.commissions)
    for choice, first, last in ((ZoneChoice.LOCAL, 16, 17), (ZoneChoice.UTC, 14, 15), (ZoneChoice.EASTERN, 10, 11)):
        shown_zone.choose(choice)
        texts = time_texts(plot)
        assert (texts[0], texts[-1]) == (f"{first:02}:00", f"{last:02}:00")


def test_charts_next_to_each_other_start_at_the_widest_numbers(plot: DayPlot, qtbot: QtBot) -> None:
    view = view_of(qtbot, "DU1")
    other = DayPlot()
    qtbot.addWidget(other)
    other.resize(plot.size())
    for each in (plot, other):
        each.align_with((plot, other))
        each.show_series(view, view.commissions)
    narrow = plot.place_of(0, 0).x()
    (series,) = view.realized_pnl
    huge = replace(series, marks=tuple(replace(mark, value=Decimal("-1E+9")) for mark in series.marks))
    other.show_series(view, (huge,))
    assert plot.place_of(0, 0).x() == other.place_of(0, 0).x() > narrow


def test_fills_have_no_halves(plot: DayPlot, qtbot: QtBot) -> None:
    view = view_of(qtbot, "DU1")
    plot.show_series(view, view.hours)
    assert [text for _, text in plot._frame().numbers.ticks] == ["0", "1"]


@pytest.mark.parametrize("number", ["1E+400", "NaN", "-Infinity", "0", "1E-400"])
def test_no_sum_breaks_a_chart(plot: DayPlot, qtbot: QtBot, number: str) -> None:
    view = view_of(qtbot, "DU1")
    (series,) = view.commissions
    plot.show_series(view, (replace(series, marks=tuple(replace(m, value=Decimal(number)) for m in series.marks)),))
    assert not plot.grab().isNull()
    assert plot.rect().contains(plot.place_of(0, 0).toPoint())


def test_the_picture_of_a_chart_is_painted_again_when_something_in_it_changes(
    plot: DayPlot, qtbot: QtBot, shown_zone: ShownZone
) -> None:
    view = view_of(qtbot, "DU1", "DU1", "DU2")
    plot.show_series(view, view.commissions)
    seen: list[QImage] = []
    changes: list[Callable[[], None]] = [
        lambda: None,
        lambda: plot.show_series(view, view.commissions[:1]),
        lambda: plot.resize(600, 150),
        lambda: shown_zone.choose(ZoneChoice.EASTERN),
        lambda: plot.setPalette(QPalette(QColor("#202020"))),
    ]
    for change in changes:
        change()
        before = plot._picture.cacheKey()
        picture = plot.grab().toImage()
        assert picture not in seen
        assert plot._picture.cacheKey() != before
        seen.append(picture)
    painted = plot._picture.cacheKey()
    plot.point_at((0, 0))
    assert plot.grab().toImage() != seen[-1]
    assert plot._picture.cacheKey() == painted, "the pointer is not part of it"
