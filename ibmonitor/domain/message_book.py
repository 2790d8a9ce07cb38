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
        self._serials = count()

    def clear(self) -> None:
        """Forget all; serial numbers go on."""
        self.messages.clear()

    def tell(self, event: TwsMessage, order: Order | None, now: datetime) -> Change:
        """Keep a message of TWS's, which is about `order` if that is certain."""
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
        )
        self.messages.append(message)
        if order is None:
            return Change(messages=(message,))
        order.messages.append(message)
        order.last_update = now
        return Change(orders=(order,), messages=(message,))

    def say(self, plain: str, detail: str, now: datetime) -> Change:
        """Keep a message of this program's own; `detail` is the raw matter of it."""
        message = Message(next(self._serials), now, Severity.ERROR, None, None, plain, detail)
        self.messages.append(message)
        return Change(messages=(message,))
