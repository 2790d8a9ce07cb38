"""`DayOrders`: which fills of a day count as trades, and which carry the money, as they change.

The rules are those of `day_trades.py`. In an order whose fills are all plain, all count. In another one it is decided
by place: a change of one fill counts this fill anew, and the others only where their place counts no longer, or does
now.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from ibmonitor.domain.records.records import Fill
from ibmonitor.domain.sums.day_trades import PLAIN, Alike, Chosen, Place, choose
from ibmonitor.domain.sums.totals import Money


class DayEntry(NamedTuple):
    """How a fill is counted. It is kept, since fills are changed in place."""

    fill: Fill
    time: datetime
    order: object
    """What the fills of its order have in common."""
    place: Place | None
    """`None` where a correction has replaced it."""
    name: str
    """The account or the symbol."""
    shares: Decimal
    money: Money


class _Parts:
    """The fills of an order that are not all plain."""

    def __init__(self) -> None:
        self.fills: dict[Place, dict[Fill, None]] = {}
        self.alikes: dict[Place, Alike] = {}
        self.counted = Chosen({PLAIN}, {PLAIN})
        """Those whose fills are counted now."""

    def put(self, place: Place, entry: DayEntry, sign: int) -> None:
        fills, alike = self.fills.setdefault(place, {}), self.alikes.setdefault(place, Alike(place))
        if sign > 0:
            fills[entry.fill] = None
        else:
            del fills[entry.fill]
        alike.count(entry.shares, sign, is_reported=entry.money[1] is not None)
        if not fills:
            del self.fills[place], self.alikes[place]


class DayOrders:
    """Calls back with each fill that counts from now on (1), and each that does no longer (-1)."""

    def __init__(
        self,
        entry_of: Callable[[Fill], DayEntry],
        count_trade: Callable[[DayEntry, int], None],
        count_money: Callable[[DayEntry, int], None],
    ) -> None:
        self._entry_of = entry_of
        self._count_trade, self._count_money = count_trade, count_money
        self._orders: dict[object, Fill | dict[Fill, None] | _Parts] = {}
        """While all fills of an order are plain, these; the only one stands for itself, as in `Trades`."""
        self._outdated: dict[object, None] = {}
        """The orders in parts that have changed."""

    def put(self, entry: DayEntry) -> None:
        """Add a fill that no correction has replaced."""
        place, order = entry.place, self._orders.get(entry.order)
        assert place is not None  # noqa: S101 - see above
        if place == PLAIN and not isinstance(order, _Parts):
            self._join(entry, order)
        else:
            self._parts(entry.order, order).put(place, entry, 1)
            self._outdated[entry.order] = None
        self._count(entry, 1)

    def take_out(self, entry: DayEntry) -> None:
        """Remove a fill that is in."""
        self._count(entry, -1)
        place, order = entry.place, self._orders[entry.order]
        if isinstance(order, _Parts) and place is not None:
            order.put(place, entry, -1)
            self._outdated[entry.order] = None
            is_empty = not order.fills
        elif isinstance(order, dict):
            del order[entry.fill]
            is_empty = not order
        else:
            is_empty = True
        if is_empty:
            del self._orders[entry.order]
            self._outdated.pop(entry.order, None)

    def settle(self) -> Generator[None, None, None]:
        """Choose again what counts, where that may be something else. Yields after each order."""
        while self._outdated:
            key, _ = self._outdated.popitem()
            order = self._orders[key]
            if isinstance(order, _Parts):
                before, now = order.counted, choose(order.alikes.values())
                order.counted = now
                for place, fills in order.fills.items():
                    self._recount(fills, self._count_trade, (place in now.trades) - (place in before.trades))
                    self._recount(fills, self._count_money, (place in now.money) - (place in before.money))
            yield

    def standing(self, entry: DayEntry) -> tuple[bool, bool]:
        """Whether a fill counts as a trade, and whether its money is summed."""
        if entry.place is None:
            return False, False
        order = self._orders[entry.order]
        if not isinstance(order, _Parts):
            return True, True
        return entry.place in order.counted.trades, entry.place in order.counted.money

    def _count(self, entry: DayEntry, sign: int) -> None:
        is_trade, is_paid = self.standing(entry)
        if is_trade:
            self._count_trade(entry, sign)
        if is_paid:
            self._count_money(entry, sign)

    def _recount(self, fills: dict[Fill, None], count: Callable[[DayEntry, int], None], sign: int) -> None:
        if sign:
            for fill in fills:
                count(self._entry_of(fill), sign)

    def _join(self, entry: DayEntry, order: Fill | dict[Fill, None] | None) -> None:
        if order is None:
            self._orders[entry.order] = entry.fill
        elif isinstance(order, dict):
            order[entry.fill] = None
        else:
            self._orders[entry.order] = {order: None, entry.fill: None}

    def _parts(self, key: object, order: Fill | dict[Fill, None] | _Parts | None) -> _Parts:
        """The order in parts; what it has had until now was plain, and counts."""
        if isinstance(order, _Parts):
            return order
        parts = self._orders[key] = _Parts()
        for fill in () if order is None else (order,) if isinstance(order, Fill) else order:
            parts.put(PLAIN, self._entry_of(fill), 1)
        return parts
