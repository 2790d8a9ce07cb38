"""Which group order needs attention first, and which account of it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from ibmonitor.domain.allocation.values import AccountShare, GroupAllocation
from ibmonitor.domain.records.numbers import known
from ibmonitor.models.allocations.times import change_key

_NEVER = (datetime.min.replace(tzinfo=UTC), 0)


def review_key(allocation: GroupAllocation) -> tuple[int, tuple[datetime, int]]:
    """Greatest are orders that need review, then those that wait for parts; among equals the last that changed."""
    rank = 2 if allocation.flagged else int(allocation.is_waiting)
    return rank, change_key(allocation) or _NEVER


def attention_key(share: AccountShare) -> tuple[int, Decimal]:
    """Sort accounts that should have something by now and have nothing first, then flagged ones, then the largest gap.

    Accounts that are equal in this stay in the group's order.
    """
    due, got = known(share.due), known(share.allocated)
    if due is None:
        due = known(share.expected.quantity)
    has_nothing = got == 0 and (due or share.is_flagged)
    rank = 0 if has_nothing else 1 if share.is_flagged else 2
    return rank, -abs(got - due) if got is not None and due is not None else Decimal(0)
