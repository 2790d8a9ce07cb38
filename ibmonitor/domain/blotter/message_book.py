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
"""An order that is first seen so long after a message was not there when it came."""

_Words = tuple[object, ...]
"""All that a message says."""


class MessageBook:
    """All messages. None of them says what an order's status is: TWS warns about orders that live on.

    TWS names an order by its order id alone, which several clients may use. Whose is meant is certain only while one
    order with that id is known; a message may come before its order, and before the other orders it might be about.
    """

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self._by_words: dict[_Words, list[Message]] = {}
        """TWS repeats many of its words all day; the same words about another order are other messages."""
        self._by_order_id: dict[int, list[Message]] = {}
        self._by_perm_id: dict[int, list[Message]] = {}
        """Messages whose text names the order's permId: they are about no other."""
        self._placed: dict[tuple[Order, int, int], int] = {}
        """By order and its ids: how many of the messages with that order id have been compared with it."""
        self._serials = count()

    def clear(self) -> None:
        """Forget all; serial numbers go on."""
        self.messages.clear()
        self._by_words.clear()
        self._by_order_id.clear()
        self._by_perm_id.clear()
        self._placed.clear()

    def tell(
        self, event: TwsMessage, order_id: int | None, perm_id: int | None, orders: tuple[Order, ...], now: datetime
    ) -> Change:
        """Keep a message of TWS's, which names this order id or permId or none; `orders` are those it can be about."""
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

    def say(self, plain: str, detail: str, now: datetime) -> Change:
        """Keep a message of this program's own; `detail` is the raw matter of it."""
        words = (plain, detail)
        known = self._by_words.get(words)
        if known is not None:
            return self._repeat(known[0], now, None)
        message = Message(next(self._serials), now, Severity.ERROR, None, None, plain, detail)
        self._keep(words, message)
        return Change(messages=(message,))

    def place(self, order: Order) -> tuple[Message, ...]:
        """Let messages that name an order's id be about it too, if it was not known when they came.

        Return those that this changes. One about an earlier order of the same client stays with that: its id is used
        again.
        """
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
            meant = message.orders
            if order in meant or any(each.client_id == order.client_id for each in meant):
                continue
            if order.first_seen - message.received > _KNOWN_WITHIN or not was_alive(order, message.received):
                continue
            _link(message, (*meant, order))
            placed.append(message)
        if messages:
            self._placed[ids] = len(messages)
        return tuple(placed)

    def _keep(self, words: _Words, message: Message) -> None:
        self.messages.append(message)
        self._by_words.setdefault(words, []).append(message)

    def _repeat(self, message: Message, now: datetime, time: datetime | None) -> Change:
        """Count a message that says nothing new; its time is that of the last."""
        message.count += 1
        message.last_received = now
        message.time = time or message.time
        if message.order is not None:
            message.order.last_update = now
        return Change(orders=message.orders, messages=(message,))


def _link(message: Message, orders: tuple[Order, ...]) -> None:
    """Make a message be about one order, or perhaps about one of several.

    An order's messages are in order of arrival: among thousands of them each is found at once.
    """
    for each in message.orders:
        messages = each.possible_messages if message.candidates else each.messages
        del messages[bisect_left(messages, message.serial, key=_SERIAL)]
    message.order = orders[0] if len(orders) == 1 else None
    message.candidates = () if message.order is not None else orders
    for each in orders:
        insort(each.possible_messages if message.candidates else each.messages, message, key=_SERIAL)
