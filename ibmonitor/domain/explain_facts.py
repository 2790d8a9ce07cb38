"""What TWS has told of an order besides its status and its fills, one plain sentence each.

TWS's own words are quoted as it wrote them, on one line.
"""

from __future__ import annotations

from datetime import datetime

from ibmonitor.domain.explain_writing import Writing, known, one_line, quoted
from ibmonitor.domain.held import held_sentence
from ibmonitor.domain.order_status import is_done, is_working
from ibmonitor.domain.records import Message, Order
from ibmonitor.domain.staleness import is_gone
from ibmonitor.domain.tws_time import raw_time_text

_OCA_EFFECTS = {
    1: "when one order of the group is filled, the others are cancelled",
    2: "when one order of the group is filled, the others are reduced",
    3: "when one order of the group is filled, the others are reduced",
}
"""By ocaType, as IB documents it."""


def has_status(order: Order) -> bool:
    return bool(order.status and order.status.strip())


def status_words(order: Order) -> str:
    """Return TWS's word for the status; empty when it has told none."""
    return one_line(order.status or "")


def is_deactivated(order: Order) -> bool:
    return order.order_fields.get("deactivate") is True


def held(order: Order) -> str:
    return held_sentence(order.why_held, is_past=order.is_done or is_gone(order))


def deactivated(order: Order) -> str:
    is_told = is_deactivated(order) and not order.is_done
    return "TWS says that it is deactivated: kept in TWS without working." if is_told else ""


def rejected(order: Order) -> str:
    reason = one_line(order.reject_reason)
    return f"TWS gives a reason for rejecting it: {quoted(reason)}." if reason else ""


def ended(order: Order) -> str:
    words = one_line(order.completed_status)
    return f"TWS says how it ended: {quoted(words)}." if words else ""


def ended_at(order: Order, writing: Writing) -> str:
    """Say when it was completed, in TWS's own text with the reason where that is no moment."""
    if order.completed_time is not None:
        time = writing.time(order.completed_time)
    elif one_line(order.completed_time_raw):
        time = one_line(raw_time_text(order.completed_time_raw, order.completed_time_zone))
    else:
        is_listed = bool(order.status_history) and order.status_history[-1].source == "completedOrder"
        return "TWS lists it among its completed orders." if is_listed else ""
    return f"TWS lists it among its completed orders, as completed at {time}."


def warned(order: Order) -> str:
    warning = one_line(order.warning_text)
    return f"TWS warns: {quoted(warning)}." if warning else ""


def capped(order: Order, writing: Writing) -> str:
    """Say the capped price; 0 is TWS's way of saying that there is none."""
    cap = known(order.mkt_cap_price)
    if not cap:
        return ""
    if order.is_done:
        return f"Its price was capped, at {writing.number(cap)}."
    return f"Its price has been capped: the current capped price is {writing.number(cap)}."


def last_message(order: Order) -> Message | None:
    """Return the message about the order that came last, counting repeats."""
    return max(order.messages, key=lambda one: (_heard(one), one.serial), default=None)


def message_notes(order: Order, writing: Writing) -> list[str]:
    """Say what TWS's last message about the order is, and that no message changes a status."""
    notes = []
    last = last_message(order)
    if last is not None:
        others = len(order.messages) - 1
        count = "" if last.count == 1 else f", {last.count} times"
        code = "" if last.code is None else f"{last.code}, "
        notes.append(f"Last message about it ({code}{_time(last, writing)}{count}): {_words(last)}")
        if others:
            notes.append(f"There {'is one more message' if others == 1 else f'are {others} more messages'} about it.")
        if has_status(order) and not is_done(order.status):
            notes.append(_beside(order))
    if order.possible_messages:
        may_be = max(order.possible_messages, key=lambda one: (_heard(one), one.serial))
        code = "" if may_be.code is None else f"{may_be.code}, "
        notes.append(
            "A message may be about this order or about another client's with the same order ID "
            f"({code}{_time(may_be, writing)}): {_words(may_be)}"
        )
    return notes


def earlier_status(order: Order) -> str:
    """Say that TWS had spoken of an end or a cancellation before what it said last."""
    if not is_working(order.status) or order.status in {"PendingCancel", "PreCancelled"}:
        return ""
    words = (one_line(seen.status) for seen in reversed(order.status_history))
    before = next((word for word in words if is_done(word) or word in {"PendingCancel", "PreCancelled"}), "")
    return f"Before, TWS had told {before}; {status_words(order)} is what it told last." if before else ""


def family(order: Order) -> list[str]:
    """Name the parent and the OCA group."""
    notes = []
    if order.parent_id:
        notes.append(f"Its parent is {parent_name(order)}.")
    group = one_line(order.oca_group)
    if group:
        kind = order.order_fields.get("ocaType")
        effect = _OCA_EFFECTS.get(kind, "") if isinstance(kind, int) else ""
        notes.append(f"It is in the OCA group {quoted(group)}{f': {effect}' if effect else ''}.")
    return notes


def parent_name(order: Order) -> str:
    client = "" if order.client_id is None else f" of client {order.client_id}"
    return f"order ID {order.parent_id}{client}"


def snapshot(order: Order) -> str:
    if not order.by_snapshot or order.is_done or is_gone(order):
        return ""
    return (
        "This is its state as of the last list of open orders: "
        "what happens to it in between is not told to this connection."
    )


def _beside(order: Order) -> str:
    return f"A message never changes the status: {status_words(order)} is what TWS told last."


def _words(message: Message) -> str:
    """Return the plain sentences and TWS's own words; they may be the same."""
    plain, text = one_line(message.plain), one_line(message.text)
    parts = [plain, f"TWS's words: {quoted(text)}." if text and text != plain else ""]
    if message.advanced_order_reject_json.strip():
        parts.append("Further details of the rejection are with the message.")
    return " ".join(part for part in parts if part) or "without words."


def _time(message: Message, writing: Writing) -> str:
    return writing.time(message.time or message.received)


def _heard(message: Message) -> datetime:
    return message.last_received or message.received
