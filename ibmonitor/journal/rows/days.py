"""Which day something belongs to: the exchange's, which begins at midnight in its zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

EXCHANGE: Final = ZoneInfo("America/New_York")
"""Where a day begins and ends unless the user says otherwise; TWS's own day ends there shortly before midnight."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def microseconds_of(moment: datetime) -> int:
    """Whole microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def moment_of(microseconds: int) -> datetime:
    """The moment in UTC. Raises `OverflowError` for one that no calendar has."""
    return _EPOCH + timedelta(microseconds=microseconds)


def day_of(moment: datetime, zone: tzinfo) -> str:
    """The day as it is stored and sorted: 2026-11-30."""
    # An execution's time has a minute that many share, and a zone is slow to ask.
    return _day_of_minute(int(moment.timestamp()) // 60, zone)


@lru_cache(maxsize=4096)
def _day_of_minute(minute: int, zone: tzinfo) -> str:
    return datetime.fromtimestamp(60 * minute, zone).date().isoformat()


def bounds_of(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """The first moment of a day and that of the next one, in UTC; it has 23 or 25 hours when clocks change."""
    first, last = (
        datetime.combine(each, datetime.min.time(), zone).astimezone(UTC) for each in (day, day + timedelta(days=1))
    )
    return first, last
