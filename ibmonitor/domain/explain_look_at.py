"""What an ambiguous state can mean, and what to look at: made specific by what is known, and never asserted."""

from __future__ import annotations

from collections.abc import Callable, Sized

from ibmonitor.domain import explain_facts as facts
from ibmonitor.domain.explain_filled import is_all_filled
from ibmonitor.domain.explain_writing import Writing, known, one_line
from ibmonitor.domain.held import is_held_by
from ibmonitor.domain.order_status import describe, is_working
from ibmonitor.domain.records import Order
from ibmonitor.domain.staleness import is_gone
from ibmonitor.domain.tws_values import number_in, text_in

_STOPS = ("STP", "TRAIL", "MIT", "LIT")
"""How the order types that wait for a price begin."""

_INACTIVE_CAUSES = (
    "It can have been rejected by IB or by the exchange: look at the order's messages.",
    "It can be not yet eligible, because it waits for a time, a condition or another order.",
    "Its exchange can be closed: look at the contract's trading hours.",
    "A precaution in TWS's settings can have stopped it: look at the order's line in TWS.",
    "It can have been cancelled or deactivated in TWS.",
)
_INACTIVE_AGAIN = (
    "Inactive need not be the end: it can become active again, unless TWS lists it among its completed orders."
)
_ENDS = {201: "a rejection", 202: "a cancellation", 203: "a refusal"}
"""What some of TWS's codes speak of. None of them is a status."""
_NOT_YET = "Until TWS has answered, it is finished or unknown."
_MISSING = (
    "TWS lists completed orders of today only, and none while its API is read-only.",
    "It tells executions since midnight, or of the days its Trade Log shows.",
    "Look the order up in TWS itself, in its order and trade windows.",
)


def look_at(order: Order, writing: Writing) -> tuple[str, ...]:
    """Return what the state can mean, the likeliest first; nothing where the state is plain."""
    status = facts.status_words(order)
    if is_gone(order):
        return _MISSING if order.looked_up is not None else (_NOT_YET,)
    if is_all_filled(order):
        return ()
    if status and not describe(status):
        return ("Look at the order's line in TWS, and at its messages.",)
    hints = _HINTS.get(status)
    return (*_at_odds(order, status), *(hints(order, writing) if hints is not None else ()))


def _at_odds(order: Order, status: str) -> tuple[str, ...]:
    """Point out that TWS spoke of an end in a message while its status is one of an order that may trade."""
    message = facts.last_message(order)
    end = _ENDS.get(message.code or 0) if message is not None else None
    if end is None or not is_working(status) or status in {"PendingCancel", "PreCancelled"}:
        return ()
    return (f"The last message speaks of {end}, and the status does not: press Refresh, or look at the order in TWS.",)


def _inactive(order: Order, writing: Writing) -> tuple[str, ...]:
    if order.is_done:
        return ()
    if facts.is_deactivated(order):
        return ("A deactivated order stays in TWS until somebody there activates or cancels it.",)
    if one_line(order.reject_reason):
        return ("TWS's reason for the rejection names what has to be put right.", _INACTIVE_AGAIN)
    specific = (*_not_transmitted(order), *_waits(order, writing))
    if one_line(order.warning_text):
        return ("The warning can be the reason.", *specific, _INACTIVE_AGAIN)
    return (*specific, *_INACTIVE_CAUSES, _INACTIVE_AGAIN)


def _pre_submitted(order: Order, writing: Writing) -> tuple[str, ...]:
    if facts.is_deactivated(order):
        return ("A deactivated order stays in TWS until somebody there activates or cancels it.",)
    found = (*_locate(order), *_not_transmitted(order), *_waits(order, writing))
    message = ("The last message about it can say what it waits for.",) if order.messages else ()
    closed = "Its exchange can be closed: IB holds an order until it opens."
    if found:
        return (*found, *message, closed)
    if order.why_held.strip():
        return (*message, closed)
    return (
        *message,
        "It can be waiting for its price, its conditions or its parent order: look at the order's fields.",
        closed,
    )


def _pending_submit(order: Order, _writing: Writing) -> tuple[str, ...]:
    return (*_not_transmitted(order), "If it stays so, its exchange can be closed: look at its messages.")


def _pending_cancel(order: Order, _writing: Writing) -> tuple[str, ...]:
    message = ("The messages say whether the cancellation was refused.",) if order.messages else ()
    return (
        "Until TWS says Cancelled, what is left of it can still be filled: look at its fills.",
        "If it stays so, its exchange can be closed and confirm only when it opens.",
        *message,
    )


def _warn_state(_order: Order, _writing: Writing) -> tuple[str, ...]:
    return ("Look at TWS's own window: the warning waits to be acknowledged there.",)


def _cancelled(order: Order, _writing: Writing) -> tuple[str, ...]:
    """Return what can have cancelled it, unless TWS has said."""
    # "Cancelled by System:" leaves the reason out.
    ending = one_line(order.completed_status)
    if one_line(order.reject_reason) or (ending and not ending.endswith(":")):
        return ()
    found = []
    if order.messages:
        found.append("The last message about it can say why.")
    if order.parent_id:
        found.append(f"Its parent can have been cancelled: look at {facts.parent_name(order)}.")
    if one_line(order.oca_group):
        found.append("A fill of another order of its OCA group can have cancelled it: look at those orders.")
    found.append(
        "If nobody asked for it, IB or the exchange can have rejected it, or its time in force can have ended."
    )
    return tuple(found)


def _locate(order: Order) -> tuple[str, ...]:
    if not is_held_by(order.why_held, "locate"):
        return ()
    return ("Shares that are hard to borrow can take long to locate: look at the contract's shortable shares in TWS.",)


def _not_transmitted(order: Order) -> tuple[str, ...]:
    if order.order_fields.get("transmit") is not False:
        return ()
    return ("Its Transmit flag is off: it can be waiting in TWS for somebody to transmit it.",)


def _waits(order: Order, writing: Writing) -> tuple[str, ...]:
    """Return what an order of this kind can be waiting for."""
    fields = order.order_fields
    found = []
    if order.parent_id:
        found.append(f"It can be waiting for its parent to be filled: look at {facts.parent_name(order)}.")
    conditions = fields.get("conditions")
    if conditions and fields.get("conditionsCancelOrder") is not True:
        several = isinstance(conditions, Sized) and not isinstance(conditions, str) and len(conditions) > 1
        found.append(f"It can be waiting for its {'conditions' if several else 'condition'} to be met.")
    after = one_line(text_in(fields, "goodAfterTime"))
    if after:
        found.append(f"It can be waiting for its start: it is good after {after}.")
    kind = one_line(order.order_type)
    if kind.upper().startswith(_STOPS):
        found.append(f"Of type {kind}, it can be waiting for its trigger price{_trigger(order, kind, writing)}.")
    return tuple(found)


def _trigger(order: Order, kind: str, writing: Writing) -> str:
    """Return the price at which it is elected; a trailing order's `auxPrice` is the amount it trails by."""
    trails = kind.upper().startswith("TRAIL")
    price = known(number_in(order.order_fields, "trailStopPrice") if trails else order.aux_price)
    if not price:
        return ""
    return f", now {writing.number(price)} as far as TWS has told" if trails else f", {writing.number(price)}"


_HINTS: dict[str, Callable[[Order, Writing], tuple[str, ...]]] = {
    "Inactive": _inactive,
    "PreSubmitted": _pre_submitted,
    "PendingCancel": _pending_cancel,
    "PreCancelled": _pending_cancel,
    "PendingSubmit": _pending_submit,
    "ApiPending": _pending_submit,
    "WarnState": _warn_state,
    "Cancelled": _cancelled,
}
