"""Possible reasons for a difference that the group's method does not explain.

IB documents each of them, but the API does not report them, so they are only possible: a reason is given only where
the numbers allow it. None of them explains a quantity that was not allocated to anyone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from ibmonitor.domain.allocation.methods import EQUAL, MONETARY_AMOUNT, Method, short_number
from ibmonitor.domain.allocation.order_parts import AccountPart
from ibmonitor.domain.allocation.values import AccountShare, Gap
from ibmonitor.domain.records.numbers import known, not_negative
from ibmonitor.domain.records.value import value

SIZE_REDUCED = 481
NO_FRACTIONS = 10251

_ZERO, _ONE = Decimal(0), Decimal(1)
_MOST_DIGITS = 20
"""Of a quantity whose remainder is calculated, which needs all digits."""
_LOTS = tuple(Decimal(lot) for lot in (5000, 2000, 1000, 500, 200, 100, 50, 10))
_PRICE_BAND = Decimal("0.05")
"""How far the price that TWS used for an amount of money, when the order was sent, may be from the fills' prices."""


@value
class Division:
    """A group order and how it was divided; `amounts` are those of members, `None` or absent is unknown."""

    method: Method | None
    """`None` where it is not known."""
    is_buy: bool
    is_one_way: bool
    """All parts are on the order's own side."""
    filled: Decimal | None
    quantity: Decimal | None
    unit: Decimal
    """One unit of rounding."""
    slack: Decimal
    """How much the sum of the parts may differ from the filled quantity by rounding."""
    amounts: Mapping[str, Decimal]
    """The group's, in money where the method is MonetaryAmount."""
    prices: tuple[Decimal, ...]
    """Of the fills; positive, and empty where the multiplier is not."""
    multiplier: Decimal
    """The contract's."""
    codes: frozenset[int]
    """Of TWS's messages about the order."""


Parts = Sequence[AccountShare]
Reason = tuple[str, str]
"""The reason in a few words, and in a sentence."""
Interval = tuple[Decimal, Decimal]


def with_possible_reasons(shares: Parts, division: Division) -> tuple[AccountShare, ...]:
    """Return the shares; those with a possible reason for their difference are no longer flagged."""
    if not any(share.gap is Gap.UNEXPLAINED for share in shares):
        return tuple(shares)
    reasons = [reason for find in _ORDER_REASONS if (reason := find(shares, division)) is not None]
    return tuple(
        _explained(share, [*reasons, *_own_reasons(share, shares, division)])
        if share.gap is Gap.UNEXPLAINED and share.is_flagged
        else share
        for share in shares
    )


def _explained(share: AccountShare, reasons: Sequence[Reason]) -> AccountShare:
    if not reasons:
        return share
    return replace(
        share,
        gap=Gap.POSSIBLE,
        reason=f"possible: {' or '.join(words for words, _ in reasons)}",
        is_flagged=False,
        possible_reasons=tuple(sentence for _, sentence in reasons),
    )


# Reasons for the division as a whole


def _equal_positions(shares: Parts, division: Division) -> Reason | None:
    if division.method is not EQUAL or not division.is_one_way:
        return None
    if not _is_all_of_it(shares, division) or not _levels_positions(shares, division):
        return None
    return (
        "equal positions afterwards",
        "Equal can mean equal shares, or shares that make the accounts' positions equal: IB documents both.",
    )


def _levels_positions(shares: Parts, division: Division) -> bool:
    """Whether positions become equal, as far as TWS has reported them with the order; unknown ones may be equal."""
    sign = 1 if division.is_buy else -1
    positions = [(share.got, _position(share.reported)) for share in map(_Got, shares)]
    after = [sign * position + got for got, position in positions if position is not None and got]
    idle = [sign * position for got, position in positions if position is not None and not got]
    if not after:
        return True
    return max(after) - min(after) <= division.unit and all(position >= min(after) - division.unit for position in idle)


def _board_lot(shares: Parts, division: Division) -> Reason | None:
    """Whole lots: each due quantity is rounded down or up to a lot."""
    if not _is_all_of_it(shares, division) or any(share.due is None for share in shares):
        return None
    for lot in _LOTS:
        parts = [(share.got, share.due) for share in map(_Got, shares)]
        if all(_is_in_lots(got, lot) and abs(got - (due or _ZERO)) < lot for got, due in parts):
            words = f"lots of {short_number(lot)}"
            return words, f"The parts are in {words}: an advisor can have TWS round them to the exchange's board lot."
    return None


def _other_price(shares: Parts, division: Division) -> Reason | None:
    """One price, near those of the fills, at which each account's money buys its part."""
    filled, quantity, amounts = division.filled, division.quantity, division.amounts
    if division.method is not MONETARY_AMOUNT or not _is_all_of_it(shares, division) or not division.prices:
        return None
    if not filled or not quantity:
        return None
    of_whole, unit = max(_ONE, quantity / filled), division.unit
    low, high = min(division.prices) * (1 - _PRICE_BAND), max(division.prices) * (1 + _PRICE_BAND)
    bounds = [(low, high)]
    for share in map(_Got, shares):
        money, part = amounts.get(share.account, _ZERO), share.got * of_whole
        if not money or not part:
            if money or part:
                return None
            continue
        paid = money / division.multiplier
        bounds.append((paid / (part + unit), paid / (part - unit) if part > unit else high))
    price = _common(bounds)
    if price is None:
        return None
    words = f"money at another price, near {short_number(price)}"
    return words, "TWS works out what an amount of money buys when the order is sent; the fills were at other prices."


def _size_reduced(shares: Parts, division: Division) -> Reason | None:
    """The order was reduced for some accounts; the others have their shares of the size before that."""
    if SIZE_REDUCED not in division.codes or not _is_all_of_it(shares, division):
        return None
    unit = division.unit
    ratios = []
    for share in map(_Got, shares):
        due = share.due
        if due is None or (not due and share.got):
            return None
        if share.got > due + unit:
            ratios.append(((share.got - unit) / due, (share.got + unit) / due))
    if ratios and _common(ratios) is None:
        return None
    return "reduced for margin", f"TWS reduced the order's size (message {SIZE_REDUCED}), so some accounts got less."


# Reasons for one account


def _own_reasons(share: AccountShare, shares: Parts, division: Division) -> list[Reason]:
    found = (_planned(share, shares, division), _whole_shares(share, shares, division))
    return [reason for reason in found if reason is not None]


def _planned(share: AccountShare, shares: Parts, division: Division) -> Reason | None:
    """TWS's orderAllocations."""
    if share.reported is None or not _adds_up(shares, division):
        return None
    targets = [_target(each.reported) for each in shares]
    total = sum((target for target in targets if target is not None), _ZERO)
    desired, target, got = (
        not_negative(share.reported.desired_quantity),
        _target(share.reported),
        share.allocated or _ZERO,
    )
    if target is None or desired is None:
        return None
    is_partial = None not in targets and division.filled is not None and _ZERO < division.filled < total
    scale = division.filled / total if is_partial and division.filled is not None else _ONE
    least, most = (target * scale - division.unit, desired * scale + division.unit)
    if target < desired and least <= got <= most:
        return (
            "reduced for margin",
            f"TWS allowed {short_number(target)} of the {short_number(desired)} that the account was to have.",
        )
    if least <= got <= target * scale + division.unit:
        return "as TWS planned", f"TWS reported {short_number(target)} for the account with the order."
    return None


def _whole_shares(share: AccountShare, shares: Parts, division: Division) -> Reason | None:
    """An account that cannot trade fractions differs by less than a share."""
    got, due, filled = known(share.allocated), known(share.due), division.filled
    if got is None or due is None or filled is None or division.unit >= 1:
        return None
    unallocated = filled - sum((each.allocated or _ZERO for each in shares), _ZERO)
    if not _is_in_lots(got, _ONE) or abs(got - due) >= 1 or abs(unallocated) >= 1:
        return None
    seen = f" (message {NO_FRACTIONS})" if NO_FRACTIONS in division.codes else ""
    return "no fractions", f"The account may have no fractions of shares in allocation orders{seen}."


# Helpers


class _Got:
    """A share with its numbers checked for plausibility."""

    __slots__ = ("account", "due", "got", "reported")

    def __init__(self, share: AccountShare) -> None:
        self.account = share.account
        self.due = known(share.due)
        self.got = known(share.allocated) or _ZERO
        self.reported = share.reported


def _adds_up(shares: Parts, division: Division) -> bool:
    """Whether all parts are known and add up to the filled quantity."""
    parts = [known(share.allocated) for share in shares]
    if None in parts or division.filled is None:
        return False
    return abs(sum((part for part in parts if part is not None), _ZERO) - division.filled) <= division.slack


def _is_all_of_it(shares: Parts, division: Division) -> bool:
    """Whether the parts add up, and all are those of members."""
    return _adds_up(shares, division) and not any(share.allocated and share.is_member is False for share in shares)


def _is_in_lots(quantity: Decimal, lot: Decimal) -> bool:
    return quantity.adjusted() < _MOST_DIGITS and quantity % lot == 0


def _common(intervals: Iterable[Interval]) -> Decimal | None:
    """The middle of the intersection of all intervals; `None` where it is empty, and for no intervals."""
    pairs = list(intervals)
    if not pairs:
        return None
    low, high = max(low for low, _ in pairs), min(high for _, high in pairs)
    return (low + high) / 2 if low <= high else None


def _position(reported: AccountPart | None) -> Decimal | None:
    return None if reported is None or reported.is_monetary else known(reported.position)


def _target(reported: AccountPart | None) -> Decimal | None:
    """The quantity TWS allows an account, at most the desired one; `None` if not reported, or in money."""
    if reported is None or reported.is_monetary:
        return None
    desired, allowed = not_negative(reported.desired_quantity), not_negative(reported.allowed_quantity)
    return desired if desired is None or allowed is None else min(desired, allowed)


_ORDER_REASONS: tuple[Callable[[Parts, Division], Reason | None], ...] = (
    _equal_positions,
    _board_lot,
    _other_price,
    _size_reduced,
)
