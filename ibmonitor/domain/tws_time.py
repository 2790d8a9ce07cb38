"""Reads the times TWS writes. The zone names it uses are in `time_zones.py`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

from ibmonitor.domain.time_zones import zone_named

_FORM = re.compile(r"(\d{8})(-| {1,2})(\d{1,2}):(\d\d):([0-5]\d)(.*)", re.ASCII | re.DOTALL)
_UTC_NAMES = frozenset({"", "Z", "UTC", "GMT"})


_SECONDS = {f":{second:02}": timedelta(seconds=second) for second in range(60)}


def parse_tws_time(text: str, zone: tzinfo | None) -> datetime | None:
    """Return the moment in UTC, or `None` where the text is no time or its zone is unknown or ambiguous.

    A text that names no zone is read in `zone`, the operator's; one with a dash between date and time is UTC. A
    moment that came twice, when clocks went back, is unknown; one that never came, when they went forward, is no
    time. Never raises.
    """
    second = _SECONDS.get(text[14:17])
    if second is None or text[11:12] != ":":
        return _parse(text, zone)
    # The usual form: an account's day has a thousand minutes, but nearly as many seconds as executions.
    minute = _parse(f"{text[:14]}:00{text[17:]}", zone)
    return None if minute is None else minute + second


@lru_cache(maxsize=4096)
def _parse(text: str, zone: tzinfo | None) -> datetime | None:
    form = _FORM.fullmatch(text.strip())
    if form is None:
        return None
    date, separator, hour, minute, second, rest = form.groups()
    name = rest.strip()
    if separator == "-":
        where: tzinfo | None = UTC if name in _UTC_NAMES else None
    else:
        where = zone_named(name) if name else zone
    if where is None:
        return None
    start = _minute_in_utc(date, hour, minute, where)
    return None if start is None else start + timedelta(seconds=int(second))


@lru_cache(maxsize=16384)
def _minute_in_utc(date: str, hour: str, minute: str, zone: tzinfo) -> datetime | None:
    """Return the one moment at which clocks in `zone` came to a minute; `None` where there were none or two."""
    try:
        local = datetime(int(date[:4]), int(date[4:6]), int(date[6:]), int(hour), int(minute), tzinfo=zone)
        first = local.astimezone(UTC)
        second = local.replace(fold=1).astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return first if first == second else None
