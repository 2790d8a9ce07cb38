"""Which orders a message of TWS's may be about: it has an order id without a client id, so several may have it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from ibmonitor.domain.messages.codes import MessageKind
from ibmonitor.domain.messages.meanings import kind_of
from ibmonitor.domain.messages.tws_text import plain_text_of
from ibmonitor.domain.records.events import TwsMessage
from ibmonitor.domain.records.records import Order
from ibmonitor.domain.records.statuses import is_done

_PERM_ID = re.compile(r"\bperm\s?id\s*[=:]\s*(\d+)", re.IGNORECASE)
"""As in a 161: "Order permId =312255409"."""
_STATE = re.compile(r"\bstate:\s*(\w+)", re.IGNORECASE)
"""As in a 10148: "cannot be cancelled, state: Cancelled."."""

_GRACE = timedelta(minutes=5)
"""Messages about an order's end come with it or shortly after it."""


def perm_id_in(text: str) -> int | None:
    """Return the permId in a message's text; `None` where there is none."""
    found = _PERM_ID.search(text)
    return int(found[1]) if found is not None and int(found[1]) else None


def possible_orders(event: TwsMessage, orders: Sequence[Order], now: datetime) -> tuple[Order, ...]:
    """Return those of the `orders` with the message's order id that it can be about.

    Excluded are orders that had ended before, unless the message is about the end, and orders that have just ended
    while their client already uses the id for another. If one order's warningText has the same words, it is that one.
    """
    alive = tuple(order for order in orders if was_alive(order, now) and not _is_succeeded(order, orders))
    if not alive and kind_of(event.code, event.text) is MessageKind.CANCEL_REFUSED:
        state = _STATE.search(event.text)
        alive = tuple(order for order in orders if state is not None and order.status == state[1])
    if len(alive) < 2:
        return alive
    words = plain_text_of(event.text)
    warned = tuple(order for order in alive if order.warning_text and plain_text_of(order.warning_text) in words)
    return warned if len(warned) == 1 else alive


def was_alive(order: Order, moment: datetime) -> bool:
    """Whether an order was open at a moment, or had ended shortly before."""
    if not order.is_done:
        return True
    ended = _ended(order)
    return ended is None or ended >= moment - _GRACE


def _is_succeeded(order: Order, orders: Sequence[Order]) -> bool:
    """Whether the order's client has reused its id since the order ended."""
    if not order.is_done:
        return False
    ended = _ended(order)
    later = (other for other in orders if not other.is_done and other.client_id == order.client_id)
    return any(ended is None or other.first_seen > ended for other in later)


def _ended(order: Order) -> datetime | None:
    """Return when a done order ended; `None` where that is not known."""
    if order.completed_time is not None:
        return order.completed_time
    received = [each.received for each in order.status_history if is_done(each.status)]
    if received:
        return received[-1]
    return max((fill.time or fill.received for fill in order.fills), default=None)
