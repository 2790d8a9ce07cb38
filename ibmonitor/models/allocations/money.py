"""The amounts of money in the rows of the allocations, by column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from ibmonitor.domain.allocation.sums import Money
from ibmonitor.domain.allocation.values import AccountShare, GroupAllocation
from ibmonitor.domain.records.records import Commission, Fill
from ibmonitor.domain.sums.day_trades import carries_money
from ibmonitor.models.allocations.items import Item

COMMISSION, PER_SHARE, REALIZED_PNL = "commission", "commission_per_share", "realized_pnl"
"""Keys of columns."""


def _commission(item: Item) -> Money:
    if isinstance(item, Fill):
        return _of_fill(item, lambda report: report.commission_and_fees)
    return item.commissions if isinstance(item, GroupAllocation | AccountShare) else ()


def _per_share(item: Item) -> Money:
    return item.commission_per_share if isinstance(item, GroupAllocation) else ()


def _realized_pnl(item: Item) -> Money:
    if isinstance(item, Fill):
        return _of_fill(item, lambda report: report.realized_pnl)
    return item.realized_pnl if isinstance(item, GroupAllocation | AccountShare) else ()


def _of_fill(fill: Fill, read: Callable[[Commission], Decimal | None]) -> Money:
    amount = read(fill.commission) if fill.commission is not None else None
    return () if fill.commission is None or amount is None else ((fill.commission.currency, amount),)


MONEY: Mapping[str, Callable[[Item], Money]] = {
    COMMISSION: _commission,
    PER_SHARE: _per_share,
    REALIZED_PNL: _realized_pnl,
}


def pending_of(item: Item) -> int:
    """How many executions have no commission report yet."""
    if isinstance(item, Fill):
        return int(carries_money(item) and not _commission(item))
    return item.pending if isinstance(item, GroupAllocation | AccountShare) else 0
