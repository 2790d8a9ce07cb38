"""The inline bar of an account."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from ibmonitor.domain.allocation.values import Gap
from ibmonitor.models.allocations.share_bar import ShareBar, share_bar
from tests.support.make_allocation import group_allocation, share


@pytest.mark.parametrize(
    ("expected", "due", "got", "bar"),
    [
        ("20", "20", "20", ShareBar(0.75, 0.75, "")),
        ("20", "20", "0", ShareBar(0, 0.75, "")),
        ("20", "20", "10", ShareBar(0.375, 0.75, "")),
        # There is no room for ten times as much.
        ("20", "20", "200", ShareBar(1, 0.75, "")),
        # What is due of a partial fill: the bar reaches its tick, so that it is no false alarm.
        ("20", "8", "8", ShareBar(0.3, 0.3, "")),
        ("20", None, "20", ShareBar(0.75, 0.75, "")),
        ("0", "0", "0", ShareBar(0, 0, "")),
        ("0", "0", "1", ShareBar(1, 0, "")),
        ("20", "20", None, ShareBar(0, 0.75, "")),
    ],
)
def test_the_bar_ends_at_its_tick_if_all_is_right(
    expected: str, due: str | None, got: str | None, bar: ShareBar
) -> None:
    account = replace(share("U1", expected, got), due=None if due is None else Decimal(due))
    found = share_bar(account)
    assert found is not None
    assert (found.allocated, found.expected) == pytest.approx((bar.allocated, bar.expected))


def test_only_what_needs_review_is_red_and_what_is_waited_for_is_pale() -> None:
    flagged = share_bar(share("U1", "20", "10", is_flagged=True))
    waiting = share_bar(replace(share("U1", "20", None), gap=Gap.WAITING))
    assert flagged is not None
    assert waiting is not None
    assert (flagged.tone, waiting.tone) == ("bad", "pending")


def test_without_an_expected_quantity_there_is_no_bar() -> None:
    for item in (share("U1", None, "10"), share("U1", "-5", "10"), group_allocation()):
        assert share_bar(item) is None
