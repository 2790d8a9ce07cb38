"""Which numbers can be an account's at all."""

from __future__ import annotations

from decimal import Decimal

_MOST_DIGITS = 30
"""Before or after the point. More than any currency, price or quantity needs, and far from where sums overflow
(decimal.Overflow) and texts fill the memory: 9E+999999 is a valid Decimal."""


def is_plausible(number: Decimal) -> bool:
    """Whether a number is finite and of a size that can be counted with; one that is not is as good as unknown."""
    return number.is_finite() and abs(number.adjusted()) <= _MOST_DIGITS
