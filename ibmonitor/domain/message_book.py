"""The messages of TWS and of this program, in order of arrival."""

from __future__ import annotations

from datetime import datetime
from itertools import count

from ibmonitor.domain.change import Change
from ibmonitor.domain.events import TwsMessage
from ibmonitor.domain.messages import meaning_of
from ibmonitor.domain.records import Message, Order, Severity


class MessageBook:
    """All messages. None of them says what an order's status is: TWS warns about orders that live on."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self._by_words: dict[object, Message] = {}
        """Each message by all that it says: TWS repeats many of its words all day."""
        self._serials = count()

    def clear(self) -> None:
        """Forget all; serial numbers go on."""
        self.messages.clear()
        self._by_words.clear()

    def tell(self, event: TwsMessage, orders: tuple[Order, ...], now: datetime) -> Change:
        """Keep a message of TWS's, which is about one of `orders`: about which is certain only if there is but one."""
        order = orders[0] if len(orders) == 1 else None
        words = (event.code, event.req_id, event.text, event.advanced_order_reject_json, orders)
        known = self._by_words.get(words)
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
            order,
            () if order is not None else orders,
        )
        self._keep(words, message)
        if order is None:
            for each in orders:
                each.possible_messages.append(message)
            return Change(orders=orders, messages=(message,))
        order.messages.append(message)
        order.last_update = now
        return Change(orders=(order,), messages=(message,))

    def say(self, plain: str, detail: str, now: datetime) -> Change:
        """Keep a message of this program's own; `detail` is the raw matter of it."""
        known = self._by_words.get((plain, detail))
        if known is not None:
            return self._repeat(known, now, None)
        message = Message(next(self._serials), now, Severity.ERROR, None, None, plain, detail)
        self._keep((plain, detail), message)
        return Change(messages=(message,))

    def _keep(self, words: object, message: Message) -> None:
        self.messages.append(message)
        self._by_words[words] = message

    def _repeat(self, message: Message, now: datetime, time: datetime | None) -> Change:
        """Count a message that says nothing new; its time is that of the last."""
        message.count += 1
        message.last_received = now
        message.time = time or message.time
        order = message.order
        if order is None:
            return Change(messages=(message,))
        order.last_update = now
        return Change(orders=(order,), messages=(message,))
