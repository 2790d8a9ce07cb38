"""Which numbers are plausible for an account; all others count as unknown."""

from __future__ import annotations

from decimal import Context, Decimal

_MOST_DIGITS = 30
"""Before or after the decimal point. More than any currency, price or quantity needs, and far below where sums overflow
(decimal.Overflow) and texts fill the memory: 9E+999999 is a valid Decimal."""
EXACT = Context(prec=100)
"""Adds up plausible numbers without rounding, so that what is added and taken out again leaves the sum as it was."""

Number = Decimal | float
"""TWS's doubles stay doubles where there are many: decimals take four times as much memory, and long to make."""


def decimal_of(number: Number) -> Decimal:
    """Return the decimal that TWS wrote for a double: the shortest that reads back as it."""
    return number if isinstance(number, Decimal) else Decimal(repr(number))


def is_plausible(number: Decimal) -> bool:
    """Whether a number is finite and of a possible size; all others are treated as unknown."""
    return number.is_finite() and abs(number.adjusted()) <= _MOST_DIGITS


def known(number: Decimal | None) -> Decimal | None:
    """Return the number if it is plausible; `None` if it is unknown or not plausible."""
    return number if number is not None and is_plausible(number) else None


def known_number(number: Number | None) -> Number | None:
    """Return the same of a number that can be a double; only plausible ones stay doubles."""
    return number if isinstance(number, float) else known(number)


def not_negative(number: Decimal | None) -> Decimal | None:
    """Return the quantity if it is plausible and not below 0; `None` otherwise."""
    number = known(number)
    return number if number is not None and number >= 0 else None
