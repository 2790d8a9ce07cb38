"""Numbers as people read them. What TWS sends as a double can be 15.559999999999999 where 15.56 is meant."""

from __future__ import annotations

from decimal import Decimal

from ibmonitor.domain.records.numbers import is_plausible

_SIGNIFICANT = 10
AVERAGE_DECIMALS = 6
"""Decimals shown of an average price: a quotient can have endless ones."""
_AT_LEAST = 2
"""Decimals kept of any number, so that a large amount keeps its cents."""


def shown_decimals(number: Decimal) -> int:
    """Return to how many decimals a finite number is rounded: ten significant digits, none of them before the point."""
    return max(_SIGNIFICANT - 1 - number.adjusted(), _AT_LEAST)


def rounded(number: Decimal) -> Decimal:
    """Return a number rounded for display; the same number where nothing needs rounding."""
    if not is_plausible(number):
        return number
    decimals = shown_decimals(number)
    _, _, fraction = f"{number:f}".partition(".")
    return Decimal(f"{number:.{decimals}f}".rstrip("0").rstrip(".")) if len(fraction) > decimals else number


def rounded_average(price: Decimal) -> Decimal:
    """Return an average price rounded for display; one that would become 0 keeps its digits."""
    if not is_plausible(price):
        return price
    _, _, fraction = f"{price:f}".partition(".")
    if len(fraction) <= AVERAGE_DECIMALS:
        return price
    return Decimal(f"{price:.{AVERAGE_DECIMALS}f}".rstrip("0").rstrip(".")) or price
