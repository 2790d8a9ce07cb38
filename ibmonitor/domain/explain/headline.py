"""The first sentences of an explanation: an order's status in TWS's documented meaning, and the nearest reason for it.

A status is TWS's last report. It is never derived from a message, from fills, or from an order's absence.
"""

from __future__ import annotations

from enum import Enum

from ibmonitor.domain.explain import facts
from ibmonitor.domain.explain.filled import amount_filled, filled_sentence, is_all_filled, is_shown_by_fills
from ibmonitor.domain.explain.why_line import why_without_reason
from ibmonitor.domain.messages.reasons import Reason, ReasonSource
from ibmonitor.domain.records.numbers import known
from ibmonitor.domain.records.records import Order
from ibmonitor.domain.records.statuses import FILLED, INACTIVE, Phase, describe, is_working, phase_of, status_of
from ibmonitor.domain.records.value import value
from ibmonitor.domain.wording.staleness import is_gone, is_gone_while_away
from ibmonitor.domain.wording.writing import Writing, lowered, quoted

INACTIVE_BY_IB = (
    'IB documents Inactive as "the order was received by the system but is no longer active because it was rejected or '
    'canceled"'
)
"""IB's sentence ("Understanding Order Status Message"). It leaves out that such an order can become active again."""


class Covers(Enum):
    """What the first sentences have of the status's meaning."""

    NOTHING = "nothing"
    REJECTION = "that the order was rejected"
    REASON = "TWS's reason instead of the meaning"
    FIRST_SENTENCE = "its first sentence"
    ALL = "all"


@value
class Headline:
    """The first sentences of an explanation."""

    text: str
    covers: Covers
    facts: tuple[str, ...] = ()
    """The facts that the text contains, which are not repeated."""


def headline(order: Order, writing: Writing, reason: Reason | None) -> Headline:
    """Return the state, and TWS's reason for it in its own words; the last state of an order that is gone."""
    status = facts.status_words(order)
    if is_gone(order):
        return Headline(_gone(order, status, reason), Covers.NOTHING)
    if is_all_filled(order) and status != FILLED:
        return Headline(_filled_without_status(order, status, writing), Covers.NOTHING)
    if reason is not None:
        return _with_reason(order, status, reason)
    return _without_reason(order, status, writing)


def meaning(order: Order, covers: Covers) -> str:
    """Return what the status means, as far as the first sentences do not cover it."""
    status = facts.status_words(order)
    description = describe(status)
    if status == INACTIVE and covers is not Covers.NOTHING:
        return f"{INACTIVE_BY_IB}."
    if not status or covers is Covers.ALL:
        return ""
    whole = f"{status} means: {lowered(description)}" if description else f"IB does not document {status}."
    match covers:
        case Covers.NOTHING | Covers.REJECTION:
            return whole
        case _ if status == FILLED or not description or order.is_done:
            # What can cause a cancellation does not matter once TWS has given the reason.
            return ""
        case Covers.REASON:
            return whole
        case Covers.FIRST_SENTENCE:
            return _split(description)[1]


def _gone(order: Order, status: str, reason: Reason | None) -> str:
    last = f"The last status was {status}." if status else "TWS sent no status for it."
    words = f" TWS's last message: {quoted(reason.words)}" if reason is not None and reason.words else ""
    is_away = is_gone_while_away(order)
    if order.looked_up is None:
        how = "No longer open after the connection was lost" if is_away else "No longer in TWS's list of open orders"
        return f"{how}: looking it up. {last}{words}"
    how = f"No longer open{' after the connection was lost' if is_away else ''}{'' if words else ', outcome unknown'}"
    return f"{how}: neither executions nor completed orders show how it ended. {last}{words}"


def _with_reason(order: Order, status: str, reason: Reason) -> Headline:
    known_facts = _facts_of(order, reason)
    if reason.is_rejection:
        known_as = f" (TWS status: {status})" if status else ""
        words = f": {quoted(reason.words)}" if reason.words else ". TWS has given no reason."
        return Headline(f"Rejected{known_as}{words}", Covers.REJECTION, known_facts)
    if not status:
        return Headline(f"No status from TWS yet: {quoted(reason.words)}", Covers.NOTHING, known_facts)
    if reason.words.startswith(status):
        # "Cancelled by Trader".
        return Headline(f"{reason.words.rstrip('.')}.", Covers.FIRST_SENTENCE, known_facts)
    if reason.source is ReasonSource.WARNING_TEXT:
        return Headline(f"{status}: TWS warns: {quoted(reason.words)}", Covers.FIRST_SENTENCE, known_facts)
    return Headline(f"{status}: {quoted(reason.words)}", Covers.REASON, known_facts)


def _facts_of(order: Order, reason: Reason) -> tuple[str, ...]:
    match reason.source:
        case ReasonSource.REJECT_REASON:
            return (facts.rejected(order),)
        case ReasonSource.WARNING_TEXT:
            return (facts.warned(order),)
        case ReasonSource.COMPLETED_STATUS:
            return (facts.ended(order),)
        case ReasonSource.MESSAGE:
            # The completed order and its message have the same words.
            ended = facts.ended(order)
            return (ended,) if reason.words and reason.words in ended else ()


def _without_reason(order: Order, status: str, writing: Writing) -> Headline:
    """Return the state, and what the order waits for if that is known."""
    if not status:
        return Headline(_without_status(order), Covers.NOTHING)
    if not describe(status):
        return Headline(f"{status}: IB does not document this status.", Covers.ALL)
    if status == FILLED:
        amount = amount_filled(order, writing) if is_all_filled(order) else ""
        return Headline(f"Filled: {amount or 'the order has been completely filled'}.", Covers.ALL)
    if status == INACTIVE:
        return _inactive_without_reason(order)
    words = lowered(_special(order, writing)) or status_of(status).brief
    if words:
        # What can cause a cancellation does not matter where it was requested.
        is_plain = phase_of(status) is Phase.ENDED and facts.cancel_was_requested(order)
        covers = Covers.FIRST_SENTENCE if is_plain else Covers.NOTHING
        return Headline(f"{status}: {words}.", covers)
    return Headline(f"{status}: {lowered(describe(status))}", Covers.ALL)


def _special(order: Order, writing: Writing) -> str:
    """Return what is special about an order: of a working one how much is filled, of others what they wait for."""
    amount = filled_sentence(order, writing).rstrip(".") if known(order.filled) else ""
    why = why_without_reason(order, writing)
    return amount or why if phase_of(order.status) is Phase.WORKING else why or amount


def _inactive_without_reason(order: Order) -> Headline:
    if facts.is_deactivated(order):
        text = "Inactive: deactivated in TWS, kept there without working."
        return Headline(text, Covers.ALL, (facts.deactivated(order),))
    # What it can mean is among the possible reasons.
    means = lowered(describe(INACTIVE).partition(":")[0])
    return Headline(f"Inactive: {means}. TWS has given no reason.", Covers.ALL)


def _filled_without_status(order: Order, status: str, writing: Writing) -> str:
    last = f"TWS's last status is {status}" if status else "TWS has sent no status of this order"
    by = "the order's fills show" if is_shown_by_fills(order) else "it reports"
    excuse = " Market orders do not always report Filled." if not status or is_working(status) else ""
    return f"{last}, but {by} that all of it is filled: {amount_filled(order, writing)}.{excuse}"


def _without_status(order: Order) -> str:
    start = "No status from TWS yet"
    if order.executed:
        return f"{start}, only fills."
    if order.contract is not None or order.order_fields:
        return f"{start}, only the order's terms."
    return f"{start}, only its IDs."


def _split(description: str) -> tuple[str, str]:
    """Return the first sentence and the others."""
    first, _, rest = description.partition(". ")
    return (f"{first}.", rest) if rest else (description, "")
