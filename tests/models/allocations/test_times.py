"""When each row of the allocations last changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from ibmonitor.domain.allocation.values import Unassigned, UnassignedReason
from ibmonitor.models.allocations.items import UnassignedAccount
from ibmonitor.models.allocations.times import moment_of
from tests.models.allocations.trees import FIRST, NOON, fill_of
from tests.support.make_allocation import group_allocation, share
from tests.support.make_records import make_order

EARLY, LATE = fill_of(1), fill_of(2)
EARLY.time, LATE.time = NOON, NOON + timedelta(seconds=9)


def test_an_order_has_the_time_of_its_last_change_or_part() -> None:
    order = make_order(1)
    order.completed_time = NOON + timedelta(seconds=5)
    account = replace(share("U1"), fills=(EARLY,))
    one = replace(group_allocation(account), order=order, parent_fills=(EARLY,))
    assert moment_of(one).time == order.completed_time
    later = replace(one, shares=(replace(account, fills=(LATE, EARLY)),))
    assert moment_of(later).time == LATE.time
    assert moment_of(replace(later, order=None)).time == LATE.time
    assert moment_of(group_allocation()).time is None


def test_other_rows_have_the_time_of_their_last_execution() -> None:
    account = replace(FIRST.shares[0], fills=(EARLY, LATE))
    unknown = UnassignedReason.UNKNOWN
    rows = (account, Unassigned(unknown, (LATE, EARLY)), UnassignedAccount("U1", unknown, (EARLY,)), EARLY)
    assert [moment_of(row).time for row in rows] == [LATE.time, LATE.time, EARLY.time, EARLY.time]
    assert moment_of(FIRST.shares[0]).time is None
