"""What the tiles above the allocations count, and which group orders each of them shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from ibmonitor.domain.allocation.values import GroupAllocation
from ibmonitor.models.allocations.share_sums import ShareSums


class Tile(Enum):
    """The value is the word in saved states."""

    ORDERS = "all"
    REVIEW = "to_look_at"
    WAITING = "waiting"
    COST = "cost"

    def shows(self, allocation: GroupAllocation) -> bool:
        """Whether a group order is among those that this tile counts."""
        match self:
            case Tile.REVIEW:
                return bool(allocation.flagged)
            case Tile.WAITING:
                return allocation.is_waiting
            case Tile.COST:
                return any(share.commissions or share.pending for share in allocation.shares)
            case _:
                return True


@dataclass(slots=True)
class TileCounts:
    """Counts of group orders, and what the accounts' parts cost."""

    orders: int = 0
    to_review: int = 0
    waiting: int = 0
    commissions: dict[str, Decimal] = field(default_factory=dict)
    """By currency: never added across."""
    pending: int = 0
    """Executions whose commission has not been reported."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """What one group order has added to the counts."""

    allocation: GroupAllocation
    to_review: int
    waiting: int
    sums: ShareSums


class TileCounter:
    """Keeps the counts by what has changed: group orders that have not are not added up again."""

    def __init__(self) -> None:
        self._admits: Callable[[str], bool] | None = None
        self._clear()

    @property
    def counts(self) -> TileCounts:
        """Those of the group orders with an account that is admitted, and of these accounts' parts."""
        sums = self._sums
        return TileCounts(len(self._counted), self._to_review, self._waiting, sums.commissions, sums.pending)

    def set_accounts(self, admits: Callable[[str], bool] | None) -> None:
        """Count only these accounts; `None` admits all. The next `update` counts anew."""
        self._admits = admits
        self._clear()

    def update(self, allocations: Iterable[GroupAllocation]) -> None:
        """Count these group orders, and no others."""
        gone = set(self._counted)
        for allocation in allocations:
            gone.discard(allocation.key)
            self.put(allocation)
        for key in gone:
            self._remove(key)

    def put(self, allocation: GroupAllocation) -> None:
        """Count a group order, which may be known: it makes an `update` shorter."""
        counted = self._counted.get(allocation.key)
        if counted is None or counted.allocation is not allocation:
            self._remove(allocation.key)
            self._add(allocation)

    def _clear(self) -> None:
        self._counted: dict[int, _Counted] = {}
        self._to_review = self._waiting = 0
        self._sums = ShareSums()

    def _add(self, allocation: GroupAllocation) -> None:
        admits = self._admits
        shares = [share for share in allocation.shares if admits is None or admits(share.account)]
        if admits is not None and not shares:
            return
        counted = _Counted(allocation, bool(allocation.flagged), allocation.is_waiting, ShareSums(shares))
        self._counted[allocation.key] = counted
        self._count(counted, 1)

    def _remove(self, key: int) -> None:
        counted = self._counted.pop(key, None)
        if counted is not None:
            self._count(counted, -1)

    def _count(self, counted: _Counted, sign: int) -> None:
        self._to_review += sign * counted.to_review
        self._waiting += sign * counted.waiting
        self._sums.put(counted.sums, sign)
