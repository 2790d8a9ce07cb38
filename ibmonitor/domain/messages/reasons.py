"""The reason that TWS gave for an order's state, for window, notices, snapshot and timeline.

Many messages about an order do not explain its state: a refused cancellation (135, 161, 10147, 10148)
follows the message with the reason, and a 202 can be empty (TWS_FACTS, "Messages"). No status is derived here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum

from ibmonitor.domain.messages.codes import MessageKind
from ibmonitor.domain.messages.meanings import kind_of
from ibmonitor.domain.messages.tws_text import plain_text_of
from ibmonitor.domain.records.records import Message, Order
from ibmonitor.domain.records.statuses import FILLED, INACTIVE, Phase, is_done, phase_of, status_of
from ibmonitor.domain.records.value import value

_PREFIX = re.compile(
    r"^(?:order\s+(?:rejected|cancell?ed)\s*-?\s*reason\s*:|order message\s*:|order cancell?ed\W*$)\s*", re.IGNORECASE
)
_WARNING = re.compile(r"^.*?\bwarning\s*:\s*(?=\S)", re.IGNORECASE)
"""A 399 repeats the order before TWS's sentence."""
_IS_WARNING = re.compile(r"^warning\s*:\s*", re.IGNORECASE)
_REJECTED_BY = re.compile(r"^rejected(?:\s+by\s+\w+)?\s*:?\s*", re.IGNORECASE)
_CANCELLED_BY_SYSTEM = re.compile(r"^cancell?ed\s+by\s+system\s*:?\s*", re.IGNORECASE)
_BY_TRADER = re.compile(r"cancell?ed\s+by\s+trader\b", re.IGNORECASE)
NOT_BEFORE = re.compile(r"will not be placed at the exchange until\s+(.+)", re.IGNORECASE)
"""In a 399 about an order entered while its exchange is closed."""


class ReasonSource(Enum):
    """Where TWS gave the reason: the field by TWS's own name, or a message."""

    REJECT_REASON = "rejectReason"
    COMPLETED_STATUS = "completedStatus"
    WARNING_TEXT = "warningText"
    MESSAGE = "message"


@value
class Reason:
    """The reason in TWS's own words."""

    words: str
    """On one line, without HTML tags and without "Order rejected - reason:"; empty for a rejection without words."""
    source: ReasonSource
    is_rejection: bool = False
    message: Message | None = None
    """The message with the words, for `ReasonSource.MESSAGE`."""


def reason_of(order: Order) -> Reason | None:
    """Return the best reason that TWS gave for the order's state; `None` where there is none, or none is needed."""
    if order.status == FILLED:
        return None
    return rejection_of(order) or (_end(order) if order.is_done or is_done(order.status) else _hold(order))


def last_reason_of(order: Order) -> Reason | None:
    """Return TWS's last reason for refusing or cancelling an order that is gone; it need not be why it is gone."""
    return _end(order)


def rejection_of(order: Order) -> Reason | None:
    """Return the rejection of the order itself, with or without words; `None` where TWS has not rejected it."""
    if order.status == FILLED or status_of(order.status).is_accepted:
        return None
    if order.reject_reason.strip():
        return Reason(plain_text_of(order.reject_reason), ReasonSource.REJECT_REASON, is_rejection=True)
    completed = plain_text_of(order.completed_status)
    rejected = _REJECTED_BY.match(completed)
    if rejected is not None:
        return Reason(completed[rejected.end() :], ReasonSource.COMPLETED_STATUS, is_rejection=True)
    message = None if completed else _refusal(order)
    if message is None:
        return None
    return Reason(message_words(message), ReasonSource.MESSAGE, is_rejection=True, message=message)


def message_words(message: Message) -> str:
    """Return TWS's sentence in a message, on one line, without tags and without words that only state its kind.

    For a message of this program's own, whose text is raw data, return its plain sentence.
    """
    if message.code is None:
        return message.plain
    text = plain_text_of(message.text)
    return _warning_words(text) if _kind(message) is MessageKind.ORDER_WARNING else _PREFIX.sub("", text)


def _warning_words(text: str) -> str:
    """Return TWS's sentence in a warning, without the order and "Warning:" before it."""
    words = _PREFIX.sub("", text)
    return _WARNING.sub("", words) if words != text or _IS_WARNING.match(text) else words


def carries_reason(message: Message) -> bool:
    """Whether a message can explain an order's state."""
    kind = _kind(message)
    return kind is MessageKind.REFUSAL or (kind is MessageKind.CANCELLED and bool(message_words(message)))


def _refusal(order: Order) -> Message | None:
    """Return the message that refused the order itself, and not a change to it."""
    message = _last_with_reason(order.messages, MessageKind.REFUSAL, MessageKind.CANCELLED)
    if message is None or _kind(message) is not MessageKind.REFUSAL or _has_worked_since(order, message):
        return None
    # If a cancellation followed, the refusal is the reason for that, and not a rejection.
    is_cancelled = any(_kind(each) is MessageKind.CANCELLED and each.serial > message.serial for each in order.messages)
    return None if is_cancelled else message


def _end(order: Order) -> Reason | None:
    message = _last_with_reason(order.messages, MessageKind.REFUSAL, MessageKind.CANCELLED)
    if message is not None and not _has_worked_since(order, message) and not _is_of_a_change(order, message):
        return Reason(message_words(message), ReasonSource.MESSAGE, message=message)
    words = _CANCELLED_BY_SYSTEM.sub("", plain_text_of(order.completed_status))
    return Reason(words, ReasonSource.COMPLETED_STATUS) if words else None


def _is_of_a_change(order: Order, message: Message) -> bool:
    """Whether a refusal did not end the order: TWS reports a cancellation by the trader."""
    return _kind(message) is MessageKind.REFUSAL and _BY_TRADER.match(plain_text_of(order.completed_status)) is not None


def _hold(order: Order) -> Reason | None:
    if order.status and phase_of(order.status) not in (Phase.PENDING, Phase.HELD):
        return None
    for message in reversed(order.messages):
        if _kind(message) is MessageKind.ORDER_WARNING and NOT_BEFORE.search(plain_text_of(message.text)):
            return Reason(message_words(message), ReasonSource.MESSAGE, message=message)
    if order.status == INACTIVE:
        last = _last_with_reason(order.messages, MessageKind.CANCELLED)
        if last is not None and not _has_worked_since(order, last):
            return Reason(message_words(last), ReasonSource.MESSAGE, message=last)
    warning = _warning_words(plain_text_of(order.warning_text))
    if warning:
        return Reason(warning, ReasonSource.WARNING_TEXT)
    completed = plain_text_of(order.completed_status)
    return Reason(completed, ReasonSource.COMPLETED_STATUS) if completed else None


def _last_with_reason(messages: Iterable[Message], *kinds: MessageKind) -> Message | None:
    found = [each for each in messages if _kind(each) in kinds and carries_reason(each)]
    return max(found, key=lambda each: (each.latest, each.serial), default=None)


def _has_worked_since(order: Order, message: Message) -> bool:
    """Whether TWS showed the order working after the message: it was about a change, not about the order."""
    return any(status_of(each.status).is_accepted and each.received > message.latest for each in order.status_history)


def _kind(message: Message) -> MessageKind:
    return MessageKind.OTHER if message.code is None else kind_of(message.code, message.text)
