"""One chart of a day: which mark the mouse and the keys point at, and its times."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QGraphicsView
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


def test_times_are_labeled_at_full_steps(plot: DayPlot, qtbot: QtBot) -> None:
    view = view_of(qtbot, "DU1")
    axis = plot._times
    ((step, places),) = axis.tickValues(view.start - 36, view.start + 3 * 3600 + 36, 640)
    assert step == 1800
    assert [label[3:] for label in axis.tickStrings(places, 1, step)] == ["00", "30"] * 3 + ["00"]


def test_the_axis_has_the_times_of_the_zone_shown(plot: DayPlot, qtbot: QtBot, shown_zone: ShownZone) -> None:
    view = view_of(qtbot, "DU1")
    items: list[Any] = plot.findChildren(QGraphicsView)[0].scene().items()
    (axis,) = [item for item in items if type(item).__name__ == "_TimeAxis"]
    noon = datetime(2026, 6, 11, 12, tzinfo=UTC).timestamp()
    for choice, text in ((ZoneChoice.LOCAL, "14:00"), (ZoneChoice.UTC, "12:00"), (ZoneChoice.EASTERN, "08:00")):
        shown_zone.choose(choice)
        plot.show_series(view, view.commissions)
        assert axis.picture is None, "the times that are painted are those of the zone before"
        assert axis.tickStrings([noon], 1, 3600) == [text]
        plot.grab()
        assert axis.picture is not None
