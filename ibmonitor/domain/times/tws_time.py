"""Parses TWS's times. The zone names are in `time_zones.py`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

from ibmonitor.domain.times.time_zones import zones_named

_FORM = re.compile(r"(\d{8})(-| {1,2})(\d{1,2}):(\d\d):([0-5]\d)(.*)", re.ASCII | re.DOTALL)
_UTC_NAMES = frozenset({"", "Z", "UTC", "GMT"})
_SECONDS = {f":{second:02}": timedelta(seconds=second) for second in range(60)}

# Why a text cannot be read as a moment, shown in parentheses after the text.
ZONE_UNKNOWN = "zone unknown"
ONE_OF_TWO = "one of two moments"
"""The clocks went back: this time occurred twice."""
SKIPPED = "clocks skipped this time"
"""The clocks went forward: this time did not occur."""
NO_TIME = "not a time"


def parse_tws_time(text: str, zone: tzinfo | None) -> datetime | None:
    """Return the moment in UTC, or `None` where `why_no_moment` has a reason. Never raises.

    A text without a zone is read in `zone`, the operator's; one with a dash between date and time is UTC.
    """
    second = _SECONDS.get(text[14:17])
    if second is None or text[11:12] != ":":
        return _read(text, zone)[0]
    # The usual form: an account's day has a thousand minutes, but nearly as many seconds as executions.
    minute = _read(f"{text[:14]}:00{text[17:]}", zone)[0]
    return None if minute is None else minute + second


def why_no_moment(text: str, zone: tzinfo | None) -> str:
    """Return why `parse_tws_time` returns no moment, to be shown after the text; "" where it returns one."""
    return _read(text, zone)[1]


def raw_time_text(text: str, zone: tzinfo | None) -> str:
    """Return a text that cannot be read as a moment, with the reason; "" for an empty one."""
    return f"{text.strip()} ({why_no_moment(text, zone) or ZONE_UNKNOWN})" if text.strip() else ""


def zone_in(text: str, zone: tzinfo | None) -> tzinfo | None:
    """Return the zone that a text of TWS is in: the one it names, else `zone`; `None` for a name of several or none."""
    form = _FORM.fullmatch(text.strip())
    if form is None:
        return None
    zones = _zones_of(form, zone)
    return zones[0] if len(zones) == 1 else None


def _zones_of(form: re.Match[str], zone: tzinfo | None) -> tuple[tzinfo, ...]:
    name = form[6].strip()
    if form[2] == "-":
        return (UTC,) if name in _UTC_NAMES else ()
    if name:
        return zones_named(name)
    return () if zone is None else (zone,)


@lru_cache(maxsize=4096)
def _read(text: str, zone: tzinfo | None) -> tuple[datetime | None, str]:
    form = _FORM.fullmatch(text.strip())
    if form is None:
        return None, NO_TIME
    date, _, hour, minute, second, _ = form.groups()
    zones = _zones_of(form, zone)
    try:
        local = datetime(int(date[:4]), int(date[4:6]), int(date[6:]), int(hour), int(minute))  # noqa: DTZ001 - a wall clock's
        read = [_moments(local, each) for each in zones]
    except (OverflowError, ValueError):
        return None, NO_TIME
    moments = set.intersection(*map(set, read)) if read else set()
    if len(moments) == 1:
        return moments.pop() + timedelta(seconds=int(second)), ""
    if moments:
        return None, ONE_OF_TWO
    return None, SKIPPED if read and not any(read) else ZONE_UNKNOWN


@lru_cache(maxsize=16384)
def _moments(local: datetime, zone: tzinfo) -> tuple[datetime, ...]:
    """Return the moments in UTC at which clocks in `zone` showed a time: one, two where they went back, or none."""
    moments = {local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return tuple(each for each in sorted(moments) if each.astimezone(zone).replace(tzinfo=None, fold=0) == local)
