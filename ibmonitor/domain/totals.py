"""Counts and sums of fills and their commissions, each currency by itself, that count no trade twice.

Left out are superseded executions with their commissions, one of the two ways TWS tells a combo's trade (the whole or
its legs), and one of the two ways it tells an advisor's (the whole or the sub-accounts' parts). Quantities are not
summed: shares of different instruments make no number. A number that cannot be believed counts as unknown.
"""

from __future__ import annotations

from decimal import Decimal

from ibmonitor.domain.magnitude import is_believable
from ibmonitor.domain.records import ComboRole, Commission, Fill

_ZERO = Decimal(0)
_LEG = ComboRole.LEG


class Totals:
    """The totals of the fills added so far; each addition takes the same short time, so they can be spread over slices.

    A fill that changes after it was added does not change its totals: a view then starts new ones.
    """

    __slots__ = ("_commissions", "_orders", "_realized_pnl", "fills", "pending", "superseded", "without_execution")

    def __init__(self) -> None:
        self.fills = 0
        """Executions that count: a combo's once, without its legs; an advisor's once, without its parts."""
        self.pending = 0
        """Of the executions that should have a commission, those whose amount has not been reported."""
        self.superseded = 0
        """Executions that a correction has replaced."""
        self.without_execution = 0
        """Commissions whose execution is not known; their amounts are in no sum."""
        self._commissions = _Sums()
        self._realized_pnl = _Sums()
        self._orders: dict[object, _OrderTrades] = {}

    @property
    def commissions(self) -> dict[str, Decimal]:
        """Commissions and fees by currency; a currency nothing was reported in is absent."""
        return dict(self._commissions.amounts)

    @property
    def realized_pnl(self) -> dict[str, Decimal]:
        """Realized P&L by currency, of the executions for which TWS reported one."""
        return dict(self._realized_pnl.amounts)

    def add(self, fill: Fill) -> None:
        """Count one fill, with its commission if it has one."""
        if fill.superseded_by is not None:
            self.superseded += 1
            return
        key = _order_key(fill)
        order = self._orders.get(key)
        if order is None:
            order = self._orders[key] = _OrderTrades()
        else:
            self._count(order, -1)
        order.add(fill)
        self._count(order, 1)

    def add_commission(self, commission: Commission) -> None:
        """Count a commission whose execution is not known; one with its execution is counted with the fill."""
        if commission.fill is None:
            self.without_execution += 1

    def _count(self, order: _OrderTrades, times: int) -> None:
        telling = order.telling()
        self.fills += times * telling.trades().fills
        money = telling.money()
        self.pending += times * (money.fills - money.reported)
        self._commissions.add(money.commissions, times)
        self._realized_pnl.add(money.realized_pnl, times)


def _order_key(fill: Fill) -> object:
    """Return what the fills of one order have in common; the fill itself where TWS names no order."""
    execution = fill.execution
    perm_id = execution.perm_id or (fill.order.perm_id if fill.order is not None else None)
    if perm_id:
        return perm_id
    if execution.order_id and execution.client_id is not None:
        return execution.client_id, execution.order_id
    return fill


class _Sums:
    """Amounts by currency, which knows when a currency is gone again."""

    __slots__ = ("_counts", "amounts")

    def __init__(self) -> None:
        self.amounts: dict[str, Decimal] = {}
        self._counts: dict[str, int] = {}

    def put(self, currency: str, amount: Decimal, count: int = 1) -> None:
        counted = self._counts.get(currency, 0) + count
        if counted:
            self._counts[currency] = counted
            self.amounts[currency] = self.amounts.get(currency, _ZERO) + amount
        else:
            self._counts.pop(currency, None)
            self.amounts.pop(currency, None)

    def add(self, other: _Sums, times: int) -> None:
        for currency, amount in other.amounts.items():
            self.put(currency, times * amount, times * other._counts[currency])


class _Side:
    """Fills of one order that tell its trades in one way."""

    __slots__ = ("commissions", "fills", "realized_pnl", "reported", "shares")

    def __init__(self) -> None:
        self.fills = 0
        self.shares = _ZERO
        self.reported = 0
        self.commissions = _Sums()
        self.realized_pnl = _Sums()

    def add(self, fill: Fill) -> None:
        self.fills += 1
        shares = fill.execution.shares
        if shares is not None and is_believable(shares):
            self.shares += shares
        commission = fill.commission
        if commission is None:
            return
        amount, realized_pnl = commission.commission_and_fees, commission.realized_pnl
        if amount is not None and is_believable(amount):
            self.reported += 1
            self.commissions.put(commission.currency, amount)
        if realized_pnl is not None and is_believable(realized_pnl):
            self.realized_pnl.put(commission.currency, realized_pnl)


class _Telling:
    """The fills of one order at one level of accounts: combos as wholes (and all that is no combo), and as legs."""

    __slots__ = ("legs", "whole")

    def __init__(self) -> None:
        self.whole: _Side | None = None
        self.legs: _Side | None = None

    def add(self, fill: Fill) -> None:
        if fill.combo_role is _LEG:
            self.legs = self.legs or _Side()
            self.legs.add(fill)
        else:
            self.whole = self.whole or _Side()
            self.whole.add(fill)

    def trades(self) -> _Side:
        return self.whole or self.legs or _Side()

    def money(self) -> _Side:
        """Return the side that carries the commission reports: TWS sends them for a combo's legs or for the whole."""
        if self.whole is None or self.legs is None:
            return self.trades()
        return self.whole if self.whole.reported and not self.legs.reported else self.legs

    def covers(self, other: _Telling) -> bool:
        """Whether as much is traded here as there."""
        if self.whole is not None and other.whole is not None:
            return self.whole.shares >= other.whole.shares
        if self.legs is not None and other.legs is not None:
            return self.legs.shares >= other.legs.shares
        return True


class _OrderTrades:
    """The fills of one order, in the advisor's own account and in all others."""

    __slots__ = ("_advisor", "_others")

    def __init__(self) -> None:
        self._advisor: _Telling | None = None
        self._others: _Telling | None = None

    def add(self, fill: Fill) -> None:
        if fill.is_whole:
            self._advisor = self._advisor or _Telling()
            self._advisor.add(fill)
        else:
            self._others = self._others or _Telling()
            self._others.add(fill)

    def telling(self) -> _Telling:
        """Return the level that counts: the parts once they are all there, the whole until then."""
        if self._advisor is None or self._others is None:
            return self._others or self._advisor or _Telling()
        return self._others if self._others.covers(self._advisor) else self._advisor
