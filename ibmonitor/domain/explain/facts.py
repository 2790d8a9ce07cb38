"""What else is known of an order besides its status, terms and fills, one plain sentence each.

TWS's own words are quoted, on one line and without HTML tags.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from ibmonitor.domain.messages.codes import MessageKind
from ibmonitor.domain.messages.meanings import kind_of
from ibmonitor.domain.messages.reasons import Reason
from ibmonitor.domain.messages.tws_text import plain_text_of
from ibmonitor.domain.records.numbers import known
from ibmonitor.domain.records.records import Message, Order
from ibmonitor.domain.records.statuses import Phase, is_cancelling, is_done, is_working, phase_of
from ibmonitor.domain.times.tws_time import raw_time_text
from ibmonitor.domain.wording.held import held_sentence
from ibmonitor.domain.wording.staleness import is_gone
from ibmonitor.domain.wording.writing import Writing, joined, one_line, quoted

_NOT_FOUND = 10147
"""The order to cancel is another client's, and may still work (TWS_FACTS, "Messages")."""
_ENDS = {MessageKind.REFUSAL: "a refusal", MessageKind.CANCELLED: "a cancellation"}
"""What these kinds of message mean. None of them is a status."""
_STATUS = attrgetter("status")


def has_status(order: Order) -> bool:
    return bool(order.status and order.status.strip())


def status_words(order: Order) -> str:
    """Return TWS's word for the status; empty if it has sent none."""
    return one_line(order.status or "")


def is_unacknowledged(order: Order) -> bool:
    """Whether TWS sends the order with perm ID 0, as it does until it has acknowledged it."""
    return not order.perm_id and (has_status(order) or order.contract is not None)


def is_deactivated(order: Order) -> bool:
    return order.order_fields.get("deactivate") is True


def held(order: Order) -> str:
    """Return what holds the order; nothing for one that is done, for which TWS may leave what held it before."""
    return "" if order.is_done else held_sentence(order.why_held, is_past=is_gone(order))


def cancel_was_requested(order: Order) -> bool:
    """Whether TWS showed, before the order was cancelled, that somebody had asked for that."""
    return any(map(is_cancelling, _statuses(order)))


def _statuses(order: Order) -> Iterable[str]:
    """Return the different statuses that TWS has reported, the newest first: of 20,000, mostly two or three."""
    return dict.fromkeys(map(_STATUS, reversed(order.status_history)))


def deactivated(order: Order) -> str:
    if not is_deactivated(order) or order.is_done:
        return ""
    return "It is deactivated: kept in TWS without working, until somebody there activates or cancels it."


def rejected(order: Order) -> str:
    reason = plain_text_of(order.reject_reason)
    return f"Reject reason: {quoted(reason)}" if reason else ""


def ended(order: Order) -> str:
    words = plain_text_of(order.completed_status)
    return f"TWS reports how it ended: {quoted(words)}" if words else ""


def ended_at(order: Order, writing: Writing) -> str:
    """Return when it was completed; TWS's own text with the reason where that is no moment."""
    if order.completed_time is not None:
        time = writing.time(order.completed_time)
    elif one_line(order.completed_time_raw):
        time = one_line(raw_time_text(order.completed_time_raw, order.completed_time_zone))
    else:
        is_listed = bool(order.status_history) and order.status_history[-1].source == "completedOrder"
        return "It is in TWS's list of completed orders." if is_listed else ""
    return f"It is in TWS's list of completed orders, completed at {time}."


def warned(order: Order) -> str:
    warning = plain_text_of(order.warning_text)
    return f"TWS warns: {quoted(warning)}" if warning else ""


def capped(order: Order, writing: Writing) -> str:
    """Return the capped price; TWS sends 0 for none."""
    cap = known(order.mkt_cap_price)
    if not cap:
        return ""
    if order.is_done:
        return f"Its price was capped, at {writing.price(cap)}."
    return f"Its price has been capped: the current capped price is {writing.price(cap)}."


def last_message(order: Order) -> Message | None:
    """Return the message about the order that was received last, repeats included."""
    return max(order.messages, key=lambda one: (one.latest, one.serial), default=None)


def message_notes(order: Order, writing: Writing, reason: Reason | None) -> list[str]:
    """Return TWS's last message about the order, unless it is the reason already given, and notes on what it means."""
    notes = []
    last = last_message(order)
    if last is not None:
        if reason is None or not reason.words or last is not reason.message:
            notes.append(f"Last message about it ({_which(last, writing)}): {_words(last)}")
        others = len(order.messages) - 1
        if others:
            notes.append(f"There {'is one more message' if others == 1 else f'are {others} more messages'} about it.")
        if reason is None or not reason.is_rejection:
            notes += filter(None, (_not_its_client(order), _at_odds(order, last)))
    if order.possible_messages:
        may_be = max(order.possible_messages, key=lambda one: (one.latest, one.serial))
        notes.append(f"Possibly related message ({_which(may_be, writing)}): {_words(may_be)}")
    return notes


def earlier_status(order: Order) -> str:
    """Return a sentence if an earlier status was an end or a cancellation."""
    if not is_working(order.status) or is_cancelling(order.status):
        return ""
    words = map(one_line, _statuses(order))
    before = next((word for word in words if is_done(word) or is_cancelling(word)), "")
    return f"Before, TWS had reported {before}; {status_words(order)} is its last status." if before else ""


def parent(order: Order, writing: Writing) -> str:
    """Name the parent, with its status if it is known."""
    if not order.parent_id and order.parent is None:
        return ""
    found = order.parent
    if found is None:
        return f"Its parent is {parent_name(order)}."
    filled, whole = known(found.filled), known(found.total_quantity)
    amount = f", filled {writing.number(filled)} of {writing.number(whole)}" if filled is not None and whole else ""
    stands = f"{status_words(found) or 'without a status'}{amount}"
    if waits_for_parent(order):
        return f"It waits for its parent to be filled: {parent_name(order)} is {stands}."
    return f"Its parent is {parent_name(order)}: {stands}."


def waits_for_parent(order: Order) -> bool:
    """Whether the order is not done and its parent is known and still works."""
    found = order.parent
    return found is not None and not order.is_done and not found.is_done and phase_of(order.status) is not Phase.WORKING


def parent_name(order: Order) -> str:
    found = order.parent
    if found is not None and found.perm_id and not (order.parent_id and order.client_id is not None):
        return f"Perm ID {found.perm_id}"
    client = "" if order.client_id is None else f" of client {order.client_id}"
    return f"order ID {order.parent_id}{client}"


def doubles(order: Order) -> str:
    """Return a sentence if other live orders share the order's client ID and order ID."""
    if order.is_done:
        return ""
    others = [f"Perm ID {other.perm_id}" for other in order.doubles if not other.is_done]
    if not others:
        return ""
    return (
        f"Two live orders share order ID {order.order_id} of client {order.client_id}: this one and {joined(others)}. "
        "A message with that ID can be about either."
    )


def snapshot(order: Order) -> str:
    if not order.by_snapshot or order.is_done or is_gone(order):
        return ""
    return "This is its state as of the last list of open orders: this connection gets no live updates of it."


def _not_its_client(order: Order) -> str:
    if order.is_done or all(message.code != _NOT_FOUND for message in order.messages):
        return ""
    client = "the client that placed it" if order.client_id is None else f"client {order.client_id}, which placed it,"
    return f"Another client asked to cancel it; only {client} can cancel it. The order is unchanged."


def _at_odds(order: Order, last: Message) -> str:
    """Return that a message does not change the status, if the last one means an end and the status does not."""
    if not has_status(order) or is_done(order.status) or order.is_done:
        return ""
    end = _ENDS.get(MessageKind.OTHER if last.code is None else kind_of(last.code, last.text))
    if end is None or not is_working(order.status) or is_cancelling(order.status):
        return f"A message does not change the status: TWS's last status is {status_words(order)}."
    status = status_words(order)
    return f"The last message reports {end}, but TWS's last status is {status}: it may be about a change only."


def _which(message: Message, writing: Writing) -> str:
    code = "" if message.code is None else f"{message.code}, "
    count = "" if message.count == 1 else f", {message.count} times"
    return f"{code}{writing.time(message.time or message.received)}{count}"


def _words(message: Message) -> str:
    """Return the plain sentence and TWS's own words, once where they are the same."""
    plain, text = one_line(message.plain), plain_text_of(message.text)
    parts = [plain, f"TWS: {quoted(text)}" if text and text != plain else ""]
    if message.advanced_order_reject_json.strip():
        parts.append("Further details of the rejection are with the message.")
    return " ".join(part for part in parts if part) or "without words."
