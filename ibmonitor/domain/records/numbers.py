"""Which numbers can be an account's at all."""

from __future__ import annotations

from decimal import Decimal

_MOST_DIGITS = 30
"""Before or after the point. More than any currency, price or quantity needs, and far from where sums overflow
(decimal.Overflow) and texts fill the memory: 9E+999999 is a valid Decimal."""


def is_plausible(number: Decimal) -> bool:
    """Whether a number is finite and of a size that can be counted with; one that is not is as good as unknown."""
    return number.is_finite() and abs(number.adjusted()) <= _MOST_DIGITS


def known(number: Decimal | None) -> Decimal | None:
    """Return a number that can be compared; `None` for one that is unknown or no possible amount."""
    return number if number is not None and is_plausible(number) else None


def not_negative(number: Decimal | None) -> Decimal | None:
    """Return a quantity; `None` for one that is unknown, no possible amount, or below 0."""
    number = known(number)
    return number if number is not None and number >= 0 else None
