"""Reads the times TWS writes. The zone names it uses are in `time_zones.py`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from functools import lru_cache

from ibmonitor.domain.time_zones import zone_named

_FORM = re.compile(r"(\d{8})(?:-| {1,2})(\d{1,2}):(\d\d):(\d\d)(.*)", re.ASCII | re.DOTALL)
_COMPACT = re.compile(r"\d{8}-", re.ASCII)


@lru_cache(maxsize=65536)
def parse_tws_time(text: str, zone: tzinfo | None) -> datetime | None:
    """Return the moment in UTC, or `None` where the text is no time or its zone is unknown or ambiguous.

    A text that names no zone is read in `zone`, the operator's; with a dash between date and time it is UTC
    whatever follows. A moment that happened twice, when clocks went back, is unknown unless the text is in UTC;
    one that never happened, when they went forward, is no time. Never raises.
    """
    form = _FORM.fullmatch(text.strip())
    if form is None:
        return None
    date, hour, minute, second, rest = form.groups()
    try:
        local = datetime(int(date[:4]), int(date[4:6]), int(date[6:]), int(hour), int(minute), int(second))  # noqa: DTZ001
    except ValueError:
        return None
    name = rest.strip()
    if _COMPACT.match(text.strip()):
        return local.replace(tzinfo=UTC) if name in {"", "Z", "UTC", "GMT"} else None
    where = zone_named(name) if name else zone
    return None if where is None else _in_utc(local, where)


def _in_utc(local: datetime, zone: tzinfo) -> datetime | None:
    """Return the one moment at which clocks in `zone` showed `local`; `None` where there were none or two."""
    try:
        first = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
        second = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return first if first == second else None
