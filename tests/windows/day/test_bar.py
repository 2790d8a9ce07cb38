"""The bar above the day's charts: it lists days and currencies, and emits what the user chooses."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from ibmonitor.domain.sums.day_sums import GroupBy
from ibmonitor.models.day.series import DayView
from ibmonitor.models.text.shown_zone import ShownZone, ZoneChoice
from ibmonitor.windows.day.bar import DayBar
from ibmonitor.windows.widgets.labels import ToneLabel

LATE, EARLY = date(2026, 6, 11), date(2026, 6, 10)
TWO_DAYS = DayView(EARLY, (LATE, EARLY), GroupBy.SYMBOL, "EUR", ("USD", "EUR"))


@pytest.fixture
def bar(qtbot: QtBot) -> DayBar:
    bar = DayBar()
    qtbot.addWidget(bar)
    return bar


def listed(combo: QComboBox) -> list[str]:
    return [combo.itemText(place) for place in range(combo.count())]


def test_days_and_currencies_are_listed_with_the_current_choice(bar: DayBar) -> None:
    bar.show_view(TWO_DAYS)
    assert [text[:10] for text in listed(bar.day)] == ["2026-06-11", "2026-06-10"]
    assert listed(bar.currency) == ["USD", "EUR"]
    assert (bar.day.currentIndex(), bar.currency.currentIndex()) == (1, 1)
    assert [group_by for group_by, button in bar.buttons.items() if button.isChecked()] == [GroupBy.SYMBOL]


def test_without_fills_there_is_no_day_to_choose(bar: DayBar) -> None:
    bar.show_view(TWO_DAYS)
    assert bar.day.isEnabled()
    bar.show_view(DayView())
    assert (listed(bar.day), bar.day.isEnabled(), bar.currency.isEnabled()) == ([], False, False)


def test_choices_are_emitted_and_shown_views_are_not(bar: DayBar) -> None:
    spies = [QSignalSpy(signal) for signal in (bar.day_chosen, bar.currency_chosen, bar.grouping_chosen)]
    bar.show_view(TWO_DAYS)
    assert [spy.count() for spy in spies] == [0, 0, 0]
    bar.day.activated.emit(0)
    bar.currency.activated.emit(0)
    bar.buttons[GroupBy.ACCOUNT].click()
    assert [[spy.at(n)[0] for n in range(spy.count())] for spy in spies] == [[LATE], ["USD"], [GroupBy.ACCOUNT]]


def test_a_day_that_arrives_after_the_bar_was_shown_is_not_cut(bar: DayBar, qtbot: QtBot) -> None:
    bar.resize(1000, 40)
    bar.show_view(DayView())
    with qtbot.waitExposed(bar):
        bar.show()
    before = bar.day.width()
    bar.show_view(TWO_DAYS)
    qtbot.waitUntil(lambda: bar.day.width() > before)
    assert bar.day.width() > bar.day.fontMetrics().horizontalAdvance(bar.day.currentText())


def test_the_days_are_those_of_the_zone_shown_and_today_is_marked_there(bar: DayBar, shown_zone: ShownZone) -> None:
    view = DayView(LATE, (LATE, EARLY))
    shown_zone.choose(ZoneChoice.EASTERN)
    bar.show_view(view)
    assert listed(bar.day) == ["2026-06-11 (today)", "2026-06-10"]
    assert "US/Eastern" in [label.text() for label in bar.findChildren(ToneLabel)]
    # In Berlin it is the 12th already: the same days are named anew.
    shown_zone.choose(ZoneChoice.LOCAL)
    bar.show_view(view)
    assert listed(bar.day) == ["2026-06-11", "2026-06-10"]
    assert bar.day.currentIndex() == 0
