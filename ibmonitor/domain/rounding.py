"""Numbers as people read them. What TWS sends as a double can be 15.559999999999999 where 15.56 is meant."""

from __future__ import annotations

from decimal import Decimal

from ibmonitor.domain.magnitude import is_believable

_SIGNIFICANT = 10
_AT_LEAST = 2
"""Decimals that are kept of any number: a large amount has its cents."""


def shown_decimals(number: Decimal) -> int:
    """Return to how many decimals a finite number is rounded: ten significant digits, none of them before the point."""
    return max(_SIGNIFICANT - 1 - number.adjusted(), _AT_LEAST)


def rounded(number: Decimal) -> Decimal:
    """Return a number as people are shown it; the same one where nothing is to be rounded."""
    if not is_believable(number):
        return number
    decimals = shown_decimals(number)
    _, _, fraction = f"{number:f}".partition(".")
    return Decimal(f"{number:.{decimals}f}".rstrip("0").rstrip(".")) if len(fraction) > decimals else number
