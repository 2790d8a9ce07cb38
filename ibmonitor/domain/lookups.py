"""Whether executions and completed orders must be asked for again, because orders are known only in part."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from ibmonitor.domain.records import Order

_ZERO = Decimal(0)
_Open = tuple[datetime | None, Decimal]
"""What is open about an order: since when it is missing, and how much of it was filled by fills unknown here."""
_NOTHING_OPEN: _Open = (None, _ZERO)


class Lookups:
    """Remembers what has been looked up, so that what TWS no longer tells is not asked for at each refresh.

    TWS tells the executions of some days and the completed orders of today: the earlier fills of a GTC order stay
    unknown, and an order that went missing overnight may never be heard of again.
    """

    def __init__(self) -> None:
        self._looked_up: dict[int, _Open] = {}
        """By the order's serial number."""

    def wanted(self, orders: Iterable[Order]) -> bool:
        """Whether an order has gone missing, or has been filled by fills unknown here, since it was last looked up."""
        return any(self._is_wanted(order) for order in orders)

    def done(self, orders: Iterable[Order]) -> None:
        """Remember that TWS has been asked about these orders and has answered, or has refused to."""
        for order in orders:
            open_now = _open_about(order)
            if open_now == _NOTHING_OPEN:
                self._looked_up.pop(order.serial, None)
            else:
                self._looked_up[order.serial] = open_now

    def _is_wanted(self, order: Order) -> bool:
        missing_since, unknown = _open_about(order)
        known_missing_since, known_unknown = self._looked_up.get(order.serial, _NOTHING_OPEN)
        # More is unknown, not other: the live fills of an order whose first fills are of last week need no look-up.
        return unknown > known_unknown or missing_since not in (None, known_missing_since)


def _open_about(order: Order) -> _Open:
    return order.missing_since, max((order.filled or _ZERO) - order.executed, _ZERO)
