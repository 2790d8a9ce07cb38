"""Finds the time zone that TWS means by a name. The names are in `zone_names.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from ibmonitor.domain.times.zone_names import ABBREVIATIONS, LONG_NAMES, WINDOWS_NAMES

_OFFSET = re.compile(r"(?:GMT|UTC|UT)?([+\-\u2212])(\d\d?)(?::?([0-5]\d))?", re.ASCII)
_FURTHEST = timedelta(hours=14)
"""The greatest offset from UTC of any zone."""

# The first is IANA's name for "not set"; the others are files that some systems keep among the zones.
_NO_ZONES = frozenset({"Factory", "localtime", "posixrules"})


@lru_cache(maxsize=256)
def zones_named(name: str) -> tuple[tzinfo, ...]:
    """Return the zones that TWS may mean by `name`; empty for an unknown name. Never raises.

    With several zones, a time is known only where it is the same moment in all of them.
    """
    zone = _iana_zone(name) or _offset(name)
    if zone is not None:
        return (zone,)
    zones = [_iana_zone(key) or _offset(key) for key in _meanings().get(_plain(name), "").split()]
    return () if None in zones else tuple(zone for zone in zones if zone is not None)


def _iana_zone(name: str) -> tzinfo | None:
    if name in _NO_ZONES:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        # KeyError: no such zone. ValueError: not a zone name at all. OSError: the name of a folder of zones.
        return None


def _offset(name: str) -> tzinfo | None:
    """Return the zone of a name such as GMT+08:00, UTC-5 or +0530."""
    form = _OFFSET.fullmatch(name)
    if form is None:
        return None
    sign, hours, minutes = form.groups()
    ahead = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if ahead > _FURTHEST:
        return None
    return timezone(ahead if sign == "+" else -ahead, name)


@lru_cache(maxsize=1)
def _meanings() -> dict[str, str]:
    """Return the meaning of each listed name; the first, if a name is listed twice."""
    meanings: dict[str, str] = {}
    for table in (ABBREVIATIONS, LONG_NAMES, WINDOWS_NAMES):
        for meaning, name in _entries(table):
            meanings.setdefault(_plain(name), meaning)
    return meanings


def _entries(table: str) -> Iterator[tuple[str, str]]:
    for line in table.replace("\n    ", " ").splitlines():
        meaning, _, names = line.partition(": ")
        for name in names.split(";"):
            yield meaning, name


def _plain(name: str) -> str:
    """Normalize a name: Java's versions differ in apostrophes and capitals."""
    return " ".join(name.replace("\u2019", "'").split()).casefold()
