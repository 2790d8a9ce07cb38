"""`ShownSums`: the counts and sums of the rows of the allocations that are shown, for the footer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ibmonitor.domain.allocation.values import AccountShare, GroupAllocation, UnassignedReason
from ibmonitor.models.allocations.items import Item, UnassignedAccount
from ibmonitor.models.allocations.share_sums import ShareSums
from ibmonitor.models.table.tree_rows import Branch


@dataclass(slots=True)
class ShownCounts:
    """Of any number of the topmost rows, with all below them."""

    to_review: int = 0
    """Group orders."""
    waiting: int = 0
    unassigned: int = 0
    """Executions in no group order, unless they are of an order of the account's own."""
    sums: ShareSums = field(default_factory=ShareSums)

    def put(self, other: ShownCounts, sign: int) -> None:
        """Add (1) or take out (-1) other counts."""
        self.to_review += sign * other.to_review
        self.waiting += sign * other.waiting
        self.unassigned += sign * other.unassigned
        self.sums.put(other.sums, sign)


class ShownSums:
    """Keeps the counts by what has changed: a topmost row that is the same is not counted again."""

    def __init__(self) -> None:
        self.counts = ShownCounts()
        self._counted: dict[object, tuple[Branch[Item], ShownCounts]] = {}

    def update(self, shown: Sequence[Branch[Item]]) -> None:
        """Count these topmost rows."""
        for key in self._counted.keys() - {branch.key for branch in shown}:
            self.counts.put(self._counted.pop(key)[1], -1)
        for branch in shown:
            before = self._counted.get(branch.key)
            if before is not None and before[0] is branch:
                continue
            if before is not None:
                self.counts.put(before[1], -1)
            counts = _counts_of(branch)
            self._counted[branch.key] = (branch, counts)
            self.counts.put(counts, 1)


def _counts_of(branch: Branch[Item]) -> ShownCounts:
    counts = ShownCounts()
    if isinstance(branch.item, GroupAllocation):
        counts.to_review += bool(branch.item.flagged)
        counts.waiting += branch.item.is_waiting
    for each in branch.branches:
        match each.item:
            case AccountShare():
                counts.sums.add(each.item)
            case UnassignedAccount(why=why, fills=fills) if why is not UnassignedReason.OWN_ORDER:
                counts.unassigned += len(fills)
    return counts
