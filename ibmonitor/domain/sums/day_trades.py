"""Chooses which fills of an order count, which carry its money and which are left out, so that no trade counts twice.

TWS can report a combo's trade as a whole and as its legs, and a master account's as a whole and as the parts of other
accounts. Footers (`totals.py`) and the day's charts (`day_sums.py`) add up the fills chosen here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import Enum

from ibmonitor.domain.records.numbers import known
from ibmonitor.domain.records.order_ids import order_key
from ibmonitor.domain.records.records import ComboRole, Fill

# Looking up an Enum member costs more than the rest of the work, and it is done for every fill.
_BAG, _LEG = ComboRole.BAG, ComboRole.LEG
_ZERO = Decimal(0)


class FillKind(Enum):
    """What a fill is to its order where it may be left out of a sum; the value is the word shown."""

    PARENT = "parent"
    """In a master account: the whole of what is divided among accounts."""
    COMBO = "combo"
    LEG = "leg"
    PART = "part"
    """In another account than the master's."""


_KINDS = {_BAG: FillKind.COMBO, _LEG: FillKind.LEG}


class Trades:
    """The fills added so far, by their orders. Corrected ones are only counted."""

    def __init__(self) -> None:
        self.superseded = 0
        """Executions that a correction has replaced."""
        self._orders: dict[object, Fill | OrderFills] = {}
        """A fill stands for its order while it is the only one, which saves 100,000 objects."""

    def add(self, fill: Fill) -> None:
        """Add one fill."""
        if fill.superseded_by is not None:
            self.superseded += 1
            return
        key = order_key(fill)
        order = self._orders.setdefault(key, fill)
        if order is fill:
            return
        if not isinstance(order, OrderFills):
            first, order = order, OrderFills()
            order.add(first)
            self._orders[key] = order
        order.add(fill)

    def orders(self) -> Iterator[tuple[Sequence[Fill], Sequence[Fill], Sequence[Fill]]]:
        """Of each order the fills to be counted, those whose commissions and realized P&L are summed, and all others.

        The money of the others is in the sums already, or is reported with those that are.
        """
        for order in self._orders.values():
            if isinstance(order, OrderFills):
                money = order.money()
                yield order.trades(), money, order.all_but(money)
            else:
                alone = (order,)
                yield (alone, alone, ()) if carries_money(order) else (alone, (), alone)


class OrderFills:
    """The fills of one order: in a master account, and in all others."""

    __slots__ = ("_parts", "_wholes")

    def __init__(self) -> None:
        self._wholes: list[Fill] = []
        self._parts: list[Fill] = []

    def add(self, fill: Fill) -> None:
        (self._wholes if fill.is_whole else self._parts).append(fill)

    def trades(self) -> Sequence[Fill]:
        """The fills to be counted: a combo's without its legs."""
        fills = self._counted()
        return [fill for fill in fills if fill.combo_role is not _LEG] or fills

    def money(self) -> Sequence[Fill]:
        """The fills whose commissions and realized P&L are summed."""
        fills = self._counted()
        paying = _carrying(fills)
        if fills is self._wholes or not self._wholes:
            return paying
        # The parts are all there, but it may be the whole that carries the reports.
        of_whole = _carrying(self._wholes)
        unreported, of_whole_unreported = _unreported(paying), _unreported(of_whole)
        is_better = unreported and of_whole and not of_whole_unreported
        is_only = unreported == len(paying) and of_whole_unreported < len(of_whole)
        return of_whole if is_better or is_only else paying

    def all_but(self, fills: Sequence[Fill]) -> Sequence[Fill]:
        """The other fills."""
        if len(fills) == len(self._wholes) + len(self._parts):
            return ()
        those = set(fills)
        return [fill for fill in (*self._wholes, *self._parts) if fill not in those]

    def _counted(self) -> list[Fill]:
        """The level that counts: the parts once they are all there, the whole until then."""
        if not self._wholes or not self._parts:
            return self._parts or self._wholes
        return self._parts if _covers(self._parts, self._wholes) else self._wholes


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


def kind_of_fill(fill: Fill) -> FillKind:
    """What a fill is that is not all of its order's trade."""
    if fill.is_whole:
        return FillKind.PARENT
    return _KINDS.get(fill.combo_role, FillKind.PART)


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


def _carrying(fills: Iterable[Fill]) -> list[Fill]:
    return [fill for fill in fills if carries_money(fill)]


def _unreported(fills: Iterable[Fill]) -> int:
    return sum(commission_of(fill) is None for fill in fills)


def _covers(parts: Sequence[Fill], wholes: Sequence[Fill]) -> bool:
    """Whether the parts are as much as the wholes, comparing legs with legs and combos with combos."""
    for are_legs in (False, True):
        some, others = ([fill for fill in fills if (fill.combo_role is _LEG) is are_legs] for fills in (parts, wholes))
        if some and others:
            return _shares(some) >= _shares(others)
    return True


def _shares(fills: Iterable[Fill]) -> Decimal:
    return sum((quantity_of(fill) or _ZERO for fill in fills), _ZERO)
