"""How sentences write numbers, times, instruments and TWS's own words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal

from ibmonitor.domain.records.numbers import is_plausible
from ibmonitor.domain.records.value import value
from ibmonitor.domain.wording.rounding import rounded


def plain_number(number: Decimal) -> str:
    """Format a number rounded for display, without exponent and trailing zeros."""
    if not number:
        # However many decimals it has.
        return "0"
    if not is_plausible(number):
        return str(number)
    text = f"{rounded(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain_time(time: datetime) -> str:
    """Format a time in UTC, to the second."""
    return f"{time.astimezone(UTC).replace(tzinfo=None).isoformat(' ', 'seconds')} UTC"


def plain_instrument(con_id: int) -> str:
    """Name an instrument of which only the conId is known."""
    return f"contract {con_id}"


@value
class Writing:
    """How numbers, prices, times (aware UTC) and instruments are formatted for the reader."""

    number: Callable[[Decimal], str] = plain_number
    time: Callable[[datetime], str] = plain_time
    instrument: Callable[[int], str] = plain_instrument
    """Names an instrument by its conId."""
    price: Callable[[Decimal], str] = plain_number
    """For prices and amounts of money; `number` is for everything else."""


def one_line(text: str) -> str:
    """Return TWS's words on one line: some of its texts have several, or end with a newline."""
    return " ".join(text.split())


def lowered(sentence: str) -> str:
    """Return a sentence as it continues after a colon; a name keeps its capitals."""
    return sentence if sentence.startswith(("IB", "API", "TWS")) else sentence[:1].lower() + sentence[1:]


def quoted(text: str) -> str:
    return f'"{one_line(text)}"'


def joined(parts: Iterable[str]) -> str:
    """Join parts into a list: "a, b and c"."""
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last
