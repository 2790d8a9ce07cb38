"""Which states of an order are worth a notice: filled, rejected, cancelled by TWS, held for an unexpected reason."""

from __future__ import annotations

from ibmonitor.domain.explain.facts import is_deactivated
from ibmonitor.domain.explain.filled import is_all_filled
from ibmonitor.domain.messages.reasons import NOT_BEFORE, Reason, ReasonSource, message_words, reason_of
from ibmonitor.domain.notices.notice import NoticeKind
from ibmonitor.domain.records.records import Order
from ibmonitor.domain.records.statuses import FILLED, INACTIVE, STATUSES, Phase, describe, phase_of
from ibmonitor.domain.wording.held import held_sentence, held_words
from ibmonitor.domain.wording.staleness import is_gone
from ibmonitor.domain.wording.writing import one_line

_LOCATING_CODE = 404
_LOCATE = "locate"
_BY_TRADER = "cancelled by trader"
"""How a completedStatus begins where somebody requested the cancellation."""

_AS_ASKED_FOR = frozenset({"child", "trigger"})
"""The `whyHeld` of every bracket's child and every stop order: they wait as intended."""

_MAY_BE_NOTABLE = frozenset(name for name, status in STATUSES.items() if status.phase in {Phase.HELD, Phase.FILLED})

# One constant, so that a burst of orders makes no tuples and looks up no Enum members.
_FILLED = (NoticeKind.FILLED, "", "")

State = tuple[NoticeKind, str, str]
"""(kind, key that distinguishes repeats, reason in words)."""


def may_be_notable(order: Order) -> bool:
    """Whether the state of an order is worth checking; quick, since it is called for every order that changes."""
    return order.is_done or bool(order.why_held or order.messages) or order.status in _MAY_BE_NOTABLE


def notable_state(order: Order) -> State | None:
    """Return the state of an order that is worth a notice; `None` for any other."""
    if order.status == FILLED or is_all_filled(order):
        return _FILLED
    reason = None if is_gone(order) else reason_of(order)
    if reason is not None and reason.is_rejection:
        return NoticeKind.REJECTED, "", reason.words or "TWS has given no reason"
    if order.is_done:
        by_tws = reason is not None and not reason.words.lower().startswith(_BY_TRADER)
        return (NoticeKind.CANCELLED, "", reason.words) if by_tws and reason is not None else None
    hold = None if is_gone(order) else _hold(order, reason)
    return None if hold is None else (NoticeKind.HELD, *hold)


def _hold(order: Order, reason: Reason | None) -> tuple[str, str] | None:
    held_by = sorted({word.lower() for word in held_words(order.why_held)} - _AS_ASKED_FOR)
    if held_by:
        return ", ".join(held_by), held_sentence(order.why_held)
    status, phase = order.status, phase_of(order.status)
    if status == INACTIVE:
        return None if is_deactivated(order) else (INACTIVE, _inactive(order, reason))
    if status and phase is Phase.HELD:
        return status, describe(status)
    if status is not None and phase is not Phase.PENDING:
        return None
    if reason is not None and reason.source is ReasonSource.MESSAGE:
        until = NOT_BEFORE.search(reason.words)
        return "until", f"It will not be placed at the exchange until {until.group(1)}" if until else reason.words
    is_locating = any(message.code == _LOCATING_CODE for message in order.messages)
    return (_LOCATE, held_sentence(_LOCATE)) if is_locating else None


def _inactive(order: Order, reason: Reason | None) -> str:
    said = reason.words if reason else ""
    if not said and order.messages:
        last = order.messages[-1]
        said = message_words(last) or one_line(last.plain)
    return f"It is inactive: {said}" if said else "It is inactive. TWS has given no reason"
