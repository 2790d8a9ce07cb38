"""How far TWS has reported the parts of a group order, and how much of the order is filled.

An advisor's executions come first, and the accounts' parts seconds later, most of them only in answer to a request.
Until TWS has been asked late enough, a part that is missing is on its way.
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
    """What has come of asking for an account's executions after a moment."""

    COMPLETE = "complete"
    FAILED = "failed"
    """TWS did not answer, or refused."""
    NONE = "none"
    """None yet: it is being asked, or has not been."""


AnswerOf = Callable[[str, datetime | None], Answer]
"""Of an account, asked after a moment; `None` is any moment."""


@value
class Progress:
    """Of one group order."""

    filled: Decimal | None
    """How much is filled by TWS's word, or by the master's executions where these are more."""
    is_waiting: bool
    """Parts may be on their way."""
    is_all_received: bool
    """The parts received add up to what is filled: the accounts that have none have got nothing."""
    is_filled_explained: bool
    """The executions of all that is filled were received; TWS gives those of today only, as a rule."""
    asked_after: datetime | None
    """An answer to a request made later than this has all of an account's parts; `None` is any answer."""


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
    """Return how far TWS has reported a group order.

    `executed` is what the master's executions add up to, `slack` how much the parts may be off by rounding; the parts
    may be in the accounts of `candidates`.
    """
    reported = _reported(order)
    filled = _filled(order, parents, executed, reported)
    is_all_received = filled is not None and abs(filled - allocated) <= slack
    moments = [_late_enough(fill, clock_ahead) for fill in parents if fill.superseded_by is None]
    if reported is not None and order is not None and reported > (executed or _ZERO):
        moments += _first_reported(order, reported)
    if filled is not None and allocated > filled + slack:
        # News of the whole is on its way instead.
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
    """What the parts add up to need not be all of it."""
    if executed is None:
        whole = known(order.filled) if order is not None else None
        is_whole = order is not None and whole is not None and whole == known(order.total_quantity)
        return whole if is_whole else reported
    is_corrected = any(fill.superseded_by is not None for fill in parents)
    return executed if is_corrected or reported is None else max(executed, reported)


def _first_reported(order: Order, filled: Decimal) -> list[datetime]:
    """When TWS first reported that much; later reports say the same of it, and other things."""
    changes = [change.received for change in order.status_history if change.filled == filled]
    return changes[:1] or ([order.reported.received] if order.reported is not None else [])


def _late_enough(fill: Fill, clock_ahead: timedelta) -> datetime:
    return max(fill.received, _executed_late_enough(fill, clock_ahead))


def _executed_late_enough(fill: Fill, clock_ahead: timedelta) -> datetime:
    """When the parts of an execution are sure to be there; by this computer's clock, which TWS's may be ahead of."""
    executed = fill.received if fill.time is None else min(fill.received, fill.time - clock_ahead)
    return executed + ALLOCATED_WITHIN
