"""The state of an account's part, and of a whole group order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ibmonitor.domain.allocation.values import Gap, State
from tests.support.make_allocation import group_allocation, share
from tests.support.make_records import make_fill

OK = share("DU1", "10", "10")


@pytest.mark.parametrize(
    ("gap", "state"),
    [
        (Gap.NONE, State.OK),
        (Gap.ROUNDING, State.ROUNDING),
        (Gap.PARTIAL, State.PARTIAL),
        (Gap.NO_SHARE, State.OK),
        (Gap.WAITING, State.WAITING),
        (Gap.NOT_RECEIVED, State.UNKNOWN),
        (Gap.POSSIBLE, State.POSSIBLE),
    ],
)
def test_the_state_of_a_part_follows_from_its_gap(gap: Gap, state: State) -> None:
    assert replace(OK, gap=gap).state is state
    assert replace(OK, gap=gap, is_flagged=True).state is State.REVIEW


def test_a_part_without_anything_to_compare_is_unknown() -> None:
    assert share("DU1", None, "10").state is State.UNKNOWN


def test_the_state_of_a_group_order_is_that_of_the_part_that_needs_most_attention() -> None:
    rounding, flagged = replace(OK, gap=Gap.ROUNDING), share("DU2", "10", "5", is_flagged=True)
    assert group_allocation().state is State.UNKNOWN
    assert group_allocation(OK, rounding).state is State.ROUNDING
    assert group_allocation(OK, rounding, flagged).state is State.REVIEW
    assert group_allocation(OK, rounding, flagged).flagged == (flagged,)


def test_a_waiting_group_order_is_waiting_unless_something_is_flagged() -> None:
    flagged = share("DU2", "10", "5", is_flagged=True)
    assert replace(group_allocation(OK), is_waiting=True).state is State.WAITING
    assert replace(group_allocation(flagged), is_waiting=True).state is State.REVIEW


def test_members_without_a_part_and_accounts_outside_the_group_are_named() -> None:
    empty, outsider = share("DU2", "10", "0"), replace(share("DU9", None, "3"), is_member=False, fills=(make_fill(1),))
    allocation = group_allocation(OK, empty, outsider)
    assert (allocation.without_anything, allocation.outsiders) == (("DU2",), ("DU9",))
    assert replace(allocation, filled=None).without_anything == ()
