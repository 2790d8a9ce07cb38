from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from ibmonitor.journal.rows.days import EXCHANGE, bounds_of, day_of, microseconds_of, moment_of

NOON = datetime(2026, 6, 11, 16, 0, 0, 1, tzinfo=UTC)


def test_a_moment_is_whole_microseconds_in_utc() -> None:
    assert microseconds_of(NOON) == 1_781_193_600_000_001
    assert moment_of(1_781_193_600_000_001) == NOON
    assert microseconds_of(NOON.astimezone(timezone(timedelta(hours=9)))) == 1_781_193_600_000_001
    assert microseconds_of(datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)) == -1


def test_no_calendar_has_every_number() -> None:
    with pytest.raises(OverflowError):
        moment_of(1 << 62)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 6, 11, 3, 59, 59, 999_999, tzinfo=UTC), "2026-06-10"),
        (datetime(2026, 6, 11, 4, tzinfo=UTC), "2026-06-11"),
        (datetime(2026, 12, 11, 4, 59, 59, tzinfo=UTC), "2026-12-10"),
        (datetime(2026, 12, 11, 5, tzinfo=UTC), "2026-12-11"),
        (datetime(2026, 6, 11, 14, tzinfo=timezone(timedelta(hours=14))), "2026-06-10"),
    ],
)
def test_a_day_begins_at_midnight_of_the_exchange(moment: datetime, day: str) -> None:
    assert day_of(moment, EXCHANGE) == day


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 8), 23), (date(2026, 6, 11), 24), (date(2026, 11, 1), 25), (date(2026, 12, 31), 24)],
)
def test_a_day_has_its_hours_when_clocks_change(day: date, hours: int) -> None:
    first, last = bounds_of(day, EXCHANGE)
    assert (last - first, first.tzinfo) == (timedelta(hours=hours), UTC)
    assert (day_of(first, EXCHANGE), day_of(last, EXCHANGE)) == (
        day.isoformat(),
        (day + timedelta(days=1)).isoformat(),
    )
    assert day_of(last - timedelta(microseconds=1), EXCHANGE) == day.isoformat()
