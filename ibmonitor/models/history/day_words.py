"""A day of the history in words: its date, and which times of it are covered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ibmonitor.domain.records.covered_day import Day, Span
from ibmonitor.models.history.day_choice import DayChoice
from ibmonitor.models.text.shown_zone import SHOWN_ZONE

TODAY = "Today (live)"
NOT_KEPT = "nothing is kept of this day"

_EXCHANGE = ZoneInfo("America/New_York")
_OPENS, _CLOSES = time(9, 30), time(16)
_TOLERANCE = timedelta(minutes=5)
_SHORT = timedelta(minutes=1)
"""A gap that is shorter is that of a connection made again, after which TWS lists what has happened in between."""
_MOST_GAPS = 3
"""More of them are only counted."""
_SITES = {"paper": "Paper", "live": "Live", "demo": "Simulated"}


def site_name(site: str) -> str:
    """Where the accounts of a day are, as the header writes it."""
    return _SITES.get(site, site)


def date_text(day: date) -> str:
    """29 Nov 2026."""
    return f"{day.day} {day:%b %Y}"


def short_date_text(day: date, today: date) -> str:
    """29 Nov, with the year where it is another one."""
    return f"{day.day} {day:%b}" if day.year == today.year else date_text(day)


def closed_words(day: Day) -> str:
    """What a window with a past day is called."""
    return f"{date_text(day.day)}, closed"


def name_of(day: Day, choice: DayChoice) -> str:
    """A day to choose: "Yesterday", "Fri 27 Nov"; with the site where there are several."""
    if day.day == choice.today - timedelta(days=1):
        words = "Yesterday"
    else:
        words = f"{day.day:%a} {short_date_text(day.day, choice.today)}"
    return f"{words} ({site_name(day.site)})" if len(choice.sites) > 1 else words


def coverage_words(day: Day, today: date) -> str:
    """17 Nov: 09:31 to 16:02; nothing between 11:05 and 11:40."""
    return f"{short_date_text(day.day, today)}: {times_words(day)}"


def times_words(day: Day) -> str:
    """The same without the date, in the zone shown."""
    if not day.spans:
        return NOT_KEPT
    words = f"{_clock(day.spans[0].began, day)} to {_clock(day.spans[-1].ended, day)}"
    gaps = long_gaps(day)
    if not gaps:
        return words
    longest = sorted(sorted(gaps, key=_length, reverse=True)[:_MOST_GAPS], key=lambda gap: gap.began)
    listed = [f"between {_clock(gap.began, day)} and {_clock(gap.ended, day)}" for gap in longest]
    more = len(gaps) - len(listed)
    return f"{words}; nothing {', '.join(listed)}" + (f", and {more} shorter gaps" if more else "")


def long_gaps(day: Day) -> Sequence[Span]:
    """The gaps that leave something unknown."""
    return [gap for gap in day.gaps if _length(gap) >= _SHORT]


def is_whole(day: Day) -> bool:
    """Whether the regular hours of the American exchanges are covered without a gap."""
    opens, closes = (datetime.combine(day.day, each, _EXCHANGE) for each in (_OPENS, _CLOSES))
    return (
        bool(day.spans)
        and not long_gaps(day)
        and day.spans[0].began <= opens + _TOLERANCE
        and day.spans[-1].ended >= closes - _TOLERANCE
    )


def _length(span: Span) -> timedelta:
    return span.ended - span.began


def _clock(moment: datetime, day: Day) -> str:
    """The time in the zone shown, with its date where that is another one there than the exchange's."""
    shown = moment.astimezone(SHOWN_ZONE.zone)
    words = f"{shown:%H:%M}"
    return words if shown.date() == day.day else f"{shown.day} {shown:%b} {words}"
