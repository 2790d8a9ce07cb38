"""Chooses which fills of an order count and which carry its money, so that no trade counts twice.

TWS can report a combo's trade as a whole and as its legs, and a master account's as a whole and as the parts of other
accounts. The choice needs no single fill, only how many there are in each place (`Alike`). So sums that are kept
(`kept_totals.py`) follow it as well as those that are added up (`totals.py`, `day_sums.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from enum import Enum
from functools import reduce
from typing import NamedTuple

from ibmonitor.domain.records.numbers import EXACT, known
from ibmonitor.domain.records.order_ids import order_key
from ibmonitor.domain.records.records import ComboRole, Fill

# Looking up an Enum member costs more than the rest of the work, and it is done for every fill.
_NONE, _BAG, _LEG = ComboRole.NONE, ComboRole.BAG, ComboRole.LEG
_ZERO = Decimal(0)


class FillKind(Enum):
    """What a fill is to its order where it may be left out of a sum; the value is the word shown."""

    PARENT = "parent"
    """In a master account: the whole of what is divided among accounts."""
    COMBO = "combo"
    LEG = "leg"
    PART = "part"
    """In another account than the master's."""


class Place(NamedTuple):
    """What a fill is to its order: those of one order in the same place all count, or none of them does."""

    is_whole: bool
    is_bag: bool
    is_leg: bool
    carries_money: bool

    @property
    def kind(self) -> FillKind:
        """What a fill is that is not all of its order's trade."""
        if self.is_whole:
            return FillKind.PARENT
        return FillKind.COMBO if self.is_bag else FillKind.LEG if self.is_leg else FillKind.PART


PLAIN = Place(is_whole=False, is_bag=False, is_leg=False, carries_money=True)
"""The place of almost all fills. Where an order has no others, all count, and so does their money."""


class Alike:
    """How many fills of one order are in one place. Corrected ones are in none."""

    __slots__ = ("fills", "place", "shares", "unreported")

    def __init__(self, place: Place) -> None:
        self.place = place
        self.fills = 0
        self.unreported = 0
        """Of those, the ones whose commission is not known."""
        self.shares = _ZERO

    def add(self, fill: Fill) -> None:
        """Count one fill."""
        self.count(quantity_of(fill) or _ZERO, 1, is_reported=commission_of(fill) is not None)

    def count(self, shares: Decimal, sign: int, *, is_reported: bool) -> None:
        """Count a fill (1), or count it no longer (-1)."""
        self.fills += sign
        self.unreported += sign * (not is_reported)
        self.shares = (EXACT.add if sign > 0 else EXACT.subtract)(self.shares, shares)


class Chosen(NamedTuple):
    """The places of an order's fills that count."""

    trades: set[Place]
    """Those to be counted."""
    money: set[Place]
    """Those whose commissions and realized P&L are summed.

    The money of the others is in the sums already, or is reported with those that are.
    """


def choose(order: Collection[Alike]) -> Chosen:
    """Choose among all fills of an order."""
    wholes = [alike for alike in order if alike.place.is_whole]
    parts = [alike for alike in order if not alike.place.is_whole]
    counted = parts if parts and _covers(parts, wholes) else wholes
    # A combo's without its legs.
    trades = [alike for alike in counted if not alike.place.is_leg] or counted
    paying = _carrying(counted)
    if counted is parts and wholes:
        # The parts are all there, but it may be the whole that carries the reports.
        of_whole = _carrying(wholes)
        unreported, of_whole_unreported = _unreported(paying), _unreported(of_whole)
        is_better = unreported and of_whole and not of_whole_unreported
        is_only = unreported == _fills(paying) and of_whole_unreported < _fills(of_whole)
        if is_better or is_only:
            paying = of_whole
    return Chosen({alike.place for alike in trades}, {alike.place for alike in paying})


class Trades:
    """The fills added so far, by their orders. Corrected ones are only counted."""

    def __init__(self) -> None:
        self.superseded = 0
        """Executions that a correction has replaced."""
        self._orders: dict[object, Fill | list[Fill]] = {}
        """A fill stands for its order while it is the only one, which saves 100,000 objects."""

    def add(self, fill: Fill) -> None:
        """Add one fill."""
        if fill.superseded_by is not None:
            self.superseded += 1
            return
        key = order_key(fill)
        order = self._orders.setdefault(key, fill)
        if isinstance(order, list):
            order.append(fill)
        elif order is not fill:
            self._orders[key] = [order, fill]

    def orders(self) -> Iterator[Sequence[Fill]]:
        """The fills of each order."""
        for order in self._orders.values():
            yield order if isinstance(order, list) else (order,)


def chosen_fills(order: Sequence[Fill]) -> tuple[Sequence[Fill], Sequence[Fill]]:
    """Of all fills of an order those to be counted, and those whose commissions and realized P&L are summed."""
    if all(map(is_plain, order)):
        return order, order
    alikes: dict[Place, Alike] = {}
    places = [place_of(fill) for fill in order]
    for place, fill in zip(places, order, strict=True):
        alikes.setdefault(place, Alike(place)).add(fill)
    chosen = choose(alikes.values())
    trades, money = (
        [fill for place, fill in zip(places, order, strict=True) if place in some]
        for some in (chosen.trades, chosen.money)
    )
    return trades, money


def is_plain(fill: Fill) -> bool:
    """Whether the place of a fill that no correction has replaced is `PLAIN`."""
    return fill.combo_role is _NONE and not fill.is_whole


def place_of(fill: Fill) -> Place:
    """The place of a fill that no correction has replaced."""
    if is_plain(fill):
        return PLAIN
    role = fill.combo_role
    return Place(fill.is_whole, role is _BAG, role is _LEG, carries_money(fill))


def carries_money(fill: Fill) -> bool:
    """Whether a fill's own commission counts, reported or not: TWS reports a combo's with its legs or with the whole.

    Until it reports either, the commission is pending for the whole only, so that it is pending once.
    """
    if fill.superseded_by is not None:
        return False
    role = fill.combo_role
    if role is _BAG:
        return not _is_in_legs(fill)
    return role is not _LEG or fill.bag is None or _is_in_legs(fill.bag)


def commission_of(fill: Fill) -> Decimal | None:
    """The commission and fees of a fill; `None` where it was not reported, or is not plausible."""
    return None if fill.commission is None else known(fill.commission.commission_and_fees)


def realized_pnl_of(fill: Fill) -> Decimal | None:
    """The realized P&L of a fill; `None` where it was not reported, or is not plausible."""
    return None if fill.commission is None else known(fill.commission.realized_pnl)


def quantity_of(fill: Fill) -> Decimal | None:
    """The quantity of a fill; `None` where it is not known."""
    return known(fill.execution.shares)


def _is_in_legs(bag: Fill) -> bool:
    return any(commission_of(leg) is not None for leg in bag.legs if leg.superseded_by is None)


def _carrying(alikes: Iterable[Alike]) -> list[Alike]:
    return [alike for alike in alikes if alike.place.carries_money]


def _fills(alikes: Iterable[Alike]) -> int:
    return sum(alike.fills for alike in alikes)


def _unreported(alikes: Iterable[Alike]) -> int:
    return sum(alike.unreported for alike in alikes)


def _covers(parts: Iterable[Alike], wholes: Iterable[Alike]) -> bool:
    """Whether the parts are as much as the wholes, comparing legs with legs and combos with combos."""
    for are_legs in (False, True):
        some, others = ([alike for alike in alikes if alike.place.is_leg is are_legs] for alikes in (parts, wholes))
        if some and others:
            return _shares(some) >= _shares(others)
    return True


def _shares(alikes: Iterable[Alike]) -> Decimal:
    return reduce(EXACT.add, (alike.shares for alike in alikes))
