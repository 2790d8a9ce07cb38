"""The legend of the day's charts changes only with its groups."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.domain.sums.day_sums import DaySums, Group, GroupBy
from ibmonitor.models.day.series import DayView
from ibmonitor.windows.day.panel import DayLegend
from ibmonitor.windows.widgets.labels import ElidedLabel


def view(*groups: Group, group_by: GroupBy = GroupBy.SYMBOL) -> DayView:
    return DayView(group_by=group_by, sums=DaySums(groups=groups))


def entries(legend: DayLegend) -> list[ElidedLabel]:
    return [label for label in legend.findChildren(ElidedLabel) if not label.isHidden()]


def test_entries_stay_while_the_groups_do(qtbot: QtBot) -> None:
    legend = DayLegend()
    qtbot.addWidget(legend)
    legend.show_view(view("AAPL", "MSFT"))
    qtbot.waitUntil(lambda: len(entries(legend)) == 2)
    first = entries(legend)
    legend.show_view(view("AAPL", "MSFT"))
    assert entries(legend) == first
    assert [label.text() for label in first] == ["AAPL", "MSFT"]
    legend.show_view(view("MSFT", "AAPL", None))
    qtbot.waitUntil(lambda: len(entries(legend)) == 3)
    assert [label.text() for label in entries(legend)][:2] == ["MSFT", "AAPL"]


def test_one_line_for_everything_has_no_legend(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    legend = DayLegend(window)
    legend.show_view(view("", group_by=GroupBy.ALL))
    assert legend.isHidden()
    legend.show_view(view("AAPL"))
    assert not legend.isHidden()
