"""Formats values for display: numbers, times, words. Sorting uses a column's sort key instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache

from PySide6.QtCore import QLocale

from ibmonitor.domain.records.value import value
from ibmonitor.domain.times.tws_time import raw_time_text, zone_in
from ibmonitor.domain.wording.money import with_currency
from ibmonitor.domain.wording.rounding import shown_decimals
from ibmonitor.models.text.shown_zone import SHOWN_ZONE, ZoneChoice, name_of, offset_text

PENDING = "pending"
YES = "yes"
NO = "no"

_HUGE = 30
"""A number with more digits than this is written as TWS sent it: its zeros would be unreadable."""

_NEVER_ROUNDED = 11
"""Characters, of which at most ten are digits before and behind a point: `rounding.py` leaves as many as they are."""


@lru_cache(maxsize=1)
def separators() -> tuple[str, str]:
    """The group separator and the decimal point of the user's locale."""
    locale = QLocale()
    return locale.groupSeparator(), locale.decimalPoint()


def number_text(
    number: Decimal | None, min_decimals: int = 0, max_decimals: int | None = None, *, exact: bool = False
) -> str:
    """Write a number without exponent, in the user's locale; "" when it is unknown.

    Trailing zeros are dropped down to `min_decimals`. A number with more than `max_decimals` is rounded to these, or
    if none are given as `rounding.py` decides, unless `exact`.
    """
    if number is None:
        return ""
    if not number.is_finite() or abs(number.adjusted()) > _HUGE:
        return str(number)
    text = f"{number:,f}"
    whole, _, fraction = text.partition(".")
    if max_decimals is None and not exact:
        max_decimals = shown_decimals(number)
    if max_decimals is not None and len(fraction) > max_decimals:
        whole, _, fraction = f"{number:,.{max_decimals}f}".partition(".")
    fraction = fraction.rstrip("0").ljust(min_decimals, "0")
    group, point = separators()
    if group != ",":
        whole = whole.replace(",", group)
    return f"{whole}{point}{fraction}" if fraction else whole


def ungrouped_text(number: Decimal | float | None, min_decimals: int = 0, max_decimals: int | None = None) -> str:
    """The same without group separators, as the text filter searches millions of them; of a double, too."""
    if number is None:
        return ""
    text = str(number)
    if len(text) > _HUGE or text.upper() != text.lower():
        # It has very many digits, an exponent, or is no finite number.
        return number_text(Decimal(text), min_decimals, max_decimals).replace(separators()[0], "")
    whole, _, fraction = text.partition(".")
    if max_decimals is None and len(text) > _NEVER_ROUNDED:
        max_decimals = shown_decimals(Decimal(text))
    if max_decimals is not None and len(fraction) > max_decimals:
        whole, _, fraction = f"{Decimal(text):.{max_decimals}f}".partition(".")
    fraction = fraction.rstrip("0").ljust(min_decimals, "0")
    return f"{whole}{separators()[1]}{fraction}" if fraction else whole


def price_text(price: Decimal) -> str:
    """Write a price or an amount of money as the tables do: with two decimals at least."""
    return number_text(price, 2)


def count_text(number: int, noun: str) -> str:
    """Write "1 fill", "1,234 fills"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def sums_text(sums: Mapping[str, Decimal]) -> str:
    """Write sums of money by currency, which are never added across."""
    return ", ".join(with_currency(number_text(amount, 2, 2), currency) for currency, amount in sorted(sums.items()))


def commissions_text(commissions: Iterable[tuple[str, Decimal]], pending: int) -> str:
    """Write commissions, amounts by currency, and how many have not been reported: "1.25 USD, 2 pending"."""
    known = [with_currency(number_text(amount, 2), currency) for currency, amount in commissions]
    return ", ".join([*known, f"{pending:,} {PENDING}"] if pending else known)


@value
class Moment:
    """A time that is shown, with what TWS sent about it."""

    time: datetime | None
    """Aware; `None` is unknown."""
    raw: str = ""
    """TWS's own text; empty where it sent none, as for a time at which something was received."""
    zone: tzinfo | None = None
    """The operator's, in which `raw` was read."""
    exchange: tzinfo | None = None
    """That of the exchange; `None` where it is not known."""


def time_text(time: datetime | None) -> str:
    """Write a time in the zone shown as YYYY-MM-DD HH:MM:SS; "" when it is unknown."""
    return moment_text(Moment(time)) if SHOWN_ZONE.is_by_row else _written(time, SHOWN_ZONE.zone)


def short_time_text(time: datetime | None, now: datetime | None = None) -> str:
    """Write a time as short as possible: without the date if it is today, without the year if it is this year."""
    return short_moment_text(Moment(time), now)


def short_moment_text(moment: Moment, now: datetime | None = None) -> str:
    """The same of a time with what TWS sent about it."""
    text = moment_text(moment)
    if moment.time is None or (SHOWN_ZONE.choice is ZoneChoice.SENT and moment.raw):
        return text
    zone = zone_of(moment)[0]
    today = SHOWN_ZONE.today_text(zone) if now is None else _written(now, zone)[:10]
    if text[:10] == today:
        return text[11:]
    return text[5:] if text[:4] == today[:4] else text


def full_time_text(time: datetime) -> str:
    """Write a time with its date, where all rows are in one zone."""
    return _written(time, SHOWN_ZONE.zone)


def cell_time_text(time: datetime | None) -> str:
    """Write a time in a cell, where all rows are in one zone: without the date if it is today."""
    zone = SHOWN_ZONE.zone
    text = _written(time, zone)
    return text[11:] if text[:10] == SHOWN_ZONE.today_text(zone) else text


def cell_moment_text(moment: Moment) -> str:
    """The same in whatever zone is shown; TWS's own text, with the reason, of a time that is unknown."""
    text = moment_text(moment)
    if moment.time is None or (SHOWN_ZONE.choice is ZoneChoice.SENT and moment.raw):
        return text
    return text[11:] if text[:10] == SHOWN_ZONE.today_text(zone_of(moment)[0]) else text


def moment_text(moment: Moment) -> str:
    """Write a time with its date; where each row has a zone of its own, with that zone."""
    if moment.time is None:
        return raw_time_text(moment.raw, moment.zone)
    if not SHOWN_ZONE.is_by_row:
        return _written(moment.time, SHOWN_ZONE.zone)
    if SHOWN_ZONE.choice is ZoneChoice.SENT and moment.raw:
        return moment.raw.strip()
    zone, mark = zone_of(moment)
    return " ".join(filter(None, (_written(moment.time, zone), _abbreviation(moment.time.astimezone(zone)), mark)))


def time_writer(exchange: tzinfo | None) -> Callable[[datetime], str]:
    """Return what writes times of an order whose exchange is in this zone; `None` where that is not known."""
    return lambda time: moment_text(Moment(time, exchange=exchange))


def moment_hint(moment: Moment) -> str:
    """The tooltip of a time: in the zone shown and in UTC, where no hour comes twice, and as TWS sent it."""
    sent = f"TWS: {moment.raw.strip()}" if moment.raw.strip() else ""
    if moment.time is None:
        return "\n".join(filter(None, (moment_text(moment), sent)))
    zone, mark = zone_of(moment)
    shown = moment.time.astimezone(zone)
    name, offset = name_of(zone, moment.time), offset_text(shown)
    lines = [
        f"{_written(moment.time, zone)} {name if name == offset else f'{name} ({offset})'}",
        "" if name == "UTC" else f"{_written(moment.time, UTC)} UTC",
        sent,
        _WHY_MARKED.get(mark, ""),
        "TWS sends no text of this time: it is shown in UTC."
        if SHOWN_ZONE.choice is ZoneChoice.SENT and not sent
        else "",
    ]
    return "\n".join(filter(None, lines))


_SENT, _LOCAL = "(TWS's zone)", "(local)"
_WHY_MARKED = {
    _SENT: "The exchange's time zone is not known: it is shown in the zone in which TWS sent it.",
    _LOCAL: "There is no exchange whose time zone is known: it is shown in this computer's.",
}


def zone_of(moment: Moment) -> tuple[tzinfo | None, str]:
    """The zone in which a time is shown, and a mark where that is not the one chosen."""
    if SHOWN_ZONE.choice is not ZoneChoice.EXCHANGE:
        return SHOWN_ZONE.zone, ""
    if moment.exchange is not None:
        return moment.exchange, ""
    sent = zone_in(moment.raw, moment.zone) if moment.raw else None
    return (SHOWN_ZONE.zone, _LOCAL) if sent is None else (sent, _SENT)


_SECONDS = [f"{second:02}" for second in range(60)]


def _written(time: datetime | None, zone: tzinfo | None) -> str:
    if time is None:
        return ""
    if time.tzinfo is UTC and zone is not None:
        minute = _minute_text(time.minute, time.hour, time.day, time.month, time.year, zone)
        if minute:
            return minute + _SECONDS[time.second]
    return time.astimezone(zone).isoformat(" ", "seconds")[:19]


@lru_cache(maxsize=1 << 12)
def _minute_text(minute: int, hour: int, day: int, month: int, year: int, zone: tzinfo) -> str:
    """A minute in UTC in another zone, up to the seconds: a day has few. "" where clocks there differed by seconds."""
    text = datetime(year, month, day, hour, minute, tzinfo=UTC).astimezone(zone).isoformat(" ")
    return text[:17] if text[17:19] == "00" else ""


def _abbreviation(shown: datetime) -> str:
    """EST, CET; the offset from UTC where the zone has no short name."""
    name = shown.tzname() or ""
    return name if name.isalpha() and name.isascii() else offset_text(shown)


def time_or_raw_text(time: datetime | None, raw: str, zone: tzinfo | None = None) -> str:
    """Write a time, or if it is unknown TWS's own text with the reason; `zone` is the one set for the login."""
    return moment_text(Moment(time, raw, zone))


def flag_text(flag: bool | None) -> str:
    if flag is None:
        return ""
    return YES if flag else NO


def field_text(field: object, *, exact: bool = False) -> str:
    """Write a TWS field of any type; the parts of a list are divided by semicolons, numbers rounded unless `exact`."""
    match field:
        case None:
            text = ""
        case str():
            text = field.strip()
        case bool():
            text = flag_text(field)
        case Decimal():
            text = number_text(field, exact=exact)
        case float():
            text = number_text(Decimal(repr(field)), exact=exact)
        case Mapping():
            text = ", ".join(f"{name}={field_text(part, exact=exact)}" for name, part in field.items())
        case Iterable():
            text = "; ".join(field_text(part, exact=exact) for part in field)
        case _:
            text = str(field)
    return text
