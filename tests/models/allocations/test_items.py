"""The kinds of rows."""

from __future__ import annotations

from dataclasses import replace

from ibmonitor.domain.allocation.values import Unassigned, UnassignedReason
from ibmonitor.models.allocations.items import UnassignedAccount, fills_of
from tests.models.allocations.trees import FIRST, fill_of, with_fills


def test_the_fills_of_each_kind_of_row() -> None:
    whole, stray = fill_of(8, "DF1"), fill_of(9)
    order = replace(with_fills(FIRST, "a", "b"), parent_fills=(whole,))
    parts = order.shares[0].fills
    unknown = UnassignedReason.UNKNOWN
    apart = (Unassigned(unknown, (stray,)), UnassignedAccount("U1", unknown, (stray,)), stray)
    assert fills_of(order) == (whole, *parts)
    assert [fills_of(order.shares[0]), fills_of(order.shares[1])] == [parts, ()]
    assert [fills_of(each) for each in apart] == [(stray,)] * 3
