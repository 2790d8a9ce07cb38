"""Why an order is in its state, in plain sentences, from what TWS has reported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from ibmonitor.domain.explain import facts
from ibmonitor.domain.explain.filled import fill_notes, filled_sentence, is_all_filled
from ibmonitor.domain.explain.headline import headline, meaning
from ibmonitor.domain.explain.hints import look_at
from ibmonitor.domain.messages.reasons import Reason, last_reason_of, reason_of
from ibmonitor.domain.records.records import Order
from ibmonitor.domain.records.value import value
from ibmonitor.domain.terms.terms import terms_in_words
from ibmonitor.domain.wording.staleness import as_of, is_gone, is_gone_while_away
from ibmonitor.domain.wording.writing import Writing, lowered, plain_instrument, plain_number, plain_time


@value
class Explanation:
    """The answer to "why is this order in this state?". Plain text, which may contain TWS's words."""

    headline: str
    """One or two sentences, never empty: the state, and the nearest reason TWS has given for it, as a quotation."""
    facts: tuple[str, ...]
    """What else is known, the most important first; each item one line."""
    look_at: tuple[str, ...]
    """Possible reasons, where TWS has given none: never asserted, and empty where the state is plain."""
    as_of: str = ""
    """The time of the data, and why it is not newer; to be read first. Empty while TWS confirms the order."""
    reason: Reason | None = None
    """The reason in TWS's own words; `None` where it gave none."""
    amount: str = ""
    """Of `facts` the sentence of how much is filled, for a reader who sees that number elsewhere."""


def explain(
    order: Order,
    number: Callable[[Decimal], str] = plain_number,
    time: Callable[[datetime], str] = plain_time,
    instrument: Callable[[int], str] = plain_instrument,
    price: Callable[[Decimal], str] | None = None,
) -> Explanation:
    """Explain an order's state; `number`, `time`, `instrument` (by conId), `price` write in the reader's way.

    Without `price`, prices are written by `number`. Never raises.
    """
    writing = Writing(number, time, instrument, price or number)
    reason = last_reason_of(order) if is_gone(order) else None if is_all_filled(order) else reason_of(order)
    first = headline(order, writing, reason)
    amount = "" if is_all_filled(order) and not is_gone(order) else filled_sentence(order, writing)
    sentences = (
        meaning(order, first.covers),
        *_gone(order, writing),
        amount,
        facts.parent(order, writing),
        *terms_in_words(order, writing),
        facts.deactivated(order),
        facts.held(order),
        facts.rejected(order),
        facts.ended(order),
        facts.ended_at(order, writing),
        facts.warned(order),
        facts.capped(order, writing),
        facts.doubles(order),
        *facts.message_notes(order, writing, reason),
        *fill_notes(order, writing),
        facts.earlier_status(order),
        facts.snapshot(order),
    )
    known_facts = tuple(
        dict.fromkeys(each for each in sentences if each and each not in first.facts and not _is_in(each, first.text))
    )
    return Explanation(first.text, known_facts, look_at(order, reason), as_of(order, time), reason, amount)


def _is_in(sentence: str, headline: str) -> bool:
    """Whether the headline has the sentence, or goes on with it after the status: "PreSubmitted: becomes active"."""
    return sentence in headline or lowered(sentence.removeprefix("It ")) in headline


def _gone(order: Order, writing: Writing) -> tuple[str, ...]:
    if order.missing_since is None:
        return ()
    left_out = f"TWS's list of open orders no longer has it since {writing.time(order.missing_since)}."
    if not is_gone(order):
        return (left_out,)
    since = "" if is_gone_while_away(order) else left_out
    if order.looked_up is None:
        return (since, "Executions and completed orders are being requested.")
    return (since, f"Executions and completed orders had been requested by {writing.time(order.looked_up)}.")
