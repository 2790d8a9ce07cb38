"""`Desk`: a blotter with its allocation book, and events of group orders."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from ibmonitor.domain.allocation.book import AllocationBook
from ibmonitor.domain.allocation.values import GroupAllocation, UnassignedReason
from ibmonitor.domain.records.events import Event, ExecDetails, ManagedAccounts
from tests.support.blotter_events import (
    AAPL,
    START,
    execution,
    new_blotter,
    open_order,
)

MSFT = replace(AAPL, con_id=272093, symbol="MSFT", local_symbol="MSFT")
ACCOUNTS = ManagedAccounts(("DF9", "DU1", "DU2", "DU3", ""))


class Desk:
    """A blotter and a book that follows it as the feed does."""

    def __init__(self, *events: Event) -> None:
        self.blotter = new_blotter()
        self.book = AllocationBook(self.blotter)
        self.apply(*events)

    def apply(self, *events: Event) -> None:
        for event in events:
            change = self.blotter.apply(event)
            if change.merged_orders:
                self.book.forget(change.merged_orders)
            self.book.update(change.orders, change.fills)
            if change.link:
                self.book.refresh()

    @property
    def allocations(self) -> list[GroupAllocation]:
        return [self.book.allocation(key) for key in self.book.keys()]  # noqa: SIM118 - no mapping

    @property
    def only(self) -> GroupAllocation:
        (allocation,) = self.allocations
        return allocation

    @property
    def parts(self) -> dict[str, list[str]]:
        """The execIds by account of the only group order."""
        shares = self.only.shares
        return {share.account: [fill.execution.exec_id for fill in share.fills] for share in shares if share.fills}

    def allocated_to(self, account: str) -> Decimal | None:
        (share,) = (share for share in self.only.shares if share.account == account)
        return share.allocated

    @property
    def unassigned(self) -> dict[UnassignedReason, list[str]]:
        return {each.why: [fill.execution.exec_id for fill in each.fills] for each in self.book.unassigned()}


def group_order(perm_id: int | None = 7, **known: Any) -> Event:
    return open_order(perm_id, 1, 5, **{"account": "", "faGroup": "G", **known})


def part(exec_id: str, account: str = "DU1", **known: Any) -> ExecDetails:
    return execution(exec_id, acct_number=account, **known)


def parent(exec_id: str = "p.1.01", **known: Any) -> ExecDetails:
    return part(exec_id, "DF9", **known)


def at(minutes: float) -> str:
    return f"{START + timedelta(minutes=minutes):%Y%m%d-%H:%M:%S}"
