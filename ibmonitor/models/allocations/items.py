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


def fills_of(item: Item) -> tuple[Fill, ...]:
    """The executions that a row is about, the master account's first."""
    match item:
        case GroupAllocation():
            return (*item.parent_fills, *(fill for share in item.shares for fill in share.fills))
        case Fill():
            return (item,)
        case _:
            return item.fills


def needs_review(item: Item | None) -> bool:
    """Whether a row is, or contains, an account whose part needs review."""
    match item:
        case GroupAllocation():
            return bool(item.flagged)
        case AccountShare():
            return item.is_flagged
        case _:
            return False
