"""Whether executions and completed orders must be asked for again, because orders are known only in part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from ibmonitor.domain.records.records import Order

_ZERO = Decimal(0)
_Open = tuple[datetime | None, Decimal]
"""What is open about an order: since when it is missing, and how much of it was filled by fills unknown here."""
_NOTHING_OPEN: _Open = (None, _ZERO)

_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(minutes=30)
"""After look-ups that TWS has not answered, each pause is twice the one before: the answers can be long."""


class Lookups:
    """Remembers what has been looked up, so that what TWS no longer tells is not asked for at each refresh.

    TWS tells the executions of some days and the completed orders of today: the earlier fills of a GTC order stay
    unknown, and an order that went missing overnight may never be heard of again.
    """

    def __init__(self, orders: Iterable[Order], clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """`orders` is the blotter's own list, which grows."""
        self._orders = orders
        self._clock = clock
        self._looked_up: dict[int, _Open] = {}
        """By the order's serial number, what was open when TWS last answered."""
        self._unanswered: dict[int, _Open] = {}
        """What was open when TWS last did not answer; empty where it did."""
        self._asked: datetime | None = None
        """When TWS last did not answer; `None` where it did."""
        self._pause = _FIRST_PAUSE
        """To wait from then on."""

    def wanted(self) -> bool:
        """Whether an order has gone missing, or has been filled by fills unknown here, since it was last looked up.

        What was asked for without an answer is wanted again after a pause only.
        """
        may_repeat = self._may_repeat()
        return any(
            _is_new(order, self._looked_up) and (may_repeat or _is_new(order, self._unanswered))
            for order in self._orders
        )

    def done(self) -> None:
        """Remember that TWS has answered a request for what is open, or has refused it."""
        self._asked = None
        self._unanswered = {}
        self._pause = _FIRST_PAUSE
        for order in self._orders:
            open_now = _open_about(order)
            if open_now == _NOTHING_OPEN:
                self._looked_up.pop(order.serial, None)
            else:
                self._looked_up[order.serial] = open_now

    def unanswered(self) -> None:
        """Remember that TWS has not answered a request for what is open."""
        if self._asked is not None:
            self._pause = min(2 * self._pause, _LONGEST_PAUSE)
        self._asked = self._clock()
        self._unanswered = {order.serial: _open_about(order) for order in self._orders}

    def _may_repeat(self) -> bool:
        # A clock that was set back is no reason to wait longer.
        return self._asked is None or not self._asked <= self._clock() < self._asked + self._pause


def _is_new(order: Order, known: Mapping[int, _Open]) -> bool:
    """Whether something is open about an order that was not when it was looked up."""
    missing_since, unknown = _open_about(order)
    known_missing_since, known_unknown = known.get(order.serial, _NOTHING_OPEN)
    # More is unknown, not other: the live fills of an order whose first fills are of last week need no look-up.
    return unknown > known_unknown or missing_since not in (None, known_missing_since)


def _open_about(order: Order) -> _Open:
    return order.missing_since, max((order.filled or _ZERO) - order.executed, _ZERO)
