"""What the difference between what an account should have got and what it has got is due to."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ibmonitor.domain.allocation import Expected, Gap, Source
from ibmonitor.domain.expected_methods import short_number
from ibmonitor.domain.explain_writing import known
from ibmonitor.domain.value import value

_ZERO, _ONE = Decimal(0), Decimal(1)

_NOTHING_BY = {
    Source.METHOD: "the group gives it no amount",
    Source.TOLD: "TWS gives it nothing",
    Source.OTHERS: "the others' shares leave it nothing",
}


@value
class Judgement:
    """One account's part against its share; the fields are those of `AccountShare`."""

    due: Decimal | None
    difference: Decimal | None
    gap: Gap
    reason: str
    is_flagged: bool


@value
class _Fill:
    """How much of the order is filled; `None` is not known."""

    quantity: Decimal | None
    filled: Decimal | None

    @property
    def is_whole(self) -> bool:
        return self.quantity is not None and self.filled is not None and self.filled >= self.quantity

    def due(self, share: Decimal | None) -> Decimal | None:
        """What is due by now of a share of the whole."""
        if share is None or self.quantity is None or self.filled is None:
            return None
        return share if self.is_whole else share * self.filled / self.quantity

    def __str__(self) -> str:
        quantity, filled = self.quantity or _ZERO, self.filled or _ZERO
        if not filled:
            return f"nothing filled of {short_number(quantity)}"
        return f"partial fill: {short_number(filled)} of {short_number(quantity)}"


def rounding_unit(quantities: Iterable[Decimal | None]) -> Decimal:
    """Return 1, or the last decimal that one of the quantities has."""
    return _ONE.scaleb(min((0, *(_exponent(quantity) for quantity in quantities))))


def judge(
    expected: Expected,
    allocated: Decimal | None,
    quantity: Decimal | None,
    filled: Decimal | None,
    unit: Decimal,
    is_member: bool | None,
    is_all_told: bool,
) -> Judgement:
    """Compare a part with its share. `quantity` and `filled` are the whole order's, `unit` one unit of rounding.

    `is_all_told`: the parts known add up to what is filled.
    """
    share, allocated = known(expected.quantity), known(allocated)
    fill = _Fill(_not_negative(quantity) or None, _not_negative(filled))
    due = fill.due(share)
    difference = allocated - share if allocated is not None and share is not None else None
    if allocated and is_member is False:
        return Judgement(due, difference, Gap.OUTSIDE, "outside the group", True)
    if allocated is None or share is None:
        return Judgement(due, None, Gap.NONE, "", False)
    if not share and is_member is not False:
        return Judgement(due, difference, Gap.NO_SHARE, _NOTHING_BY.get(expected.source, ""), bool(allocated))
    gap, reason = _gap(share, allocated, fill, unit, is_all_told)
    return Judgement(due, difference, gap, reason, gap is Gap.UNEXPLAINED)


def _gap(share: Decimal, allocated: Decimal, fill: _Fill, unit: Decimal, is_all_told: bool) -> tuple[Gap, str]:
    if allocated == share:
        return Gap.NONE, ""
    if abs(allocated - share) <= unit:
        return Gap.ROUNDING, "rounding"
    due = fill.due(share)
    if due is not None and not fill.is_whole and abs(allocated - due) <= unit:
        return Gap.PARTIAL, str(fill)
    if allocated < share and (due is None or not is_all_told):
        why = "not known how much of the order is filled" if due is None else "not all parts are told yet"
        return Gap.NOT_TOLD, why
    return Gap.UNEXPLAINED, _unexplained(allocated, share if due is None else due)


def _unexplained(allocated: Decimal, due: Decimal) -> str:
    if not allocated:
        return "got nothing"
    more_or_less = "more" if allocated > due else "less"
    return f"{short_number(abs(allocated - due))} {more_or_less} than the {short_number(due)} due"


def _exponent(quantity: Decimal | None) -> int:
    quantity = known(quantity)
    exponent = quantity.normalize().as_tuple().exponent if quantity is not None else 0
    return exponent if isinstance(exponent, int) else 0


def _not_negative(number: Decimal | None) -> Decimal | None:
    number = known(number)
    return number if number is not None and number >= 0 else None
