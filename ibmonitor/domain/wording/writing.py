"""How the explanations of `explain/explanation.py` write numbers, times and TWS's own words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal

from ibmonitor.domain.records.numbers import is_plausible
from ibmonitor.domain.records.value import value
from ibmonitor.domain.wording.rounding import rounded


def plain_number(number: Decimal) -> str:
    """Write a number rounded for people, without exponent and without trailing zeros."""
    if not number:
        # However many decimals it has.
        return "0"
    if not is_plausible(number):
        return str(number)
    text = f"{rounded(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain_time(time: datetime) -> str:
    """Write a moment in UTC, to the second."""
    return f"{time.astimezone(UTC).replace(tzinfo=None).isoformat(' ', 'seconds')} UTC"


def plain_instrument(con_id: int) -> str:
    """Name an instrument of which no more is known than its conId."""
    return f"contract {con_id}"


@value
class Writing:
    """The reader's way of writing numbers, prices, times and instruments; times are given as aware UTC."""

    number: Callable[[Decimal], str] = plain_number
    time: Callable[[datetime], str] = plain_time
    instrument: Callable[[int], str] = plain_instrument
    """Names an instrument by its conId."""
    price: Callable[[Decimal], str] = plain_number
    """For prices and amounts of money; `number` is for everything else."""


def one_line(text: str) -> str:
    """Return TWS's words on one line: some of its texts have several, or end with a newline."""
    return " ".join(text.split())


def quoted(text: str) -> str:
    return f'"{one_line(text)}"'


def joined(parts: Iterable[str]) -> str:
    """Join parts as a list is said: "a, b and c"."""
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last
