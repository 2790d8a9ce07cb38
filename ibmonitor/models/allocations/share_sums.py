"""`ShareSums`: the money of the accounts' parts, as the footer and a printout show it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ibmonitor.domain.allocation.values import AccountShare
from ibmonitor.domain.records.numbers import is_plausible

_ZERO = Decimal(0)


class ShareSums:
    """Sums over the accounts' parts, per currency, without the advisor's own executions."""

    def __init__(self, shares: Iterable[AccountShare] = ()) -> None:
        self.commissions: dict[str, Decimal] = {}
        self.realized_pnl: dict[str, Decimal] = {}
        self.pending = 0
        for share in shares:
            self.add(share)

    def add(self, share: AccountShare) -> None:
        self.pending += share.pending
        _add(self.commissions, share.commissions)
        _add(self.realized_pnl, share.realized_pnl)


def _add(sums: dict[str, Decimal], money: Iterable[tuple[str, Decimal]]) -> None:
    for currency, amount in money:
        if is_plausible(amount):
            sums[currency] = sums.get(currency, _ZERO) + amount
