"""What has become of an order, in the four words by which users sort orders."""

from __future__ import annotations

from enum import Enum

from ibmonitor.domain.explain.filled import is_all_filled
from ibmonitor.domain.messages.reasons import rejection_of
from ibmonitor.domain.records.records import Order
from ibmonitor.domain.records.statuses import FILLED


class Outcome(Enum):
    """Every order has exactly one."""

    WORKING = "working"
    """It may still be filled, as far as is known."""
    FILLED = "filled"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    """Ended in another way before it was filled; a part of it may be."""


def outcome_of(order: Order) -> Outcome:
    """Return what has become of an order, as far as TWS has reported or its fills show."""
    if rejection_of(order) is not None:
        return Outcome.REJECTED
    if not order.is_done:
        return Outcome.WORKING
    return Outcome.FILLED if order.status == FILLED or is_all_filled(order) else Outcome.CANCELLED
