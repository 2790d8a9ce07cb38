"""Days of the history in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ibmonitor.domain.records.covered_day import Day, Span
from ibmonitor.models.history.day_choice import DayChoice
from ibmonitor.models.history.day_words import closed_words, coverage_words, is_whole, name_of, times_words
from ibmonitor.models.text.shown_zone import SHOWN_ZONE, ZoneChoice

DAY = date(2026, 11, 17)
TODAY = date(2026, 11, 29)


@pytest.fixture(autouse=True)
def eastern() -> Iterator[None]:
    before = SHOWN_ZONE.wanted
    SHOWN_ZONE.choose(ZoneChoice.EASTERN)
    yield
    SHOWN_ZONE.choose(before)


def moment(text: str) -> datetime:
    """A time in New York, five hours behind UTC, as a moment."""
    hour, minute, second = (*map(int, text.split(":")), 0)[:3]
    return datetime(2026, 11, 17, hour + 5, minute, second, tzinfo=UTC)


def day(*times: str) -> Day:
    """A day with spans such as "09:31-11:05"."""
    parts = (each.partition("-") for each in times)
    return Day(DAY, "paper", tuple(Span(moment(began), moment(ended)) for began, _, ended in parts))


def test_what_is_covered_is_said_with_its_gaps() -> None:
    assert coverage_words(day("09:31-11:05", "11:40-16:02"), TODAY) == (
        "17 Nov: 09:31 to 16:02; nothing between 11:05 and 11:40"
    )
    assert coverage_words(day("09:31-16:02"), date(2027, 1, 2)) == "17 Nov 2026: 09:31 to 16:02"


def test_a_connection_made_again_at_once_leaves_no_gap() -> None:
    again = day("09:31-11:05:00", "11:05:40-16:02")
    assert times_words(again) == "09:31 to 16:02"
    assert is_whole(again)


def test_of_many_gaps_the_longest_are_said() -> None:
    many = day("9:30-10:00", "10:05-11:00", "11:20-12:00", "12:02-13:00", "13:30-14:00", "14:10-16:00")
    assert times_words(many) == (
        "09:30 to 16:00; nothing between 11:00 and 11:20, between 13:00 and 13:30, between 14:00 and 14:10, "
        "and 2 shorter gaps"
    )


def test_times_are_in_the_zone_shown_with_their_date_where_it_is_another_one() -> None:
    SHOWN_ZONE.choose(ZoneChoice.UTC)
    assert times_words(day("09:31-18:58")) == "14:31 to 23:58"
    late = Day(DAY, "paper", (Span(moment("18:30"), moment("18:59").replace(day=18, hour=1)),))
    assert times_words(late) == "23:30 to 18 Nov 01:59"


@pytest.mark.parametrize(
    ("times", "whole"),
    [
        (("09:31-16:02",), True),
        (("09:35-15:55",), True),
        (("09:36-16:02",), False),
        (("09:31-15:54",), False),
        (("09:31-11:05", "11:40-16:02"), False),
        ((), False),
    ],
)
def test_a_whole_day_has_the_exchanges_hours(times: tuple[str, ...], whole: bool) -> None:
    assert is_whole(day(*times)) is whole


def test_a_day_has_a_name() -> None:
    choice = DayChoice((day("09:31-16:02"),), TODAY)
    assert name_of(choice.days[0], choice) == "Tue 17 Nov"
    assert name_of(choice.days[0], replace(choice, today=date(2026, 11, 18))) == "Yesterday"
    both = DayChoice((*choice.days, Day(DAY, "live", ())), TODAY)
    assert name_of(choice.days[0], both) == "Tue 17 Nov (Paper)"
    assert closed_words(choice.days[0]) == "17 Nov 2026, closed"
