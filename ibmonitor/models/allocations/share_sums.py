"""`ShareSums`: the money of the accounts' parts, as the footer, the tiles and a printout show it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ibmonitor.domain.allocation.values import AccountShare
from ibmonitor.domain.records.numbers import is_plausible
from ibmonitor.domain.sums.totals import CurrencySums


class ShareSums:
    """Sums over the accounts' parts, per currency, without the advisor's own executions."""

    def __init__(self, shares: Iterable[AccountShare] = ()) -> None:
        self._commissions = CurrencySums()
        self._realized_pnl = CurrencySums()
        self.pending = 0
        for share in shares:
            self.add(share)

    @property
    def commissions(self) -> dict[str, Decimal]:
        return self._commissions.amounts

    @property
    def realized_pnl(self) -> dict[str, Decimal]:
        return self._realized_pnl.amounts

    def add(self, share: AccountShare) -> None:
        self.pending += share.pending
        _add(self._commissions, share.commissions)
        _add(self._realized_pnl, share.realized_pnl)

    def put(self, other: ShareSums, sign: int) -> None:
        """Add (1) or take out (-1) other sums."""
        self.pending += sign * other.pending
        self._commissions.put_all(other._commissions, sign)
        self._realized_pnl.put_all(other._realized_pnl, sign)


def _add(sums: CurrencySums, money: Iterable[tuple[str, Decimal]]) -> None:
    for currency, amount in money:
        if is_plausible(amount):
            sums.put(currency, amount, 1)
