"""Which states of an order are worth a notice: completely filled, rejected, or held by something not asked for."""

from __future__ import annotations

import re

from ibmonitor.domain.explain_facts import is_deactivated, last_message
from ibmonitor.domain.explain_filled import is_all_filled
from ibmonitor.domain.explain_writing import one_line
from ibmonitor.domain.held import held_sentence, held_words
from ibmonitor.domain.notice import NoticeKind
from ibmonitor.domain.order_status import describe
from ibmonitor.domain.records import Message, Order
from ibmonitor.domain.staleness import is_gone

REJECTED_CODES = frozenset({201, 203})
"""TWS's messages for an order that was rejected, or may not be traded in this account (TWS_FACTS, "Messages")."""
_CANCELLED_CODE = 202
_LOCATING_CODE = 404
_LOCATE = "locate"

_LIVES = frozenset({"PreSubmitted", "Submitted", "PendingCancel", "PreCancelled"})
"""Of an order in these a 201 can only mean that a change to it was rejected: the order lives on."""
_ON_ITS_WAY = frozenset({"ApiPending", "PendingSubmit", "PreSubmitted", None})

_AS_ASKED_FOR = frozenset({"child", "trigger"})
"""What `whyHeld` says of every bracket's child and every stop order: they wait as their owner wants them to."""

_NOT_BEFORE = re.compile(r"will not be placed at the exchange until\s+(.+)", re.IGNORECASE)
"""In a 399, of an order entered while its exchange is closed."""
_REASON = re.compile(r"^\s*order rejected\s*-?\s*reason\s*:\s*", re.IGNORECASE)
_REJECTED_BY = re.compile(r"^\s*rejected(?:\s+by\s+\w+)?\s*:?\s*", re.IGNORECASE)

_MAY_BE_NOTABLE = frozenset({"Inactive", "WarnState", "Filled"})

# Not made anew, nor looked up in its Enum, for each of a burst's orders.
_FILLED = (NoticeKind.FILLED, "", "")

State = tuple[NoticeKind, str, str]
"""What it is, by what another one is told from it, and its reason in words."""


def may_be_notable(order: Order) -> bool:
    """Whether it is worth asking what state an order is in; quick, since it is asked of every order that changes."""
    return order.is_done or bool(order.why_held or order.messages) or order.status in _MAY_BE_NOTABLE


def notable_state(order: Order) -> State | None:
    """Return the state of an order that is worth a notice; `None` for any other."""
    if order.status == "Filled" or is_all_filled(order):
        return _FILLED
    reason = _rejection(order)
    if reason is not None:
        return NoticeKind.REJECTED, "", reason or "TWS has not said why"
    hold = None if order.is_done or is_gone(order) else _hold(order)
    return None if hold is None else (NoticeKind.HELD, *hold)


def rejection_words(text: str) -> str:
    """The reason in the text of a 201."""
    return one_line(_REASON.sub("", text)) or one_line(text)


def _rejection(order: Order) -> str | None:
    """The reason TWS gave for rejecting the order, empty for none; `None` where it has not rejected it."""
    if order.status in _LIVES:
        return None
    if order.reject_reason.strip():
        return one_line(order.reject_reason)
    told = _REJECTED_BY.match(order.completed_status)
    if told is not None:
        return one_line(order.completed_status[told.end() :])
    message = _refusal(order)
    return None if message is None else rejection_words(message.text)


def _refusal(order: Order) -> Message | None:
    """The message that rejected the order itself, and not a change to it."""
    refusals = [each for each in order.messages if each.code in REJECTED_CODES]
    if not refusals:
        return None
    last = refusals[-1]
    heard = last.last_received or last.received
    lived_on = any(each.status in _LIVES and each.received > heard for each in order.status_history)
    cancelled = any(each.code == _CANCELLED_CODE and each.serial > last.serial for each in order.messages)
    return None if lived_on or cancelled else last


def _hold(order: Order) -> tuple[str, str] | None:
    reasons = sorted({word.lower() for word in held_words(order.why_held)} - _AS_ASKED_FOR)
    if reasons:
        return ", ".join(reasons), held_sentence(order.why_held)
    if order.status == "WarnState":
        return "WarnState", describe("WarnState")
    if order.status == "Inactive":
        return None if is_deactivated(order) else ("Inactive", _inactive(order))
    return _held_by_message(order) if order.status in _ON_ITS_WAY else None


def _held_by_message(order: Order) -> tuple[str, str] | None:
    for message in reversed(order.messages):
        not_before = _NOT_BEFORE.search(one_line(message.text))
        if not_before is not None:
            return "until", f"It will not be placed at the exchange until {not_before.group(1)}"
        if message.code == _LOCATING_CODE:
            return _LOCATE, held_sentence(_LOCATE)
    return None


def _inactive(order: Order) -> str:
    last = last_message(order)
    said = order.warning_text or (last.text or last.plain if last else "")
    return f"It is inactive: {one_line(said)}" if said.strip() else "It is inactive. TWS has not said why"
