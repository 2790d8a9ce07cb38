"""The kinds of rows in the allocations."""

from __future__ import annotations

from ibmonitor.domain.allocation.values import AccountShare, GroupAllocation, Unassigned, UnassignedReason
from ibmonitor.domain.records.records import Fill
from ibmonitor.domain.records.value import value


@value
class UnassignedAccount:
    """One account's executions that are in no group order."""

    account: str
    why: UnassignedReason
    fills: tuple[Fill, ...]


Item = GroupAllocation | AccountShare | Unassigned | UnassignedAccount | Fill
