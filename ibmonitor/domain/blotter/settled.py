"""`Settled`: which openOrder and orderStatus would change nothing if TWS sent them again, as its lists of orders do.

The adapter emits the same event object for a frame of the same bytes, so an event is recognized by its identity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from ibmonitor.domain.blotter.coverage import Coverage
from ibmonitor.domain.blotter.open_order_lists import OpenOrderLists
from ibmonitor.domain.records.events import Event
from ibmonitor.domain.records.records import Order

_SPARE = 1_000
"""Events of the past that are kept at least, before all are dropped at once."""


class Settled:
    """Each order knows its settled events until something changes it (`Order.unsettle`); here it is found by them."""

    def __init__(
        self, orders: list[Order], lists: OpenOrderLists, coverage: Coverage, clock: Callable[[], datetime]
    ) -> None:
        self._orders = orders
        self._lists = lists
        self._coverage = coverage
        self._clock = clock
        self._by_event: dict[int, Order] = {}
        """By the `id` of an event. It can be that of an event that is gone: only the order's own events count."""

    def clear(self) -> None:
        """Remove everything."""
        self._by_event.clear()

    def add(self, order: Order, open_order: object, status: object) -> None:
        """Record the last openOrder and orderStatus of an order, which nothing has happened to since."""
        order.settle(open_order, status)
        self._by_event[id(open_order)] = self._by_event[id(status)] = order
        if len(self._by_event) > 4 * len(self._orders) + _SPARE:
            self._by_event = {
                id(event): each for each in self._orders for event in (each.settled_open_order, each.settled_status)
            }

    def news(self, events: Iterable[Event]) -> Iterator[Event]:
        """Leave out the events that only show that an order is still listed, and note that.

        To be applied one by one, since each may unsettle an order. This loop is tight because a list of 30,000 orders
        comes every few seconds, and a live fill waits for its 60,000 events.
        """
        order_of, lists, coverage = self._by_event.get, self._lists, self._coverage
        for event in events:
            order = order_of(id(event))
            if (
                order is None
                or (order.settled_open_order is not event and order.settled_status is not event)
                or order.live_interval is not coverage.current
                or not lists.is_listing
            ):
                yield event
                order_of = self._by_event.get
            elif order.last_list != lists.number:
                lists.note_repeat(order, self._clock())
