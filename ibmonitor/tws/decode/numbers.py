"""`Numbers`: reads the numbers that TWS sends. Sentinels become `None`; doubles become the decimals that TWS wrote."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from ibapi.const import UNSET_DECIMAL, UNSET_DOUBLE, UNSET_INTEGER, UNSET_LONG

from ibmonitor.domain.records.numbers import Number, is_plausible

UNSET_NUMBERS = frozenset({UNSET_INTEGER, UNSET_LONG, -UNSET_LONG - 1})
"""What TWS writes into an integer it does not set; the last two were seen in text messages only."""

_LEAST_DOUBLE, _MOST_DOUBLE = 1e-30, 1e31
"""See `is_plausible`."""

Raw = TypeVar("Raw")
Known = TypeVar("Known")


def is_plausible_double(number: float) -> bool:
    """Whether `Numbers.double` certainly reads it as a number; the sentinel is none."""
    return _LEAST_DOUBLE <= number < _MOST_DOUBLE or number == 0 or _LEAST_DOUBLE <= -number < _MOST_DOUBLE


class Numbers:
    """Reads the numbers of one connection, and collects impossible ones in `implausible`."""

    def __init__(self) -> None:
        self.implausible: list[object] = []
        """They count as unknown. `FrameReader` clears this before each frame."""
        self._doubles = _Recurring(self._read_double)
        self.double = self._doubles.__getitem__
        """The decimal TWS wrote for a double: the shortest that reads back as it; `None` for what `decimal` refuses.

        The look-up takes equal numbers for one: so 0.0 and -0.0 are both 0.0, and the integer that ibapi leaves in a
        field is read as the double it stands for.
        """
        self.text_decimal = _Recurring(self._read_text_decimal).__getitem__
        """A quantity that TWS sends as text; `None` when it is empty or no finite number.

        Raises `decimal.InvalidOperation`.
        """
        self.shared: Callable[[int | None], int | None] = _Recurring[int | None, int](lambda number: number).__getitem__
        """The same number, as one object for the executions of an order, which have the same ids."""

    def if_plausible(self, read: Known) -> Known | None:
        """Return what has been read with these numbers; `None` if one was impossible, which is for ibapi to report."""
        is_plausible = not self.implausible
        self.implausible.clear()
        return read if is_plausible else None

    def amount(self, number: float) -> Number | None:
        """The same as `double` where there are many that do not recur: a plausible one stays a double."""
        if is_plausible_double(number):
            return float(number) or 0.0
        return None if number == UNSET_DOUBLE else self.double(number)

    def integer(self, number: int | None) -> int | None:
        """An integer as TWS sent it; `None` for its sentinels, and for more than TWS's own 64 bits can hold."""
        if number is None or number in UNSET_NUMBERS:
            return None
        if -UNSET_LONG <= number <= UNSET_LONG:
            return number
        self.implausible.append(number)
        return None

    def decimal(self, number: Decimal | None) -> Decimal | None:
        """A quantity as TWS sent it; `None` for its sentinel, for invalid numbers, and for implausible ones.

        A garbled quantity such as 9E+999999 would overflow any sum. The comparison comes last, because a signaling NaN
        raises there.
        """
        if number is None or not number.is_finite() or number == UNSET_DECIMAL:
            return None
        if is_plausible(number):
            return number
        self.implausible.append(number)
        return None

    def _read_double(self, number: float | None) -> Decimal | None:
        if number is None:
            return None
        if is_plausible_double(number):
            return Decimal(repr(float(number))) if number else Decimal("0.0")
        if number == UNSET_DOUBLE or not math.isfinite(number):
            return None
        return self.decimal(Decimal(repr(float(number))))

    def _read_text_decimal(self, text: str) -> Decimal | None:
        return self.decimal(Decimal(text)) if text else None


class Doubles(Numbers):
    """Leaves a double what it is; -0.0 is 0.0 here, too."""

    def __init__(self) -> None:
        super().__init__()
        self.double = (0.0).__add__  # type: ignore[assignment]  # it makes no decimals: that is what it is for


class _Recurring(dict[Raw, Known | None]):
    """A cache of numbers by what TWS sent; unknown ones are not cached.

    Prices, commissions and quantities recur during a day, so most calls cost only a lookup, and sharing an object saves
    a hundred bytes each.
    """

    MOST = 1 << 13

    def __init__(self, read: Callable[[Raw], Known | None]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, raw: Raw) -> Known | None:
        number = self._read(raw)
        if number is not None:
            if len(self) >= self.MOST:
                self.clear()
            self[raw] = number
        return number
