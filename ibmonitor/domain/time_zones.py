"""Which zone a name in a TWS text means: IANA names, Windows names, and the abbreviations that have one meaning."""

from __future__ import annotations

from datetime import timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

_ABBREVIATIONS: dict[str, str | int] = {
    # Only those with one meaning; BST, CST, IST, PST and AST have several. A number is hours east of UTC: the names
    # of summer and winter time stand for an offset, not for a place that changes its clocks.
    "Z": "UTC",
    "JST": "Asia/Tokyo",
    "KST": "Asia/Seoul",
    "HKT": "Asia/Hong_Kong",
    "SGT": "Asia/Singapore",
    "MSK": "Europe/Moscow",
    "SAST": "Africa/Johannesburg",
    "EDT": -4,
    "MDT": -6,
    "PDT": -7,
    "WEST": 1,
    "CEST": 2,
    "EEST": 3,
    "AEST": 10,
    "AEDT": 11,
    "NZST": 12,
    "NZDT": 13,
}

_WINDOWS: dict[str, str] = {
    # The main territory of each name in CLDR's windowsZones. TWS writes "Standard Time" in summer too: a capture of
    # June shows "Central European Standard Time" two hours ahead of UTC, so the name is a place's, not an offset's.
    "Alaskan Standard Time": "America/Anchorage",
    "Arab Standard Time": "Asia/Riyadh",
    "Arabian Standard Time": "Asia/Dubai",
    "Argentina Standard Time": "America/Argentina/Buenos_Aires",
    "Atlantic Standard Time": "America/Halifax",
    "AUS Central Standard Time": "Australia/Darwin",
    "AUS Eastern Standard Time": "Australia/Sydney",
    "Canada Central Standard Time": "America/Regina",
    "Cen. Australia Standard Time": "Australia/Adelaide",
    "Central Europe Standard Time": "Europe/Budapest",
    "Central European Standard Time": "Europe/Warsaw",
    "Central Standard Time": "America/Chicago",
    "Central Standard Time (Mexico)": "America/Mexico_City",
    "China Standard Time": "Asia/Shanghai",
    "E. Australia Standard Time": "Australia/Brisbane",
    "E. Europe Standard Time": "Europe/Chisinau",
    "E. South America Standard Time": "America/Sao_Paulo",
    "Eastern Standard Time": "America/New_York",
    "Egypt Standard Time": "Africa/Cairo",
    "FLE Standard Time": "Europe/Kyiv",
    "GMT Standard Time": "Europe/London",
    "GTB Standard Time": "Europe/Bucharest",
    "Greenwich Standard Time": "Atlantic/Reykjavik",
    "Hawaiian Standard Time": "Pacific/Honolulu",
    "India Standard Time": "Asia/Kolkata",
    "Israel Standard Time": "Asia/Jerusalem",
    "Korea Standard Time": "Asia/Seoul",
    "Mountain Standard Time": "America/Denver",
    "New Zealand Standard Time": "Pacific/Auckland",
    "Newfoundland Standard Time": "America/St_Johns",
    "Pacific SA Standard Time": "America/Santiago",
    "Pacific Standard Time": "America/Los_Angeles",
    "Pakistan Standard Time": "Asia/Karachi",
    "Romance Standard Time": "Europe/Paris",
    "Russian Standard Time": "Europe/Moscow",
    "SA Pacific Standard Time": "America/Bogota",
    "SE Asia Standard Time": "Asia/Bangkok",
    "Singapore Standard Time": "Asia/Singapore",
    "South Africa Standard Time": "Africa/Johannesburg",
    "Taipei Standard Time": "Asia/Taipei",
    "Tasmania Standard Time": "Australia/Hobart",
    "Tokyo Standard Time": "Asia/Tokyo",
    "Turkey Standard Time": "Europe/Istanbul",
    "US Eastern Standard Time": "America/Indiana/Indianapolis",
    "US Mountain Standard Time": "America/Phoenix",
    "W. Australia Standard Time": "Australia/Perth",
    "W. Europe Standard Time": "Europe/Berlin",
}

# The first is IANA's name for "not set"; the others are files that some systems keep beside the zones.
_NO_ZONES = frozenset({"Factory", "localtime", "posixrules"})


@lru_cache(maxsize=256)
def zone_named(name: str) -> tzinfo | None:
    """Return the zone that TWS calls `name`; `None` where the name is unknown or has several meanings."""
    meaning = _ABBREVIATIONS.get(name) or _WINDOWS.get(name) or name
    if isinstance(meaning, int):
        return timezone(timedelta(hours=meaning), name)
    if meaning in _NO_ZONES:
        return None
    try:
        return ZoneInfo(meaning)
    except (KeyError, ValueError, OSError):
        # KeyError: no such zone. ValueError: no name of a zone at all. OSError: the name of a folder of zones.
        return None
