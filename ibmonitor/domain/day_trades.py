"""Which fills of one order count, and which of them carry its money: the rules of `totals.py`, with the fills kept.

`totals.py` keeps sums only, from which no line through the day can be drawn. A test holds the two to the same sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ibmonitor.domain.magnitude import is_believable
from ibmonitor.domain.records import ComboRole, Fill

_LEG = ComboRole.LEG
_ZERO = Decimal(0)


class DayTrades:
    """The fills added so far, by their orders. No trade counts twice, however TWS tells it."""

    def __init__(self) -> None:
        self.superseded = 0
        """Executions that a correction has replaced."""
        self._orders: dict[object, Fill | OrderFills] = {}
        """One fill by itself is the commonest order: 100,000 objects less to make and to forget."""

    def add(self, fill: Fill) -> None:
        """Take in one fill."""
        if fill.superseded_by is not None:
            self.superseded += 1
            return
        key = _order_key(fill)
        order = self._orders.setdefault(key, fill)
        if order is fill:
            return
        if not isinstance(order, OrderFills):
            first, order = order, OrderFills()
            order.add(first)
            self._orders[key] = order
        order.add(fill)

    def orders(self) -> Iterator[tuple[Sequence[Fill], Sequence[Fill]]]:
        """Of each order the fills to be counted, and those whose commissions and realized P&L are summed."""
        for order in self._orders.values():
            if isinstance(order, OrderFills):
                yield order.trades(), order.money()
            else:
                alone = (order,)
                yield alone, alone


class OrderFills:
    """The fills of one order: in the advisor's own account and in all others, as wholes and as a combo's legs."""

    __slots__ = ("_advisor", "_others")

    def __init__(self) -> None:
        self._advisor = _Telling()
        self._others = _Telling()

    def add(self, fill: Fill) -> None:
        (self._advisor if fill.is_whole else self._others).add(fill)

    def trades(self) -> Sequence[Fill]:
        """The fills to be counted."""
        return self._telling().trades()

    def money(self) -> Sequence[Fill]:
        """The fills whose commissions and realized P&L are summed."""
        return self._telling().money()

    def _telling(self) -> _Telling:
        """The level that counts: the parts once they are all there, the whole until then."""
        if not self._advisor.trades() or not self._others.trades():
            return self._others if self._others.trades() else self._advisor
        return self._others if self._others.covers(self._advisor) else self._advisor


class _Telling:
    __slots__ = ("legs", "whole")

    def __init__(self) -> None:
        self.whole: list[Fill] = []
        self.legs: list[Fill] = []

    def add(self, fill: Fill) -> None:
        (self.legs if fill.combo_role is _LEG else self.whole).append(fill)

    def trades(self) -> Sequence[Fill]:
        return self.whole or self.legs

    def money(self) -> Sequence[Fill]:
        if not self.whole or not self.legs:
            return self.trades()
        return self.whole if _is_any_reported(self.whole) and not _is_any_reported(self.legs) else self.legs

    def covers(self, other: _Telling) -> bool:
        if self.whole and other.whole:
            return _shares(self.whole) >= _shares(other.whole)
        if self.legs and other.legs:
            return _shares(self.legs) >= _shares(other.legs)
        return True


def commission_of(fill: Fill) -> Decimal | None:
    """The commission and fees of a fill; `None` where it was not reported, or cannot be believed."""
    return None if fill.commission is None else _believed(fill.commission.commission_and_fees)


def realized_pnl_of(fill: Fill) -> Decimal | None:
    """The realized P&L of a fill; `None` where it was not reported, or cannot be believed."""
    return None if fill.commission is None else _believed(fill.commission.realized_pnl)


def quantity_of(fill: Fill) -> Decimal | None:
    """The quantity of a fill; `None` where it is not known."""
    return _believed(fill.execution.shares)


def _believed(number: Decimal | None) -> Decimal | None:
    return number if number is not None and is_believable(number) else None


def _is_any_reported(fills: Sequence[Fill]) -> bool:
    return any(commission_of(fill) is not None for fill in fills)


def _shares(fills: Sequence[Fill]) -> Decimal:
    return sum((quantity_of(fill) or _ZERO for fill in fills), _ZERO)


def _order_key(fill: Fill) -> object:
    execution = fill.execution
    perm_id = execution.perm_id or (fill.order.perm_id if fill.order is not None else None)
    if perm_id:
        return perm_id
    if execution.order_id and execution.client_id is not None:
        return execution.client_id, execution.order_id
    return fill
