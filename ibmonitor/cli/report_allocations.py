"""The allocations of group orders as the snapshot writes them: TWS's and this program's names, unknown is null."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ibmonitor.domain.allocation.book import AllocationBook
from ibmonitor.domain.allocation.sums import Money
from ibmonitor.domain.allocation.values import AccountShare, GroupAllocation, Unassigned
from ibmonitor.domain.records.records import Fill
from ibmonitor.domain.wording.money import with_currency
from ibmonitor.domain.wording.rounding import rounded

Plain = object
"""What `json` can write."""


def allocations_of(
    book: AllocationBook, plain: Callable[[object], Plain], admits: Callable[[GroupAllocation], bool]
) -> dict[str, Plain]:
    """Each group order that `admits` wants, and the executions that are in none; `plain` writes single values."""
    return {
        "allocations": [_allocation(each, plain) for each in _all(book) if admits(each)],
        "unassigned": [_unassigned(each) for each in book.unassigned()],
    }


def allocation_lines(
    book: AllocationBook, plain: Callable[[object], Plain], admits: Callable[[GroupAllocation], bool]
) -> Iterator[dict[str, Plain]]:
    """Each account's part in each group order that `admits` wants, as a flat row."""
    for allocation in filter(admits, _all(book)):
        order = _allocation(allocation, plain)
        for share in allocation.shares:
            money = ", ".join(with_currency(f"{rounded(amount):f}", currency) for currency, amount in share.commissions)
            names = ("order_ref", "group", "method", "symbol")
            yield {**{name: order[name] for name in names}, **_share(share, plain), "commission": money or None}


def _all(book: AllocationBook) -> Iterator[GroupAllocation]:
    return map(book.allocation, book.keys())


def _allocation(allocation: GroupAllocation, plain: Callable[[object], Plain]) -> dict[str, Plain]:
    order = allocation.order
    return {
        "perm_id": None if order is None else order.perm_id,
        "order_ref": None if order is None else order.order_ref,
        "group": allocation.group_name or None,
        "method": allocation.method or None,
        "symbol": None if allocation.contract is None else allocation.contract.symbol,
        "side": allocation.side or None,
        "quantity": plain(allocation.quantity),
        "cash": plain(allocation.cash),
        "filled": plain(allocation.filled),
        "allocated": plain(allocation.allocated),
        "unallocated": plain(allocation.unallocated),
        "average_price": plain(allocation.average_price),
        "price_spread": plain(allocation.price_spread),
        "commissions": _money(allocation.commissions, plain),
        "commission_per_share": _money(allocation.commission_per_share, plain),
        "realized_pnl": _money(allocation.realized_pnl, plain),
        "pending_commissions": allocation.pending,
        "state": allocation.state.value,
        "waiting_for": plain(allocation.unallocated) if allocation.is_waiting else None,
        "parent_exec_ids": _exec_ids(allocation.parent_fills),
        "accounts": [_share(share, plain) for share in allocation.shares],
    }


def _share(share: AccountShare, plain: Callable[[object], Plain]) -> dict[str, Plain]:
    return {
        "account": share.account,
        "is_member": share.is_member,
        "expected": plain(share.expected.quantity),
        "expected_from": share.expected.source.value,
        "expected_why": share.expected.why,
        "due": plain(share.due),
        "allocated": plain(share.allocated),
        "difference": plain(share.difference),
        "state": share.state.value,
        "reason": share.reason or None,
        "possible_reasons": list(share.possible_reasons),
        "is_flagged": share.is_flagged,
        "average_price": plain(share.average_price),
        "commissions": _money(share.commissions, plain),
        "pending_commissions": share.pending,
        "realized_pnl": _money(share.realized_pnl, plain),
        "matched_by": sorted(match.value for match in share.matches),
        "exec_ids": _exec_ids(share.fills),
    }


def _unassigned(unassigned: Unassigned) -> dict[str, Plain]:
    return {"why": unassigned.why.value, "exec_ids": _exec_ids(unassigned.fills)}


def _money(money: Money, plain: Callable[[object], Plain]) -> dict[str, Plain]:
    return {currency: plain(amount) for currency, amount in money}


def _exec_ids(fills: tuple[Fill, ...]) -> list[Plain]:
    return [fill.execution.exec_id for fill in fills]
