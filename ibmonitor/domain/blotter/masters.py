"""`Masters`: finds out which accounts are master accounts, and marks the fills in them (`Fill.is_whole`).

Most masters are recognized by name (`accounts.py`). An order shows another one in two ways: its executions in that
account are as many shares as those in all other accounts together, while TWS reports only half of the total; or it is
a group order, executed wholly in the account that TWS lists first and that is not in the group.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

from ibmonitor.domain.blotter.order_progress import recompute, recounted
from ibmonitor.domain.records.accounts import is_master_account
from ibmonitor.domain.records.change import Change, commissions_of
from ibmonitor.domain.records.groups import AccountGroup, group_called
from ibmonitor.domain.records.link import Link
from ibmonitor.domain.records.order_fills import counts, counts_of
from ibmonitor.domain.records.records import Fill, Order, StatusChange

_REPORTED = timedelta(seconds=2)
"""TWS reports an execution as filled within this time, the rounding of its clock to seconds included."""


class Masters:
    """Checks the changes of one blotter; the masters found are in `link.shown_masters`."""

    def __init__(self, link: Link, orders: list[Order], fills: list[Fill]) -> None:
        self._link = link
        self._orders = orders
        self._fills = fills
        self._shown: frozenset[str] = frozenset()
        self._accounts: tuple[str, ...] = ()
        self._groups: tuple[AccountGroup, ...] | None = None
        self._first = ""
        """The account that TWS lists first, where there are others."""
        self._suspect = ""
        """The first account, once a group's order has been executed in it."""
        self._is_looking = True
        """Whether a master can still be found: not with a single account, nor when a master is known."""

    def is_master(self, account: str) -> bool:
        """Whether executions in this account are of whole orders, of which other accounts have parts."""
        return is_master_account(account) or account in self._shown

    def parent_accounts(self) -> frozenset[str]:
        """Return the accounts found or suspected to be masters, apart from those recognized by name."""
        return self._shown | {self._suspect} if self._suspect else self._shown

    def update(self, change: Change) -> Change:
        """Check what an event has changed; return the change, extended if it shows a master."""
        orders: Iterable[Order] = change.orders
        if change.link and self._read_link():
            orders = self._orders
        if not self._is_looking:
            return change
        for order in orders:
            master = self._master_shown_by(order)
            if master:
                return self._with_master(change, master)
        return change

    def _read_link(self) -> bool:
        """Read the lists of accounts and groups; return whether they have changed."""
        link = self._link
        link.shown_masters = self._shown
        if link.accounts is self._accounts and link.groups is self._groups:
            return False
        self._accounts, self._groups = link.accounts, link.groups
        self._first = link.accounts[0] if len(link.accounts) > 1 else ""
        self._is_looking = len(link.accounts) != 1 and not any(map(self.is_master, link.accounts))
        return True

    def _master_shown_by(self, order: Order) -> str:
        """Return the account that this order shows to be a master; empty for none."""
        executed = order.executed_parts
        if not executed:
            return ""
        filled = _filled(order)
        is_of_group = bool(order.fa_group or order.fa_method or order.fa_percentage)
        half = executed / 2
        if not (is_of_group or filled == half or executed > (order.total_quantity or executed)):
            return ""
        shares = _shares_by_account(order)
        if is_of_group and self._first in shares:
            self._suspect = self._first
        group = group_called(order.fa_group, self._groups or ()) if order.fa_group else None
        members = group.accounts if group is not None else ()
        if len(shares) == 1:
            is_outside = bool(members) and self._first in shares and self._first not in members
            return self._first if is_outside and shares[self._first] == filled else ""
        masters = [account for account, part in shares.items() if part == half]
        if len(masters) > 1:
            # One client got all of it: which of the two is the client?
            masters = [account for account in masters if account not in members] or masters
            masters = masters if len(masters) == 1 else [account for account in masters if account == self._first]
        return masters[0] if masters and self.counts_twice(order, half, masters[0]) else ""

    def counts_twice(self, order: Order, whole: Decimal, master: str) -> bool:
        """Whether TWS reports only `whole` filled, the part in `master`, while the executions add up to twice that."""
        report = order.reported
        reported = report.filled if report is not None else None
        if reported is not None and reported > whole:
            return False
        if order.total_quantity == whole:
            return True
        if report is None or reported is None:
            # A cumulative quantity can be that of the account alone.
            return master == self._first and not order.total_quantity and _filled(order) == whole
        return reported == whole and all(self._is_in_report(fill, report) for fill in filter(counts, order.fills))

    def _is_in_report(self, fill: Fill, report: StatusChange) -> bool:
        """Whether a report of how much is filled certainly includes this execution."""
        executed = fill.received if fill.time is None else fill.time - (self._link.clock_ahead or timedelta())
        return executed + _REPORTED <= report.received

    def _with_master(self, change: Change, master: str) -> Change:
        """Mark all fills in an account found to be a master; add them and their orders to the change."""
        self._shown |= {master}
        self._link.shown_masters = self._shown
        self._is_looking = False
        fills = [fill for fill in self._fills if fill.execution.acct_number == master]
        orders = dict.fromkeys(fill.order for fill in fills if fill.order is not None)
        for fill in fills:
            with recounted(fill):
                fill.is_whole = True
        for order in orders:
            recompute(order)
        return change._replace(
            orders=(*change.orders, *orders),
            fills=(*change.fills, *fills),
            commissions=(*change.commissions, *commissions_of(fills)),
            link=True,
        )


def _shares_by_account(order: Order) -> dict[str, Decimal]:
    """The shares executed in each account."""
    return {account: executed for account, executed in counts_of(order).shares.items() if executed}


def _filled(order: Order) -> Decimal | None:
    """How much TWS reports as filled: its last report, or else the greatest cumulative quantity of an execution."""
    if order.reported is not None and order.reported.filled is not None:
        return order.reported.filled
    return order.last_fill.execution.cum_qty if order.last_fill is not None else None
