"""The messages of TWS and of this program, in order of arrival."""

from __future__ import annotations

from bisect import bisect_left, insort
from datetime import datetime, timedelta
from itertools import count
from operator import attrgetter

from ibmonitor.domain.blotter.message_orders import was_alive
from ibmonitor.domain.messages.meanings import meaning_of
from ibmonitor.domain.records.change import Change
from ibmonitor.domain.records.events import TwsMessage
from ibmonitor.domain.records.records import Message, Order, Severity

_SERIAL = attrgetter("serial")

_KNOWN_WITHIN = timedelta(hours=1)
"""An order first seen longer than this after a message did not exist when the message came."""

_Words = tuple[object, ...]
"""Everything in a message but its time."""


class MessageBook:
    """All messages. None of them changes an order's status: TWS warns about orders that stay open.

    A message has an order id but no client id, and several clients may use the same order id. Its order is certain only
    while one order with that id is known; a message may come before its order, or before the others it may be about.
    """

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self._by_words: dict[_Words, list[Message]] = {}
        """TWS repeats many messages all day; the same text about another order is another message."""
        self._by_order_id: dict[int, list[Message]] = {}
        self._by_perm_id: dict[int, list[Message]] = {}
        """Messages whose text contains the order's permId: they are about no other."""
        self._placed: dict[tuple[Order, int, int], int] = {}
        """By order and its ids: how many of the messages with that order id have been compared with it."""
        self._serials = count()

    def clear(self) -> None:
        """Remove everything; serial numbers are not reused."""
        self.messages.clear()
        self._by_words.clear()
        self._by_order_id.clear()
        self._by_perm_id.clear()
        self._placed.clear()

    def add(
        self, event: TwsMessage, order_id: int | None, perm_id: int | None, orders: tuple[Order, ...], now: datetime
    ) -> Change:
        """Add a message of TWS's. `perm_id` is that in its text; `orders` are those it can be about."""
        words = (event.code, event.req_id, event.text, event.advanced_order_reject_json)
        same_words = reversed(self._by_words.get(words, ()))
        known = next((each for each in same_words if set(each.orders) == set(orders)), None)
        if known is not None:
            return self._repeat(known, now, event.time)
        meaning = meaning_of(event.code, event.text)
        message = Message(
            next(self._serials),
            now,
            meaning.severity,
            event.code,
            event.req_id,
            meaning.plain,
            event.text,
            event.time,
            event.advanced_order_reject_json,
        )
        self._keep(words, message)
        if perm_id is not None:
            self._by_perm_id.setdefault(perm_id, []).append(message)
        elif order_id is not None:
            self._by_order_id.setdefault(order_id, []).append(message)
        _link(message, orders)
        if message.order is not None:
            message.order.last_update = now
        return Change(orders=orders, messages=(message,))

    def add_own(self, plain: str, detail: str, now: datetime) -> Change:
        """Add a message of this program's own; `detail` is the raw data behind it."""
        words = (plain, detail)
        known = self._by_words.get(words)
        if known is not None:
            return self._repeat(known[0], now, None)
        message = Message(next(self._serials), now, Severity.ERROR, None, None, plain, detail)
        self._keep(words, message)
        return Change(messages=(message,))

    def place(self, order: Order) -> tuple[Message, ...]:
        """Link earlier messages with the order's id to an order that was not known when they came.

        Return the messages that this changes. A message about an earlier order of the same client stays with that one:
        the client has reused its id.
        """
        if not self._by_perm_id and not self._by_order_id:
            return ()
        placed = []
        for message in self._by_perm_id.get(order.perm_id or 0, ()):
            if message.order is None:
                _link(message, (order,))
                placed.append(message)
        if not order.order_id or order.client_id is None:
            return tuple(placed)
        messages = self._by_order_id.get(order.order_id, [])
        ids = order, order.client_id, order.order_id
        for at in range(self._placed.get(ids, 0), len(messages)):
            message = messages[at]
            orders = message.orders
            if order in orders or any(each.client_id == order.client_id for each in orders):
                continue
            if order.first_seen - message.received > _KNOWN_WITHIN or not was_alive(order, message.received):
                continue
            _link(message, (*orders, order))
            placed.append(message)
        if messages:
            self._placed[ids] = len(messages)
        return tuple(placed)

    def _keep(self, words: _Words, message: Message) -> None:
        self.messages.append(message)
        self._by_words.setdefault(words, []).append(message)

    def _repeat(self, message: Message, now: datetime, time: datetime | None) -> Change:
        """Count a repeat; the message's time becomes that of the repeat."""
        message.count += 1
        message.last_received = now
        message.time = time or message.time
        if message.order is not None:
            message.order.last_update = now
        return Change(orders=message.orders, messages=(message,))


def _link(message: Message, orders: tuple[Order, ...]) -> None:
    """Link a message to its order, or to the several orders it may be about.

    An order's messages stay in order of arrival, so each is found by bisection.
    """
    for each in message.orders:
        messages = each.possible_messages if message.candidates else each.messages
        del messages[bisect_left(messages, message.serial, key=_SERIAL)]
    message.order = orders[0] if len(orders) == 1 else None
    message.candidates = () if message.order is not None else orders
    for each in orders:
        insort(each.possible_messages if message.candidates else each.messages, message, key=_SERIAL)
