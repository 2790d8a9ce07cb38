"""Totals that follow their fills: a change costs the same however many fills there are, also of the same order.

What each fill has contributed is remembered, since records are changed in place. The rules are those of `Totals`.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from ibmonitor.domain.records.numbers import Number
from ibmonitor.domain.records.order_ids import order_key
from ibmonitor.domain.records.records import Commission, Fill
from ibmonitor.domain.sums.day_trades import PLAIN, Place, is_plain, place_of, quantity_of
from ibmonitor.domain.sums.totals import Money, PaidAlike, Sums, money_of

_ZERO = Decimal(0)
_SUPERSEDED = object()

_Parts = dict[Place, PaidAlike]


class _InParts(NamedTuple):
    """Where a fill is counted whose order is not plain."""

    key: object
    place: Place
    shares: Decimal


class KeptTotals:
    """The sums of the fills that were put in and not taken out.

    Put in each fill that is new or has changed. For a combo's fills a change of one changes what the others are to
    their order: put in those, too.
    """

    def __init__(self) -> None:
        self._sums = Sums()
        self._orders: dict[object, Fill | list[Fill] | _Parts] = {}
        """By key: the fills of an order while all are plain, and else what there is in each place.

        A fill stands for its order while it is the only one, as in `Trades`.
        """
        self._outside: dict[object, None] = {}
        """The keys of orders in parts that have changed and are not in the sums until `compute`."""
        self._alone: set[Commission] = set()
        """Commissions whose execution is not known."""
        # In lists, since an object for each of 100,000 fills would take five times as much memory. A fill's index is
        # its serial, counted from `_first`.
        self._first = 0
        self._spots: list[object] = []
        """Where a fill is counted: the key of its order while that is plain, `_InParts`, or `_SUPERSEDED`; `None` for
        one that is not."""
        self._currencies: list[str] = []
        self._amounts: list[Number | None] = []
        self._pnls: list[Number | None] = []
        self._lists: tuple[list[Any], ...] = (self._spots, self._currencies, self._amounts, self._pnls)

    @property
    def sums(self) -> Sums:
        """The sums of all that is in."""
        for _ in self.compute():
            pass
        return self._sums

    def compute(self) -> Iterator[None]:
        """Bring the sums up to date. Yields after each order, so that the work can be spread over slices."""
        self._sums.without_execution = len(self._alone)
        while self._outside:
            key, _ = self._outside.popitem()
            order = self._orders.get(key)
            if isinstance(order, dict):
                self._sums.put_order(order.values(), 1)
            yield

    def put(self, fill: Fill) -> None:
        """Count a fill that is new or has changed."""
        index = self._index_of(fill)
        spot, money = self._spot_of(fill), money_of(fill)
        if spot != self._spots[index]:
            self.take_out(fill)
            if _is_plain_order(spot):
                self._join(fill, spot)
        elif money != self._money_at(index):
            self._count(spot, self._money_at(index), -1)
        else:
            return
        self._count(spot, money, 1)
        self._spots[index] = spot
        self._currencies[index], self._amounts[index], self._pnls[index] = money

    def take_out(self, fill: Fill) -> None:
        """Count a fill no longer; it need not be in."""
        index = fill.serial - self._first
        spot = self._spots[index] if 0 <= index < len(self._spots) else None
        if spot is None:
            return
        self._spots[index] = None
        self._count(spot, self._money_at(index), -1)
        if _is_plain_order(spot):
            self._leave(fill, spot)

    def put_commission(self, commission: Commission) -> None:
        """Count a commission that is new or has changed through its fill, so that nothing is counted twice."""
        if commission.fill is None:
            self._alone.add(commission)
        else:
            self._alone.discard(commission)
            self.put(commission.fill)

    def take_out_commission(self, commission: Commission) -> None:
        """Count a commission no longer; it need not be in."""
        self._alone.discard(commission)
        if commission.fill is not None:
            self.take_out(commission.fill)

    def _spot_of(self, fill: Fill) -> object:
        if fill.superseded_by is not None:
            return _SUPERSEDED
        key = order_key(fill)
        if not is_plain(fill):
            return _InParts(key, place_of(fill), quantity_of(fill) or _ZERO)
        if isinstance(self._orders.get(key), dict):
            return _InParts(key, PLAIN, quantity_of(fill) or _ZERO)
        return key

    def _count(self, spot: object, money: Money, sign: int) -> None:
        if spot is _SUPERSEDED:
            self._sums.superseded += sign
        elif isinstance(spot, _InParts):
            self._count_in_parts(spot, money, sign)
        else:
            self._sums.put(*money, sign)

    def _count_in_parts(self, spot: _InParts, money: Money, sign: int) -> None:
        parts = self._parts(spot.key)
        if spot.key not in self._outside:
            self._outside[spot.key] = None
            self._sums.put_order(parts.values(), -1)
        part = parts.setdefault(spot.place, PaidAlike(spot.place))
        part.put(spot.shares, *money, sign)
        if not part.fills:
            del parts[spot.place]
            if not parts:
                del self._orders[spot.key]

    def _parts(self, key: object) -> _Parts:
        """What there is of an order in each place; from now on it is not plain."""
        order = self._orders.get(key, [])
        if isinstance(order, dict):
            return order
        self._outside[key] = None
        parts: _Parts = {}
        self._orders[key] = parts
        for fill in [order] if isinstance(order, Fill) else order:
            index = self._index_of(fill)
            money = self._money_at(index)
            self._sums.put(*money, -1)
            self._spots[index] = spot = _InParts(key, PLAIN, quantity_of(fill) or _ZERO)
            self._count_in_parts(spot, money, 1)
        return parts

    def _join(self, fill: Fill, key: object) -> None:
        """Keep a fill with those of its order, while all are plain."""
        order = self._orders.setdefault(key, fill)
        if isinstance(order, list):
            order.append(fill)
        elif isinstance(order, Fill) and order is not fill:
            self._orders[key] = [order, fill]

    def _leave(self, fill: Fill, key: object) -> None:
        order = self._orders[key]
        if isinstance(order, list) and len(order) > 1:
            order.remove(fill)
        else:
            del self._orders[key]

    def _money_at(self, index: int) -> Money:
        return self._currencies[index], self._amounts[index], self._pnls[index]

    def _index_of(self, fill: Fill) -> int:
        """The index of a fill in the lists, which are made long enough."""
        length = len(self._spots)
        if not length:
            self._first = fill.serial
        index = fill.serial - self._first
        if index < 0:
            # Commissions do not come in the order of their fills: there will be more of them.
            room = min(self._first, max(-index, length))
            self._first -= room
            index += room
            for values in self._lists:
                values[:0] = [None] * room
        elif index >= length:
            for values in self._lists:
                values.extend([None] * (index + 1 - length))
        return index


def _is_plain_order(spot: object) -> bool:
    """Whether it is the key of an order whose fills are all plain."""
    return spot is not _SUPERSEDED and not isinstance(spot, _InParts)
