"""Why an order is in its state, in plain sentences, from what TWS has told of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from ibmonitor.domain import explain_facts as facts
from ibmonitor.domain.explain_filled import fill_notes, filled_sentence, is_all_filled
from ibmonitor.domain.explain_look_at import look_at
from ibmonitor.domain.explain_status import headline, meaning
from ibmonitor.domain.explain_writing import Writing, plain_number, plain_time
from ibmonitor.domain.records import Order
from ibmonitor.domain.staleness import as_of, is_gone, is_gone_while_away
from ibmonitor.domain.value import value


@value
class Explanation:
    """The answer to "why is this order in this state?". Plain text, which may hold words of TWS's."""

    headline: str
    """One or two sentences, never empty: the state, and the nearest reason TWS has told for it."""
    facts: tuple[str, ...]
    """What is known besides, the most telling first; each item one line."""
    look_at: tuple[str, ...]
    """For an ambiguous state, what it can mean and what to look at; empty where the state is plain."""
    as_of: str = ""
    """Of which moment all of it is, and why of none later; to be read first. Empty while TWS confirms it."""


def explain(
    order: Order,
    number: Callable[[Decimal], str] = plain_number,
    time: Callable[[datetime], str] = plain_time,
) -> Explanation:
    """Explain an order's state; `number` and `time` write those in the reader's way. Never raises."""
    writing = Writing(number, time)
    first, reason = headline(order, writing)
    told = (
        meaning(order, first),
        *_gone(order, writing),
        "" if is_all_filled(order) and not is_gone(order) else filled_sentence(order, writing),
        facts.deactivated(order),
        facts.held(order),
        facts.rejected(order),
        facts.ended(order),
        facts.ended_at(order, writing),
        facts.warned(order),
        facts.capped(order, writing),
        *facts.message_notes(order, writing),
        *fill_notes(order, writing),
        facts.earlier_status(order),
        *facts.family(order),
        facts.snapshot(order),
    )
    said = tuple(fact for fact in told if fact and fact != reason)
    return Explanation(first, said, look_at(order, writing), as_of(order, time))


def _gone(order: Order, writing: Writing) -> tuple[str, ...]:
    if order.missing_since is None or not is_gone(order):
        return ()
    left_out = f"TWS's list of open orders has left it out since {writing.time(order.missing_since)}."
    since = "" if is_gone_while_away(order) else left_out
    if order.looked_up is None:
        return (since, "Executions and completed orders are being asked for.")
    return (since, f"Executions and completed orders were looked up by {writing.time(order.looked_up)}.")
