"""Why an order is in its state, in the few words that fit in its row: what its status does not already say.

The whole explanation is in `explanation.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ibmonitor.domain.explain import facts
from ibmonitor.domain.explain.filled import is_all_filled
from ibmonitor.domain.messages.reasons import NOT_BEFORE, last_reason_of, reason_of
from ibmonitor.domain.records.records import Order
from ibmonitor.domain.records.statuses import FILLED, INACTIVE, Phase, describe, is_cancelling, phase_of
from ibmonitor.domain.terms.prices import PriceKind, order_prices
from ibmonitor.domain.terms.terms import trailing_stop, when_met
from ibmonitor.domain.wording.held import held_words
from ibmonitor.domain.wording.staleness import is_gone
from ibmonitor.domain.wording.writing import Writing, one_line

_HELD = {
    "locate": "locating shares for the short sale",
    "child": "waiting for its parent order",
    "trigger": "waiting for its trigger",
}
_NO_REASON = "TWS gave no reason"
_BY_CLIENT = "ApiCancelled"
"""The status of an order that an API client asked to cancel."""
_NOT_ACKNOWLEDGED = "Not acknowledged by TWS yet (Perm ID 0)"


def why_line(order: Order, writing: Writing) -> str:
    """Return the reason for the order's state on one line; empty where the status says it all."""
    if is_gone(order):
        return _gone(order)
    if is_all_filled(order) or order.status == FILLED:
        return ""
    reason = reason_of(order)
    if reason is not None:
        until = NOT_BEFORE.search(reason.words)
        # TWS's sentence is the same for all such orders, and a row has no room for its end, which is what differs.
        return f"Waits until {until.group(1).rstrip('.')}" if until else reason.words or _NO_REASON
    return why_without_reason(order, writing)


def why_without_reason(order: Order, writing: Writing) -> str:
    """Return what is special about an order for which TWS has given no reason; empty where nothing is."""
    if order.is_done or phase_of(order.status) is Phase.ENDED:
        return _ended(order)
    return next(filter(None, (why(order, writing) for why in _WAITS)), "")


def _gone(order: Order) -> str:
    reason = last_reason_of(order)
    last = f"Last status {facts.status_words(order)}" if facts.has_status(order) else "No status received"
    return f"{last}. {reason.words}" if reason is not None and reason.words else last


def _ended(order: Order) -> str:
    parent = order.parent
    if parent is not None and parent.is_done and parent.status != FILLED:
        return f"Its parent is {facts.status_words(parent)}"
    if facts.cancel_was_requested(order) or order.status == _BY_CLIENT:
        return "Cancellation was requested"
    return _NO_REASON


def _cancelling(order: Order, _writing: Writing) -> str:
    return "Cancellation requested, may still fill" if is_cancelling(order.status) else ""


def _deactivated(order: Order, _writing: Writing) -> str:
    return "Deactivated in TWS" if facts.is_deactivated(order) else ""


def _not_transmitted(order: Order, _writing: Writing) -> str:
    return "Not transmitted: it waits in TWS" if order.order_fields.get("transmit") is False else ""


def _parent(order: Order, _writing: Writing) -> str:
    if not facts.waits_for_parent(order):
        return ""
    # The parent is an order of the same client.
    name = f"parent order {order.parent_id}" if order.parent_id else f"its parent, {facts.parent_name(order)}"
    return f"Waiting for {name}"


def _pending(order: Order) -> bool:
    return phase_of(order.status) is Phase.PENDING


def _conditions(order: Order, writing: Writing) -> str:
    if not _pending(order) or order.order_fields.get("conditionsCancelOrder") is True:
        return ""
    conditions = when_met(order, writing)
    return f"Becomes active {conditions}" if conditions else ""


def _trailing(order: Order, writing: Writing) -> str:
    return _capitalized(trailing_stop(order, writing))


def _trigger(order: Order, writing: Writing) -> str:
    """TWS holds a stop order by `trigger`; some come without the word."""
    if not _pending(order):
        return ""
    for price in order_prices(order):
        if price.kind in {PriceKind.STOP, PriceKind.TRIGGER}:
            return f"Waiting for its {price.kind.value} price {writing.price(price.amount)}"
    return ""


def _held(order: Order, _writing: Writing) -> str:
    words = dict.fromkeys(_HELD.get(word.lower(), f"held ({word})") for word in held_words(order.why_held))
    return _capitalized("; ".join(words))


def _good_after(order: Order, _writing: Writing) -> str:
    start = order.order_fields.get("goodAfterTime")
    return f"Starts {one_line(start)}" if _pending(order) and isinstance(start, str) and start.strip() else ""


def _not_acknowledged(order: Order, _writing: Writing) -> str:
    return _NOT_ACKNOWLEDGED if facts.is_unacknowledged(order) else ""


def _inactive(order: Order, _writing: Writing) -> str:
    return _NO_REASON if order.status == INACTIVE else ""


def _undocumented(order: Order, _writing: Writing) -> str:
    return (
        "IB does not document this status"
        if facts.has_status(order) and not describe(facts.status_words(order))
        else ""
    )


def _capitalized(words: str) -> str:
    return words[:1].upper() + words[1:]


_WAITS: Sequence[Callable[[Order, Writing], str]] = (
    _cancelling,
    _deactivated,
    _not_transmitted,
    _parent,
    _conditions,
    _trailing,
    _trigger,
    _held,
    _good_after,
    _not_acknowledged,
    _inactive,
    _undocumented,
)
"""What a working order waits for, the most specific first."""
