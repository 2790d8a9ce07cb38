"""The counts and sums of the rows shown follow what changes, and equal those counted at once."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from ibmonitor.domain.allocation.values import GroupAllocation, Unassigned, UnassignedReason
from ibmonitor.models.allocations.shown_sums import ShownCounts, ShownSums
from ibmonitor.models.allocations.tree import AllocationTree
from tests.models.allocations.trees import FIRST, SECOND, fill_of
from tests.support.make_allocation import group_allocation, share, usd


def values(counts: ShownCounts) -> object:
    sums = counts.sums
    return counts.to_review, counts.waiting, counts.unassigned, sums.commissions, sums.realized_pnl, sums.pending


def test_rows_that_the_filter_hides_are_not_counted() -> None:
    tree = AllocationTree()
    own = Unassigned(UnassignedReason.OWN_ORDER, (fill_of(1),))
    unknown = Unassigned(UnassignedReason.UNKNOWN, (fill_of(2), fill_of(3, "U2")))
    tree.show((FIRST, replace(SECOND, is_waiting=True)), (own, unknown))
    assert values(tree.shown) == (1, 1, 2, {"USD": Decimal("1.05")}, {}, 0)
    tree.set_filter(admits=lambda account: account == "U2")
    assert values(tree.shown) == (1, 0, 1, {}, {}, 0)
    tree.show((), ())
    assert values(tree.shown) == values(ShownCounts())


def test_counts_that_follow_changes_equal_those_counted_at_once() -> None:
    random, tree = Random(17), AllocationTree()  # noqa: S311 - no secrets

    def allocation(key: int) -> GroupAllocation:
        amount = random.choice(((), usd("0.1"), usd("1e27"), (("EUR", Decimal("0.25")),)))
        made = group_allocation(share("U1", "1", "1", commissions=amount, pending=random.randint(0, 2)), key=key)
        return replace(made, is_waiting=random.random() < 0.5)

    shown = {key: allocation(key) for key in range(5)}
    for _ in range(50):
        key = random.randrange(8)
        if random.random() < 0.3:
            shown.pop(key, None)
        else:
            shown[key] = allocation(key)
        tree.show([*shown.values()], ())
        fresh = AllocationTree()
        fresh.show([*shown.values()], ())
        assert values(tree.shown) == values(fresh.shown)
    assert values(ShownSums().counts) == values(ShownCounts())
