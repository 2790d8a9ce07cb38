"""The first sentences of an explanation: an order's status in TWS's documented meaning, and the nearest reason for it.

A status is what TWS told last. It is never derived from a message, from fills, or from an order's absence.
"""

from __future__ import annotations

from ibmonitor.domain import explain_facts as facts
from ibmonitor.domain.explain_filled import amount_filled, is_all_filled, is_shown_by_fills
from ibmonitor.domain.explain_writing import Writing
from ibmonitor.domain.order_status import describe, is_working
from ibmonitor.domain.records import Order
from ibmonitor.domain.staleness import is_gone, is_gone_while_away

LOOKING_UP = "Gone from TWS's list of open orders: looking it up."
IN_VAIN = "Gone from TWS's list of open orders, and neither executions nor completed orders say how it ended."
AWAY_LOOKING_UP = "Gone while away: looking it up."
AWAY_IN_VAIN = "Gone while away, and neither executions nor completed orders say how it ended."


def headline(order: Order, writing: Writing) -> tuple[str, str]:
    """Return the first sentences, and the reason among them, so that it is not told again."""
    status = facts.status_words(order)
    if is_gone(order):
        last = f"The last status TWS told was {status}." if status else "TWS had told no status of it."
        looking_up, in_vain = (AWAY_LOOKING_UP, AWAY_IN_VAIN) if is_gone_while_away(order) else (LOOKING_UP, IN_VAIN)
        return f"{looking_up if order.looked_up is None else in_vain} {last}", ""
    if is_all_filled(order) and status != "Filled":
        return _filled_without_saying_so(order, status, writing), ""
    if not status:
        return _without_status(order)
    if not describe(status):
        reason = _reason(order)
        return f"{status}: TWS gives this status, and IB has not documented what it means. {reason}".rstrip(), reason
    if status == "Filled":
        amount = amount_filled(order, writing)
        told = f", {amount}" if amount and is_all_filled(order) else ""
        return f"Filled: the order has been completely filled{told}.", ""
    first, rest = _split(describe(status))
    # What IB says of a pending cancellation is the warning to give; a reason for holding it is not.
    reason = "" if status == "PendingCancel" else _reason(order)
    if status == "Inactive":
        first, rest = _inactive(first, reason, has_messages=bool(order.messages))
    return f"{status}: {_lowered(first)} {reason or rest}".rstrip(), reason


def meaning(order: Order, first_sentences: str) -> str:
    """Return what the status means as far as the first sentences do not say it."""
    status = facts.status_words(order)
    description = describe(status)
    if not status:
        return ""
    if not first_sentences.startswith(f"{status}: "):
        return f"{status} means: {_lowered(description)}" if description else f"IB has not documented {status}."
    if status in {"Filled", "Inactive"}:
        return ""
    rest = _split(description)[1]
    # How a cancellation can come about is no matter once TWS has said how this one did.
    return "" if rest in first_sentences or order.is_done else rest


def _reason(order: Order) -> str:
    """Return what TWS told that comes nearest to a reason for the state; empty when it told none."""
    over = (facts.rejected(order), facts.ended(order))
    open_ = (facts.deactivated(order), facts.rejected(order), facts.held(order))
    candidates = over if order.is_done else open_
    if facts.status_words(order) == "Inactive":
        candidates = (*candidates, facts.ended(order), facts.warned(order))
    return next((reason for reason in candidates if reason), "")


def _inactive(first: str, reason: str, *, has_messages: bool) -> tuple[str, str]:
    """Leave the list of what Inactive can mean to where nothing is known."""
    if reason:
        return f"{first.partition(':')[0]}.", ""
    return first, "The last message about it can say which." if has_messages else "TWS has not said which."


def _filled_without_saying_so(order: Order, status: str, writing: Writing) -> str:
    told = f"TWS's last status is {status}" if status else "TWS has told no status of this order"
    by = "the order's fills show" if is_shown_by_fills(order) else "it reports"
    excuse = " Market orders do not always report Filled." if not status or is_working(status) else ""
    return f"{told}, but {by} that all of it is filled: {amount_filled(order, writing)}.{excuse}"


def _without_status(order: Order) -> tuple[str, str]:
    told = "TWS has told no status of this order yet"
    reason = _reason(order)
    if order.executed:
        told += ", only fills"
    elif order.contract is not None or order.order_fields:
        told += ", only what the order is"
    else:
        told += ", only its ids"
    return f"{told}. {reason}".rstrip(), reason


def _split(description: str) -> tuple[str, str]:
    """Return the first sentence and the others."""
    first, _, rest = description.partition(". ")
    return (f"{first}.", rest) if rest else (description, "")


def _lowered(sentence: str) -> str:
    """Return a sentence as it goes on after a colon; a name keeps its capitals."""
    return sentence if sentence.startswith(("IB", "API")) else sentence[:1].lower() + sentence[1:]
