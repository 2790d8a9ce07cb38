"""Which orders are in TWS's last complete list of open orders, and which have gone missing from it.

A client that is not the master knows the orders of other clients only from that list.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ibmonitor.domain.blotter.order_history import note, note_listed
from ibmonitor.domain.records.events import RequestChanged
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.domain.records.records import HistoryKind, Order
from ibmonitor.domain.records.requests import RequestKind

_LOOK_UPS = frozenset({RequestKind.EXECUTIONS, RequestKind.COMPLETED_ORDERS})


class OpenOrderLists:
    """Numbers the lists of open orders, each from its request on.

    A missing order is finished or unknown; its status is not changed. A list without an end shows nothing about the
    orders that are not in it. Nor does the end of a list that was given up: it may come late, while the next list is
    being received.
    """

    def __init__(self) -> None:
        self.number = 0
        """Of the last list that was requested."""
        self.is_listing = False
        """A list is being received, which repeats what is known."""
        self._given_up = 0
        """Requests whose end may still come late."""
        self._outcome = _OutcomeRequests()

    def reset(self) -> None:
        """Forget pending requests: a new connection does not answer those of the last one."""
        self.is_listing = False
        self._given_up = 0
        self._outcome = _OutcomeRequests()

    def note_open(self, order: Order, now: datetime, *, is_news: bool) -> bool:
        """Record that TWS has just reported an order as open; return whether it had been missing."""
        was_missing = order.missing_since is not None
        if was_missing:
            note(order, HistoryKind.FOUND, now)
        elif not is_news and self.is_listing and order.last_list < self.number:
            note_listed(order, now)
        order.note_last_list(self.number)
        order.missing_since = None
        order.looked_up = None
        return was_missing

    def note_repeat(self, order: Order, now: datetime) -> None:
        """Record that the list being received includes an order, unchanged."""
        note_listed(order, now)
        order.note_last_list(self.number)

    def apply(self, event: RequestChanged, orders: Iterable[Order], now: datetime) -> tuple[Order, ...]:
        """Apply the progress of a request; return the orders that have gone missing, or were looked up in vain."""
        if event.kind is not RequestKind.OPEN_ORDERS:
            return self._outcome.apply(event, orders, now)
        match event.progress:
            case RequestProgress.RUNNING:
                self.number += 1
                self.is_listing = True
            case RequestProgress.REFUSED:
                self.is_listing = False
            case RequestProgress.NO_ANSWER:
                self.is_listing = False
                self._given_up += 1
            case RequestProgress.COMPLETE if self._given_up:
                self._given_up -= 1
            case RequestProgress.COMPLETE if self.is_listing:
                self.is_listing = False
                return self._mark_missing(orders, now)
        return ()

    def _mark_missing(self, orders: Iterable[Order], now: datetime) -> tuple[Order, ...]:
        missing = tuple(
            order
            for order in orders
            if order.last_list < self.number and not order.is_done and order.missing_since is None
        )
        for order in missing:
            order.missing_since = now
            note(order, HistoryKind.MISSING, now)
        return missing


class _OutcomeRequests:
    """When executions and completed orders, which show how an order ended, were last requested and fully answered.

    A refusal counts as an answer: TWS's API is read-only, and nothing more will come.
    """

    def __init__(self) -> None:
        self._asked: dict[RequestKind, datetime] = {}
        self._answered: dict[RequestKind, datetime] = {}
        """By request: when the one that was last answered had been sent."""

    def apply(self, event: RequestChanged, orders: Iterable[Order], now: datetime) -> tuple[Order, ...]:
        if event.kind not in _LOOK_UPS:
            return ()
        match event.progress:
            case RequestProgress.RUNNING:
                self._asked[event.kind] = now
            case RequestProgress.COMPLETE | RequestProgress.REFUSED if event.kind in self._asked:
                self._answered[event.kind] = self._asked.pop(event.kind)
                return self._mark_looked_up(orders, now)
            case _:
                self._asked.pop(event.kind, None)
        return ()

    def _mark_looked_up(self, orders: Iterable[Order], now: datetime) -> tuple[Order, ...]:
        if len(self._answered) < len(_LOOK_UPS):
            return ()
        since = min(self._answered.values())
        in_vain = tuple(
            order
            for order in orders
            if order.missing_since is not None and order.missing_since <= since and order.looked_up is None
        )
        for order in in_vain:
            order.looked_up = now
            note(order, HistoryKind.LOOKED_UP, now)
        return in_vain
