"""Which days can be shown."""

from __future__ import annotations

from datetime import date

from ibmonitor.domain.records.covered_day import Day
from ibmonitor.models.history.day_choice import DayChoice

MONDAY, TUESDAY, WEDNESDAY = (Day(date(2026, 11, number), "paper", ()) for number in (23, 24, 25))
LIVE = Day(date(2026, 11, 24), "live", ())
TODAY = date(2026, 11, 26)


def choice(shown: Day | None = None, site: str = "") -> DayChoice:
    return DayChoice((MONDAY, LIVE, TUESDAY, WEDNESDAY), TODAY, shown, site)


def test_the_days_before_and_after_are_those_that_have_something() -> None:
    assert (choice().before, choice().after) == (WEDNESDAY, None)
    assert (choice(WEDNESDAY).before, choice(WEDNESDAY).after) == (TUESDAY, None)
    assert (choice(TUESDAY).before, choice(TUESDAY).after) == (MONDAY, WEDNESDAY)
    assert choice(MONDAY).before is None


def test_a_day_of_another_site_is_a_day_of_its_own() -> None:
    assert choice().sites == ("paper", "live")
    assert choice().of_site("live") == (LIVE,)
    assert (choice(LIVE).before, choice(LIVE).after) == (None, None)
    assert choice(site="live").before == LIVE


def test_where_a_site_has_no_days_those_of_another_one_are_offered() -> None:
    assert choice(site="demo").before == WEDNESDAY


def test_it_is_empty_where_nothing_is_kept_and_nothing_was() -> None:
    assert DayChoice(is_kept=False).is_empty
    assert not DayChoice((MONDAY,), is_kept=False).is_empty
    assert not DayChoice().is_empty
    assert DayChoice().before is None
