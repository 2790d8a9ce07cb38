"""Which orders TWS's last complete list of open orders named, and which have gone missing from it.

Orders of other clients are known only by that list, for a client that is not the master.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ibmonitor.domain.events import RequestChanged
from ibmonitor.domain.records import Order, RequestProgress
from ibmonitor.domain.request_names import OPEN_ORDERS


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

    def start_again(self) -> None:
        """A new connection answers nothing that the last one was asked."""
        self._is_awaited = False
        self._given_up = 0

    def name(self, order: Order) -> bool:
        """Note that TWS has just told of an open order; return whether it had been missing."""
        order.note_last_list(self._number)
        was_missing = order.missing_since is not None
        order.missing_since = None
        return was_missing

    def follow(self, event: RequestChanged, orders: Iterable[Order], now: datetime) -> tuple[Order, ...]:
        """Follow the request for the list; at its end return those of `orders` that have gone missing by it."""
        if event.name != OPEN_ORDERS:
            return ()
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
        return missing

    def _is_missing(self, order: Order) -> bool:
        return not order.is_done and order.missing_since is None and order.last_list < self._number
