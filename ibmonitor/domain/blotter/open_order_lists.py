"""Which orders TWS's last complete list of open orders named, and which have gone missing from it.

Orders of other clients are known only by that list, for a client that is not the master.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ibmonitor.domain.blotter.order_history import note, note_listed
from ibmonitor.domain.records.events import RequestChanged
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.domain.records.records import HistoryKind, Order
from ibmonitor.domain.records.requests import COMPLETED_ORDERS, EXECUTIONS, OPEN_ORDERS


class OpenOrderLists:
    """Numbers the lists of open orders from the request for each on.

    A missing order is finished or unknown; nothing is concluded about its status. A list that was not answered to its
    end says nothing about what is not in it, and nor does the end of one that was given up: it may come late, while the
    next list is on its way.
    """

    def __init__(self) -> None:
        self._number = 0
        self._is_awaited = False
        self._given_up = 0
        """Requests whose end may still come late."""
        self._look_up = _LookUp()

    @property
    def is_listing(self) -> bool:
        """Whether a list is on its way, which repeats what is known."""
        return self._is_awaited

    def start_again(self) -> None:
        """A new connection answers nothing that the last one was asked."""
        self._is_awaited = False
        self._given_up = 0
        self._look_up = _LookUp()

    def name(self, order: Order, now: datetime, *, is_news: bool) -> bool:
        """Note that TWS has just told of an open order; return whether it had been missing."""
        was_missing = order.missing_since is not None
        if was_missing:
            note(order, HistoryKind.FOUND, now)
        elif not is_news and self._is_awaited and order.last_list < self._number:
            note_listed(order, now)
        order.note_last_list(self._number)
        order.missing_since = None
        order.looked_up = None
        return was_missing

    def follow(self, event: RequestChanged, orders: Iterable[Order], now: datetime) -> tuple[Order, ...]:
        """Follow the requests; return those of `orders` that have gone missing, or were looked up in vain, by them."""
        if event.name != OPEN_ORDERS:
            return self._look_up.follow(event, orders, now)
        match event.progress:
            case RequestProgress.RUNNING:
                self._number += 1
                self._is_awaited = True
            case RequestProgress.REFUSED:
                self._is_awaited = False
            case RequestProgress.NO_ANSWER:
                self._is_awaited = False
                self._given_up += 1
            case RequestProgress.COMPLETE if self._given_up:
                self._given_up -= 1
            case RequestProgress.COMPLETE if self._is_awaited:
                self._is_awaited = False
                return self._judge(orders, now)
        return ()

    def _judge(self, orders: Iterable[Order], now: datetime) -> tuple[Order, ...]:
        missing = tuple(order for order in orders if self._is_missing(order))
        for order in missing:
            order.missing_since = now
            note(order, HistoryKind.MISSING, now)
        return missing

    def _is_missing(self, order: Order) -> bool:
        return not order.is_done and order.missing_since is None and order.last_list < self._number


class _LookUp:
    """When the executions and the completed orders were last asked for and told to their end.

    A refusal counts as told: TWS's API is read-only, and there is nothing more to come.
    """

    def __init__(self) -> None:
        self._asked: dict[str, datetime] = {}
        self._told: dict[str, datetime] = {}
        """When that was asked which has been answered."""

    def follow(self, event: RequestChanged, orders: Iterable[Order], now: datetime) -> tuple[Order, ...]:
        if event.name not in {EXECUTIONS, COMPLETED_ORDERS}:
            return ()
        match event.progress:
            case RequestProgress.RUNNING:
                self._asked[event.name] = now
            case RequestProgress.COMPLETE | RequestProgress.REFUSED if event.name in self._asked:
                self._told[event.name] = self._asked.pop(event.name)
                return self._conclude(orders, now)
            case _:
                self._asked.pop(event.name, None)
        return ()

    def _conclude(self, orders: Iterable[Order], now: datetime) -> tuple[Order, ...]:
        if len(self._told) < len({EXECUTIONS, COMPLETED_ORDERS}):
            return ()
        since = min(self._told.values())
        in_vain = tuple(
            order
            for order in orders
            if order.missing_since is not None and order.missing_since <= since and order.looked_up is None
        )
        for order in in_vain:
            order.looked_up = now
            note(order, HistoryKind.LOOKED_UP, now)
        return in_vain
