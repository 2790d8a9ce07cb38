"""Possible reasons for an ambiguous state: only where TWS has given none, and never asserted."""

from __future__ import annotations

from collections.abc import Callable

from ibmonitor.domain.explain import facts
from ibmonitor.domain.explain.filled import is_all_filled
from ibmonitor.domain.messages.reasons import Reason
from ibmonitor.domain.records.field_values import text_in
from ibmonitor.domain.records.records import Order
from ibmonitor.domain.records.statuses import FILLED, Hint, describe, status_of
from ibmonitor.domain.terms.prices import PriceKind, is_trailing, order_prices
from ibmonitor.domain.wording.held import is_held_by
from ibmonitor.domain.wording.staleness import is_gone
from ibmonitor.domain.wording.writing import one_line

_STOPS = ("STP", "TRAIL", "MIT", "LIT")
"""How the order types that wait for a price begin."""

_CLOSED = "Its exchange may be closed: IB holds an order until it opens."
_INACTIVE_CAUSES = (
    "It may have been rejected by IB or by the exchange.",
    "It may not be eligible yet, because it waits for a time, a condition or another order.",
    "Its exchange may be closed: check the contract's trading hours.",
    "A precaution in TWS's settings may have stopped it: check the order's line in TWS.",
    "It may have been cancelled or deactivated in TWS.",
)
_INACTIVE_AGAIN = (
    "Inactive is not always the end: it can become active again, unless TWS lists it among its completed orders."
)
_NOT_YET = "Until TWS has answered, it is finished or unknown."
_MISSING = (
    "TWS lists completed orders of today only, and none while its API is read-only.",
    "It sends executions since midnight, or of the days its Trade Log shows.",
    "Check the order in TWS itself, in its order and trade windows.",
)


def look_at(order: Order, reason: Reason | None) -> tuple[str, ...]:
    """Return what the state can mean, the likeliest first; nothing where the state or its reason is known."""
    status = facts.status_words(order)
    if is_gone(order):
        return _MISSING if order.looked_up is not None else (_NOT_YET,)
    if is_all_filled(order) or reason is not None:
        return ()
    if status and not describe(status):
        return ("Check the order's line in TWS, and its messages.",)
    hints = _HINTS.get(status_of(status).hint)
    return hints(order) if hints is not None else ()


def _inactive(order: Order) -> tuple[str, ...]:
    if order.is_done or facts.is_deactivated(order):
        return ()
    return (*_waits(order), *_INACTIVE_CAUSES, _INACTIVE_AGAIN)


def _not_elected_yet(order: Order) -> tuple[str, ...]:
    if facts.is_deactivated(order) or facts.waits_for_parent(order):
        return ()
    if is_held_by(order.why_held, "locate"):
        return ("Locating shares that are hard to borrow may take long: check the shortable shares in TWS.",)
    if order.why_held.strip():
        return ()
    if any(price.kind is PriceKind.TRAILING_STOP for price in order_prices(order)):
        # Then the stop itself is shown.
        return (_CLOSED,)
    found = _waits(order)
    return (*found, _CLOSED) if found else ("It may be waiting for its price or its conditions.", _CLOSED)


def _not_accepted_yet(order: Order) -> tuple[str, ...]:
    return (
        () if order.order_fields.get("transmit") is False else ("If this does not change, its exchange may be closed.",)
    )


def _cancelling(_order: Order) -> tuple[str, ...]:
    return (
        "Until the status is Cancelled, the rest of it may still be filled.",
        "If this does not change, its exchange may be closed and confirm only when it opens.",
    )


def _warning(_order: Order) -> tuple[str, ...]:
    return ("Check TWS's own window: the warning has to be acknowledged there.",)


def _cancelled(order: Order) -> tuple[str, ...]:
    """Return what can have cancelled it."""
    if facts.cancel_was_requested(order):
        return ()
    found = []
    parent = order.parent
    if order.parent_id and (parent is None or (parent.is_done and parent.status != FILLED)):
        found.append(f"Its parent may have been cancelled: {facts.parent_name(order)}.")
    if one_line(order.oca_group):
        found.append("A fill of another order of its OCA group may have cancelled it.")
    found.append(
        "If nobody requested it, IB or the exchange may have rejected it, or its time in force may have ended."
    )
    return tuple(found)


def _waits(order: Order) -> tuple[str, ...]:
    """Return what an order of this kind can be waiting for."""
    fields = order.order_fields
    found = []
    if order.parent_id and order.parent is None:
        found.append(f"It may be waiting for its parent to be filled: {facts.parent_name(order)}.")
    if fields.get("conditions") and fields.get("conditionsCancelOrder") is not True:
        found.append("It may be waiting for its conditions to be met.")
    if one_line(text_in(fields, "goodAfterTime")):
        found.append("It may be waiting for its start.")
    kind = one_line(order.order_type)
    if kind.upper().startswith(_STOPS):
        price = "trailing stop" if is_trailing(kind) else "trigger price"
        found.append(f"It may be waiting for its {price} ({kind}).")
    return tuple(found)


_HINTS: dict[Hint, Callable[[Order], tuple[str, ...]]] = {
    Hint.NOT_ACCEPTED_YET: _not_accepted_yet,
    Hint.NOT_ELECTED_YET: _not_elected_yet,
    Hint.CANCELLING: _cancelling,
    Hint.CANCELLED: _cancelled,
    Hint.INACTIVE: _inactive,
    Hint.WARNING: _warning,
}
