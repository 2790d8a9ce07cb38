"""The inline bar of an account: what it got against what it should get, as shares of the bar's length."""

from __future__ import annotations

from decimal import Decimal

from ibmonitor.domain.allocation.values import AccountShare, Gap
from ibmonitor.domain.records.numbers import known
from ibmonitor.domain.records.value import value
from ibmonitor.models.allocations.items import Item
from ibmonitor.models.table.roles import Tone

_EXPECTED_AT = 0.75
"""Where the expected quantity of a filled order is, of the length of every bar: what is more than that has room."""


@value
class ShareBar:
    """0 is the left end, 1 the right end."""

    allocated: float
    """How far the bar is filled; all of it where the account got more than there is room for."""
    expected: float
    """Where the tick is: what the account should have by now. The bar ends there if all is as it should be."""
    tone: Tone


def share_bar(item: Item) -> ShareBar | None:
    """Return the bar of an account; `None` for other rows, and where its expected quantity is not known."""
    if not isinstance(item, AccountShare):
        return None
    expected = known(item.expected.quantity)
    if expected is None or expected < 0:
        return None
    got = max(known(item.allocated) or Decimal(0), Decimal(0))
    tone: Tone = "bad" if item.is_flagged else "pending" if item.gap is Gap.WAITING else ""
    if not expected:
        return ShareBar(1.0 if got else 0.0, 0.0, tone)
    due = known(item.due)
    by_now = expected if due is None or due < 0 else min(due, expected)
    return ShareBar(min(1.0, float(got / expected) * _EXPECTED_AT), float(by_now / expected) * _EXPECTED_AT, tone)
