"""What the rows of the allocations show."""

from __future__ import annotations

from ibmonitor.domain.allocation.values import AccountShare, GroupAllocation, Unassigned, UnassignedReason
from ibmonitor.domain.records.records import Fill
from ibmonitor.domain.records.value import value


@value
class ApartAccount:
    """One account's executions that are in no group order."""

    account: str
    why: UnassignedReason
    fills: tuple[Fill, ...]


Item = GroupAllocation | AccountShare | Unassigned | ApartAccount | Fill
