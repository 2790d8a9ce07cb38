"""Reads an `ExecutionQuery` from a form or from saved JSON; what is wrong with it is a sentence for each field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from ibmonitor.domain.query.query import MOST_DAYS, SIDES, ExecutionQuery, zone_name

FIELDS = ("client_id", "account", "since", "zone", "symbol", "sec_type", "exchange", "side", "last_days", "dates")
"""The names of the form's fields."""

_MOST_TEXT = 64
_MOST_CLIENT_ID = 2_147_483_647
_TIME = re.compile(r"(?:(\d{4})-?(\d\d)-?(\d\d)[ T]+)?(\d{1,2}):(\d\d)(?::(\d\d))?", re.ASCII)
_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)", re.ASCII)
_TIME_FORMS = "Write it as 09:30 or 2026-01-31 09:30:00."
_EVER = datetime(9999, 12, 30, tzinfo=UTC)
"""No saved date is in the future, even where this computer's clock was set back."""
_DATE_FORMS = "Write dates as 20260131 or 2026-01-31, with commas between them."


class _WrongError(Exception):
    """What is wrong with a field, in a plain sentence."""


def read_query(texts: Mapping[str, str], now: datetime) -> tuple[ExecutionQuery | None, dict[str, str]]:
    """Read a form's texts by `FIELDS`. Returns a query and no reasons, or `None` and the reasons by field.

    A missing or blank text does not restrict. A time without a date is today's, in the form's zone, at `now`.
    """
    typed = {name: texts.get(name, "").strip() for name in FIELDS}
    reasons: dict[str, str] = {}
    known: dict[str, object] = {}
    readers: dict[str, Callable[[], object]] = {
        "client_id": lambda: _client_id(typed["client_id"]),
        "account": lambda: _name(typed["account"]),
        "zone": lambda: _zone(typed["zone"]) if typed["since"] else None,
        "symbol": lambda: _name(typed["symbol"]),
        "sec_type": lambda: _name(typed["sec_type"]),
        "exchange": lambda: _name(typed["exchange"]),
        "side": lambda: _side(typed["side"]),
        "last_days": lambda: _last_days(typed["last_days"]),
        "dates": lambda: _dates(typed["dates"], now),
    }
    for field, read in readers.items():
        try:
            known[field] = read()
        except _WrongError as wrong:
            reasons[field] = str(wrong)
    zone = known.pop("zone", None)
    try:
        known["since"] = _since(typed["since"], zone, now) if isinstance(zone, ZoneInfo) else None
    except _WrongError as wrong:
        reasons["since"] = str(wrong)
    if typed["last_days"] and typed["dates"]:
        reasons.setdefault("dates", "Either the last days or single dates, not both.")
    return (None, reasons) if reasons else (ExecutionQuery(**known), {})  # type: ignore[arg-type]  # each reads its own


def form_of(query: ExecutionQuery) -> dict[str, str]:
    """Return the texts of a form that `read_query` reads as this query."""
    since = query.since
    return {
        "client_id": "" if query.client_id is None else str(query.client_id),
        "account": query.account,
        "since": "" if since is None else f"{since:%Y-%m-%d %H:%M:%S}",
        "zone": "" if since is None else zone_name(since),
        "symbol": query.symbol,
        "sec_type": query.sec_type,
        "exchange": query.exchange,
        "side": query.side,
        "last_days": "" if query.last_days is None else str(query.last_days),
        "dates": ", ".join(day.isoformat() for day in query.dates),
    }


def query_from_json(raw: object) -> ExecutionQuery | None:
    """Read what `ExecutionQuery.to_json` returned; `None` for anything else."""
    if not isinstance(raw, dict):
        return None
    dates = raw.get("dates", [])
    if not isinstance(dates, list) or not all(
        isinstance(each, str | int) for each in raw.values() if each is not dates
    ):
        return None
    texts = {str(name): str(each) for name, each in raw.items() if each is not dates}
    query, _ = read_query({**texts, "dates": ",".join(map(str, dates))}, _EVER)
    return query


def _name(text: str) -> str:
    """An account, a symbol, a type or an exchange; TWS writes them in capitals."""
    if not (text.isascii() and text.isprintable()):
        raise _WrongError("Only unaccented letters, digits and signs, as TWS writes it.")
    if len(text) > _MOST_TEXT:
        raise _WrongError(f"At most {_MOST_TEXT} characters.")
    return text.upper()


def _client_id(text: str) -> int | None:
    if not text:
        return None
    number = _number(text)
    if number == 0:
        raise _WrongError("TWS takes 0 for any client, so it restricts nothing: leave this empty.")
    if number > _MOST_CLIENT_ID:
        raise _WrongError(f"Must be between 1 and {_MOST_CLIENT_ID}.")
    return number


def _side(text: str) -> str:
    if text and text not in SIDES:
        raise _WrongError("Must be BUY or SELL, or empty for both.")
    return text


def _last_days(text: str) -> int | None:
    if not text:
        return None
    number = _number(text)
    if not 1 <= number <= MOST_DAYS:
        raise _WrongError(f"Must be between 1 and {MOST_DAYS}; 1 is today.")
    return number


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise _WrongError("Must be a whole number, written in digits only.")
    if len(text) > len(str(_MOST_CLIENT_ID)):
        raise _WrongError("This number is too large.")
    return int(text)


def _dates(text: str, now: datetime) -> tuple[date, ...]:
    days = set()
    for word in filter(None, re.split(r"[,;\s]+", text)):
        form = _DATE.fullmatch(word)
        if form is None:
            raise _WrongError(f"“{word[:_MOST_TEXT]}” is not a date. {_DATE_FORMS}")
        try:
            day = date(*map(int, form.groups()))
        except ValueError:
            raise _WrongError(f"There is no {word}.") from None
        # Where the day begins first it is up to 14 hours ahead of UTC.
        if (day - now.date()).days > 1:
            raise _WrongError(f"{word} is still to come.")
        days.add(day)
    return tuple(sorted(days))


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        # KeyError: no such zone. ValueError: not a zone's name. OSError: the name of a folder of zones.
        raise _WrongError("The time needs a zone that is known here, such as US/Eastern or Europe/Berlin.") from None


def _since(text: str, zone: ZoneInfo, now: datetime) -> datetime | None:
    if not text:
        return None
    form = _TIME.fullmatch(text)
    if form is None:
        raise _WrongError(f"This is not a time. {_TIME_FORMS}")
    year, month, day, hour, minute, second = form.groups()
    try:
        on = date(int(year), int(month), int(day)) if year else now.astimezone(zone).date()
        since = datetime(on.year, on.month, on.day, int(hour), int(minute), int(second or 0), tzinfo=zone)
        moments = {since.replace(fold=fold).astimezone(UTC) for fold in (0, 1)}
    except (ValueError, OverflowError):
        raise _WrongError(f"There is no such time. {_TIME_FORMS}") from None
    if len(moments) > 1:
        raise _WrongError(f"Clocks in {zone.key} were changed then, so this is no time, or it came twice. Use UTC.")
    if since > now:
        raise _WrongError("This time is still to come.")
    return since
