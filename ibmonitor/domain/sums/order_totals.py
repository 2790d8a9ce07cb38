"""`OrderTotals`: the totals of one order's fills, kept up to date at the cost of what has changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ibmonitor.domain.records.order_fills import is_continued
from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.domain.sums.kept_totals import KeptTotals
from ibmonitor.domain.sums.totals import Sums

_PIECE = 200
"""So many fills are one piece of work: a millisecond."""


class OrderTotals:
    """Starts anew for another order."""

    def __init__(self) -> None:
        self._order: Order | None = None
        self._forget([])

    def _forget(self, fills: list[Fill]) -> None:
        self._totals = KeptTotals()
        self._fills = fills
        self._numbers: dict[Fill, int] = {}

    @property
    def sums(self) -> Sums:
        """The sums of the fills that have been taken in."""
        return self._totals.sums

    def updating(self, order: Order, changed: Collection[Fill] | None) -> Iterator[None]:
        """Take in an order's fills. Yields after each piece of work.

        `changed` are those that are new or have changed since the last call, and perhaps fills of other orders; `None`
        if any may have.
        """
        is_known = order is self._order and changed is not None
        if not is_known or not is_continued(order, self._fills, self._numbers, changed or ()):
            self._order = order
            self._forget(order.fills)
        numbers, put = self._numbers, self._totals.put
        known = [fill for fill in changed or () if fill in numbers]
        for count, fill in enumerate([*known, *self._fills[len(numbers) :]], 1):
            numbers.setdefault(fill, len(numbers))
            put(fill)
            if not count % _PIECE:
                yield
