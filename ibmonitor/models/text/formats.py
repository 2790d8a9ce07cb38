"""Formats values for display: numbers, times, words. Sorting uses a column's sort key instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache

from PySide6.QtCore import QLocale

from ibmonitor.domain.times.tws_time import raw_time_text
from ibmonitor.domain.wording.money import with_currency
from ibmonitor.domain.wording.rounding import shown_decimals

PENDING = "pending"
YES = "yes"
NO = "no"

_HUGE = 30
"""A number with more digits than this is written as TWS sent it: its zeros would be unreadable."""


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


def time_text(time: datetime | None) -> str:
    """Write a time in the zone of this computer as YYYY-MM-DD HH:MM:SS; "" when it is unknown."""
    return "" if time is None else time.astimezone().isoformat(" ", "seconds")[:19]


def short_time_text(time: datetime | None, now: datetime | None = None) -> str:
    """Write a time as short as possible: without the date if it is today, without the year if it is this year."""
    text = time_text(time)
    today = time_text(now or datetime.now(UTC))
    if text[:10] == today[:10]:
        return text[11:]
    return text[5:] if text[:4] == today[:4] else text


def time_or_raw_text(time: datetime | None, raw: str, zone: tzinfo | None = None) -> str:
    """Write a time, or if it is unknown TWS's own text with the reason; `zone` is the one set for the login."""
    return raw_time_text(raw, zone) if time is None else time_text(time)


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
