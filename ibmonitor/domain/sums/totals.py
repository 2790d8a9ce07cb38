"""Counts and sums of fills and their commissions by currency. No trade counts twice (`day_trades.py`).

Quantities are not summed, since instruments differ. A number that is not plausible counts as unknown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from ibmonitor.domain.records.records import Commission, Fill
from ibmonitor.domain.sums.day_trades import FillKind, Trades, commission_of, kind_of_fill, realized_pnl_of

_ZERO = Decimal(0)


class Totals:
    """The totals of the fills added so far, computed when they are read, or before that by `compute`.

    A fill that changes after it was added may leave its totals as they are: a view then starts new ones.
    """

    __slots__ = (
        *("_commissions", "_fills", "_is_computed", "_left_out", "_pending", "_realized_pnl", "_trades"),
        "without_execution",
    )

    def __init__(self) -> None:
        self.without_execution = 0
        """Commissions whose execution is not known; their amounts are in no sum."""
        self._trades = Trades()
        self._forget_sums()

    @property
    def fills(self) -> int:
        """Executions that count: a combo's once, without its legs; a master account's once, without its parts."""
        self._compute_now()
        return self._fills

    @property
    def pending(self) -> int:
        """Of the executions that should have a commission, those whose amount has not been reported."""
        self._compute_now()
        return self._pending

    @property
    def superseded(self) -> int:
        """Executions that a correction has replaced."""
        return self._trades.superseded

    @property
    def commissions(self) -> dict[str, Decimal]:
        """Commissions and fees by currency; a currency nothing was reported in is absent."""
        self._compute_now()
        return self._commissions

    @property
    def realized_pnl(self) -> dict[str, Decimal]:
        """Realized P&L by currency, of the executions for which TWS reported one."""
        self._compute_now()
        return self._realized_pnl

    @property
    def left_out(self) -> Counter[FillKind]:
        """By kind: executions that no sum of money contains, since the others of their order do. None is corrected."""
        self._compute_now()
        return self._left_out

    def add(self, fill: Fill) -> None:
        """Count one fill, with its commission if it has one."""
        self._trades.add(fill)
        self._is_computed = False

    def add_commission(self, commission: Commission) -> None:
        """Count a commission whose execution is not known; one with its execution is counted with the fill."""
        if commission.fill is None:
            self.without_execution += 1

    def compute(self) -> Iterator[None]:
        """Compute the totals. Yields after each order, so that the work can be spread over slices."""
        self._forget_sums()
        for counted, paying, others in self._trades.orders():
            self._fills += len(counted)
            for fill in paying:
                self._add_money(fill)
            for fill in others:
                self._left_out[kind_of_fill(fill)] += 1
            yield
        self._is_computed = True

    def _add_money(self, fill: Fill) -> None:
        amount, realized_pnl = commission_of(fill), realized_pnl_of(fill)
        currency = "" if fill.commission is None else fill.commission.currency
        if amount is None:
            self._pending += 1
        else:
            self._commissions[currency] = self._commissions.get(currency, _ZERO) + amount
        if realized_pnl is not None:
            self._realized_pnl[currency] = self._realized_pnl.get(currency, _ZERO) + realized_pnl

    def _compute_now(self) -> None:
        if not self._is_computed:
            for _ in self.compute():
                pass

    def _forget_sums(self) -> None:
        self._fills = self._pending = 0
        self._commissions: dict[str, Decimal] = {}
        self._realized_pnl: dict[str, Decimal] = {}
        self._left_out: Counter[FillKind] = Counter()
        self._is_computed = False
