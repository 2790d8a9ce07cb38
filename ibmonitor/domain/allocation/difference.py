"""Compares an account's expected share with its allocated quantity, and finds the cause of a difference.

`possible_reasons.py` adds what may explain the differences without a known cause.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import Enum

from ibmonitor.domain.allocation.methods import short_number
from ibmonitor.domain.allocation.values import Expected, Gap, Source
from ibmonitor.domain.records.numbers import known, not_negative
from ibmonitor.domain.records.value import value

_ZERO, _ONE = Decimal(0), Decimal(1)

_NOTHING_BY = {
    Source.METHOD: "the group gives it no amount",
    Source.REPORTED: "TWS gives it nothing",
    Source.OTHERS: "the other accounts' shares leave nothing for it",
}


class Received(Enum):
    """How completely TWS has reported an account's part of an order."""

    ALL = "all"
    """All of it: an answer was late enough, or the parts received add up to the filled quantity."""
    WAITING = "waiting"
    """More may be coming."""
    MISSING = "missing"
    """There may be more, but no answer is expected."""


@value
class Comparison:
    """One account's part against its share; the fields are those of `AccountShare`."""

    due: Decimal | None
    difference: Decimal | None
    gap: Gap
    reason: str
    is_flagged: bool


@value
class _Fill:
    """The order's quantity and filled quantity; `None` is not known."""

    quantity: Decimal | None
    filled: Decimal | None

    @property
    def is_whole(self) -> bool:
        return self.quantity is not None and self.filled is not None and self.filled >= self.quantity

    def due(self, share: Decimal | None) -> Decimal | None:
        """The part of a share that is due by now; `None` where that is not known, or not plausible."""
        if share is None or self.quantity is None or self.filled is None:
            return None
        return share if self.is_whole else known(share * self.filled / self.quantity)

    def __str__(self) -> str:
        quantity, filled = self.quantity or _ZERO, self.filled or _ZERO
        if not filled:
            return f"nothing filled of {short_number(quantity)}"
        return f"partial fill: {short_number(filled)} of {short_number(quantity)}"


def rounding_unit(quantities: Iterable[Decimal | None]) -> Decimal:
    """Return 1, or the last decimal place of the quantities."""
    # Of thousands, most are alike.
    return _ONE.scaleb(min((0, *map(_exponent, set(map(known, quantities))))))


def compare(
    expected: Expected,
    allocated: Decimal | None,
    quantity: Decimal | None,
    filled: Decimal | None,
    unit: Decimal,
    is_member: bool | None,
    received: Received,
) -> Comparison:
    """Compare an allocated quantity with its share. `quantity` and `filled` are the whole order's."""
    share, allocated = known(expected.quantity), known(allocated)
    fill = _Fill(not_negative(quantity) or None, not_negative(filled))
    due = fill.due(share)
    difference = allocated - share if allocated is not None and share is not None else None
    gap, reason = _gap(expected, allocated, fill, unit, is_member, received)
    is_flagged = gap in {Gap.OUTSIDE, Gap.UNEXPLAINED} or (gap is Gap.NO_SHARE and bool(allocated))
    if received is Received.WAITING and is_flagged:
        gap, reason, is_flagged = Gap.WAITING, "waiting for the accounts' parts", False
    return Comparison(due, difference, gap, reason, is_flagged)


def _gap(
    expected: Expected,
    allocated: Decimal | None,
    fill: _Fill,
    unit: Decimal,
    is_member: bool | None,
    received: Received,
) -> tuple[Gap, str]:
    share = known(expected.quantity)
    if allocated and is_member is False:
        return Gap.OUTSIDE, "outside the group"
    has_no_share = share is not None and not share and is_member is not False
    if allocated is None:
        is_due = bool(fill.filled) and not has_no_share and received is not Received.ALL
        return _not_all(received) if is_due else (Gap.NONE, "")
    if share is None:
        return Gap.NONE, ""
    if has_no_share:
        return Gap.NO_SHARE, _NOTHING_BY.get(expected.source, "")
    return _compared(share, allocated, fill, unit, received)


def _compared(share: Decimal, allocated: Decimal, fill: _Fill, unit: Decimal, received: Received) -> tuple[Gap, str]:
    if allocated == share:
        return Gap.NONE, ""
    if abs(allocated - share) <= unit:
        return Gap.ROUNDING, "rounding"
    due = fill.due(share)
    if due is not None and not fill.is_whole and abs(allocated - due) <= unit:
        return Gap.PARTIAL, str(fill)
    if allocated < share and due is None:
        return Gap.NOT_RECEIVED, "not known how much of the order is filled"
    by_now = share if due is None else due
    if allocated < by_now and received is not Received.ALL:
        return _not_all(received)
    is_all_due = due is None or fill.is_whole
    return Gap.UNEXPLAINED, _unexplained(allocated, by_now, is_all_due=is_all_due)


def _not_all(received: Received) -> tuple[Gap, str]:
    if received is Received.WAITING:
        return Gap.WAITING, "waiting for its part"
    return Gap.NOT_RECEIVED, "not all received from TWS"


def _unexplained(allocated: Decimal, due: Decimal, *, is_all_due: bool) -> str:
    if not allocated:
        return "0 allocated"
    expected = f"{short_number(due)} expected{'' if is_all_due else ' by now'}"
    short_or_over = "short of" if allocated < due else "more than"
    return f"{short_number(abs(allocated - due))} {short_or_over} {expected}"


def _exponent(quantity: Decimal | None) -> int:
    exponent = quantity.normalize().as_tuple().exponent if quantity is not None else 0
    return exponent if isinstance(exponent, int) else 0
