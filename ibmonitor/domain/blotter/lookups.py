"""Whether executions and completed orders must be requested again, because orders are known only in part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from ibmonitor.domain.records.records import Order

_ZERO = Decimal(0)
_Unknown = tuple[datetime | None, Decimal]
"""What is not known about an order: since when it is missing, and how much was filled by fills not received here."""
_NOTHING: _Unknown = (None, _ZERO)

_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(minutes=30)
"""After each look-up that TWS has not answered, the pause doubles: the answers can be long."""


class Lookups:
    """Remembers what has been looked up, so that what TWS no longer sends is not requested at each refresh.

    TWS sends the executions of some days and the completed orders of today: the earlier fills of a GTC order stay
    unknown, and TWS may never report how an order ended that went missing overnight.
    """

    def __init__(self, orders: Iterable[Order], clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """`orders` is the blotter's own list, which grows."""
        self._orders = orders
        self._clock = clock
        self._looked_up: dict[int, _Unknown] = {}
        """By the order's serial number, what was unknown when TWS last answered."""
        self._unanswered: dict[int, _Unknown] = {}
        """What was unknown when TWS last did not answer; empty where it did."""
        self._asked: datetime | None = None
        """When TWS last did not answer; `None` where it did."""
        self._pause = _FIRST_PAUSE
        """How long to wait after `_asked`."""

    def wanted(self) -> bool:
        """Whether an order has gone missing, or was filled by fills not received here, since it was last looked up.

        After a request without an answer, the next is wanted only after a pause.
        """
        may_repeat = self._may_repeat()
        # After each poll, of 30,000 orders too: nearly all of them are known.
        unclear = (each for each in self._orders if each.missing_since or (each.filled and each.filled > each.executed))
        return any(
            _is_new(order, self._looked_up) and (may_repeat or _is_new(order, self._unanswered)) for order in unclear
        )

    def done(self) -> None:
        """Remember that TWS has answered the request, or has refused it."""
        self._asked = None
        self._unanswered = {}
        self._pause = _FIRST_PAUSE
        for order in self._orders:
            unknown = _unknown_about(order)
            if unknown == _NOTHING:
                self._looked_up.pop(order.serial, None)
            else:
                self._looked_up[order.serial] = unknown

    def unanswered(self) -> None:
        """Remember that TWS has not answered the request."""
        if self._asked is not None:
            self._pause = min(2 * self._pause, _LONGEST_PAUSE)
        self._asked = self._clock()
        self._unanswered = {order.serial: _unknown_about(order) for order in self._orders}

    def _may_repeat(self) -> bool:
        # A clock that was set back is no reason to wait longer.
        return self._asked is None or not self._asked <= self._clock() < self._asked + self._pause


def _is_new(order: Order, known: Mapping[int, _Unknown]) -> bool:
    """Whether more is unknown about an order than when it was last looked up."""
    missing_since, unknown = _unknown_about(order)
    known_missing_since, known_unknown = known.get(order.serial, _NOTHING)
    # More, not only something else: live fills of an order whose first fills are of last week need no look-up.
    return unknown > known_unknown or missing_since not in (None, known_missing_since)


def _unknown_about(order: Order) -> _Unknown:
    return order.missing_since, max((order.filled or _ZERO) - order.executed, _ZERO)
