"""`OrderTotals`: the totals of one order's fills, kept up to date at the cost of what has changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.domain.sums.kept_totals import KeptTotals
from ibmonitor.domain.sums.totals import Sums


class OrderTotals:
    """Starts anew for another order."""

    def __init__(self) -> None:
        self._order: Order | None = None
        self._forget()

    def _forget(self) -> None:
        self._totals = KeptTotals()
        self._fills: set[Fill] = set()

    def update(self, order: Order, changed: Collection[Fill] | None) -> Sums:
        """Return the sums of an order's fills.

        `changed` are those that are new or have changed since the last call, and perhaps fills of other orders; `None`
        if any may have.
        """
        if order is not self._order or changed is None:
            self._order = order
            changed = None
        else:
            self._put(fill for fill in changed if fill.order is order)
        if changed is None or len(self._fills) != len(order.fills):
            # A fill may have moved to another order.
            self._forget()
            self._put(order.fills)
        return self._totals.sums

    def _put(self, fills: Iterable[Fill]) -> None:
        for fill in fills:
            self._fills.add(fill)
            self._totals.put(fill)
