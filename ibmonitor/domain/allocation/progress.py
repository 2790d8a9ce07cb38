"""How completely TWS has reported the parts of a group order, and how much of the order is filled.

The master account's executions come first. The sub-accounts' parts follow seconds later, most of them only in answer
to a request. Until a request was late enough, a missing part may still be coming.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum

from ibmonitor.domain.records.numbers import known
from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.domain.records.value import value

ALLOCATED_WITHIN = timedelta(seconds=10)
"""After an execution. IB documents no time: seconds were seen (TWS_FACTS, "Advisors")."""

_ZERO = Decimal(0)


class Answer(Enum):
    """The state of the request for an account's executions after a moment."""

    COMPLETE = "complete"
    FAILED = "failed"
    """TWS did not answer, or refused."""
    NONE = "none"
    """None yet: the request is running, or was not sent."""


AnswerOf = Callable[[str, datetime | None], Answer]
"""The answer for an account requested after a moment; `None` is any moment."""


@value
class Progress:
    """Of one group order."""

    filled: Decimal | None
    """The filled quantity that TWS reports, or that of the master's executions if it is more."""
    is_waiting: bool
    """Parts may still be coming."""
    is_all_received: bool
    """The parts received add up to the filled quantity: accounts without one got nothing."""
    is_filled_explained: bool
    """The master's executions add up to the filled quantity; TWS usually sends only those of today."""
    asked_after: datetime | None
    """A request sent later than this is answered with all of an account's parts; `None` is any request."""


def progress_of(
    order: Order | None,
    parents: Iterable[Fill],
    parts: Iterable[Fill],
    allocated: Decimal,
    executed: Decimal | None,
    slack: Decimal,
    candidates: Iterable[str],
    answer_of: AnswerOf,
    clock_ahead: timedelta,
) -> Progress:
    """Return how completely TWS has reported a group order.

    `executed` is the sum of the master's executions, `slack` how much the parts may differ by rounding; the parts may
    be in the accounts of `candidates`.
    """
    reported = _reported(order)
    filled = _filled(order, parents, executed, reported)
    is_all_received = filled is not None and abs(filled - allocated) <= slack
    moments = [_late_enough(fill, clock_ahead) for fill in parents if fill.superseded_by is None]
    if reported is not None and order is not None and reported > (executed or _ZERO):
        moments += _first_reported(order, reported)
    if filled is not None and allocated > filled + slack:
        # Then executions of the whole are still coming.
        moments += [_executed_late_enough(fill, clock_ahead) for fill in parts if fill.superseded_by is None]
    asked_after = max(moments, default=None)
    return Progress(
        filled=filled,
        is_waiting=filled is not None and not is_all_received and not _are_answered(candidates, asked_after, answer_of),
        is_all_received=is_all_received,
        is_filled_explained=executed is not None and (filled or _ZERO) <= executed,
        asked_after=asked_after,
    )


def _are_answered(accounts: Iterable[str], asked_after: datetime | None, answer_of: AnswerOf) -> bool:
    answers = {answer_of(account, asked_after) for account in accounts}
    return bool(answers) and Answer.NONE not in answers


def _reported(order: Order | None) -> Decimal | None:
    return known(order.reported.filled) if order is not None and order.reported is not None else None


def _filled(
    order: Order | None, parents: Iterable[Fill], executed: Decimal | None, reported: Decimal | None
) -> Decimal | None:
    """The filled quantity; the sum of the parts is no substitute, since parts may be missing."""
    if executed is None:
        whole = known(order.filled) if order is not None else None
        is_whole = order is not None and whole is not None and whole == known(order.total_quantity)
        return whole if is_whole else reported
    is_corrected = any(fill.superseded_by is not None for fill in parents)
    return executed if is_corrected or reported is None else max(executed, reported)


def _first_reported(order: Order, filled: Decimal) -> list[datetime]:
    """When TWS first reported this filled quantity; later reports repeat it."""
    changes = [change.received for change in order.status_history if change.filled == filled]
    return changes[:1] or ([order.reported.received] if order.reported is not None else [])


def _late_enough(fill: Fill, clock_ahead: timedelta) -> datetime:
    return max(fill.received, _executed_late_enough(fill, clock_ahead))


def _executed_late_enough(fill: Fill, clock_ahead: timedelta) -> datetime:
    """When all parts of an execution exist, by this computer's clock; TWS's clock may be ahead of it."""
    executed = fill.received if fill.time is None else min(fill.received, fill.time - clock_ahead)
    return executed + ALLOCATED_WITHIN
