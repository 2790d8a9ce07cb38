"""The calendar of the history."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.covered_day import Day, Span
from ibmonitor.models.history.day_choice import DayChoice
from ibmonitor.windows.days.calendar import DayCalendar
from ibmonitor.windows.theme.theme import tokens_of

TODAY = date(2026, 11, 18)
OPENED = datetime(2026, 11, 17, 14, 30, tzinfo=UTC)


def covered(day: int, hours: float) -> Day:
    began = OPENED.replace(day=day)
    return Day(date(2026, 11, day), "paper", (Span(began, began + timedelta(hours=hours)),))


WHOLE, PART = covered(17, 7), covered(16, 2)


@pytest.fixture
def calendar(qtbot: QtBot) -> DayCalendar:
    calendar = DayCalendar()
    qtbot.addWidget(calendar)
    calendar.offer(DayChoice((PART, WHOLE), TODAY), "paper")
    calendar.show()
    calendar.grab()
    return calendar


def place_of(calendar: DayCalendar, day: int) -> QPoint:
    (place,) = (rect.center() for known, rect in calendar._places.items() if known == date(2026, 11, day))
    return place


def mark(calendar: DayCalendar, day: int) -> QColor:
    """The color in the middle of the mark below a number."""
    (rect,) = (rect for known, rect in calendar._places.items() if known == date(2026, 11, day))
    place = calendar._ground.mapTo(calendar, QPoint(rect.center().x(), rect.bottom() - 5))
    return calendar.grab().toImage().pixelColor(place)


def test_covered_partly_covered_and_empty_days_look_different(calendar: DayCalendar) -> None:
    accent = tokens_of(calendar).accent
    assert mark(calendar, 17) == accent
    assert mark(calendar, 16) != accent
    assert mark(calendar, 16) == mark(calendar, 13)
    rects = {day.day: rect for day, rect in calendar._places.items() if day.month == 11}

    def is_marked(day: int) -> bool:
        rect = rects[day].translated(calendar._ground.mapTo(calendar, QPoint()))
        below = calendar.grab(rect.adjusted(8, rect.height() - 10, -8, -2)).toImage()
        colors = {below.pixelColor(x, y).name() for x in range(below.width()) for y in range(below.height())}
        return len(colors) > 1

    assert (is_marked(17), is_marked(16), is_marked(13)) == (True, True, False)


def test_a_click_chooses_only_a_day_of_which_something_is_kept(calendar: DayCalendar) -> None:
    chosen: list[Day | None] = []
    calendar.chosen.connect(chosen.append)
    for day in (13, 16, 18):
        QTest.mouseClick(calendar._ground, Qt.MouseButton.LeftButton, pos=place_of(calendar, day))
    assert chosen == [PART, None]


def test_what_is_pointed_at_is_told(calendar: DayCalendar) -> None:
    told: list[str] = []
    calendar.pointed_at.connect(told.append)
    calendar.setSelectedDate(QDate(2026, 11, 17))
    QTest.mouseMove(calendar._ground, place_of(calendar, 13))
    assert told[0].startswith("17 Nov: ")
    assert calendar.words_of(date(2026, 11, 13)) == "13 Nov: nothing is kept of this day"
    assert calendar.words_of(TODAY) == "Today (live)"


def test_no_month_without_days_can_be_turned_to(calendar: DayCalendar) -> None:
    assert calendar.minimumDate() == QDate(2026, 11, 1)
    assert calendar.maximumDate() == QDate(2026, 11, 18)
