"""Counts the fills of an order, and tells whether there are only more. With many fills the counts are kept."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from ibmonitor.domain.records.fill_counts import FillCounts, Paid
from ibmonitor.domain.records.numbers import EXACT, known
from ibmonitor.domain.records.records import ComboRole, Fill, Order

MANY = 64
"""An order with more fills keeps their counts: a dict or two each is much for hundreds of thousands of orders."""

_LEG = ComboRole.LEG
_ZERO = Decimal(0)


def counts_of(order: Order) -> FillCounts:
    """Return the counts of an order's fills; the caller may not change them."""
    return order.fill_counts or count(order.fills)


def accounts_of(order: Order) -> Collection[str]:
    """Return the accounts of an order's fills."""
    kept = order.fill_counts
    return {fill.execution.acct_number for fill in order.fills} if kept is None else kept.accounts


def valid_accounts_of(order: Order) -> Collection[str]:
    """Return the accounts of those fills that no correction has replaced."""
    if order.fill_counts is not None:
        return order.fill_counts.valid_accounts
    return {fill.execution.acct_number for fill in order.fills if fill.superseded_by is None}


def paid_of(order: Order) -> tuple[Paid, Paid]:
    """Return what an order's fills have cost in other accounts than masters', and in master accounts."""
    kept = order.fill_counts
    if kept is None or kept.paid is None:
        paid = Paid(), Paid()
        for fill in filter(counts, order.fills):
            _pay(paid, fill, 1)
        if kept is None:
            return paid
        kept.paid = paid
    return kept.paid


def count(fills: list[Fill]) -> FillCounts:
    """Count fills anew."""
    counts = FillCounts()
    for fill in fills:
        put(counts, fill, 1)
    return counts


def counts(fill: Fill) -> bool:
    """Whether a fill counts for its order: no correction has replaced it, and it is not a combo's leg."""
    return fill.superseded_by is None and fill.combo_role is not _LEG


def put(totals: FillCounts, fill: Fill, times: int) -> None:
    """Add (1) or take out (-1) a fill."""
    execution = fill.execution
    account = execution.acct_number
    _count(totals.accounts, account, times)
    totals.legs += times * (fill.combo_role is _LEG)
    if fill.superseded_by is not None:
        return
    _count(totals.valid_accounts, account, times)
    totals.revised += times * bool(execution.pending_price_revision)
    totals.liquidated += times * bool(execution.liquidation)
    if fill.combo_role is _LEG:
        return
    shares = known(execution.shares)
    if shares is not None:
        add = EXACT.add if times > 0 else EXACT.subtract
        totals.shares[account] = add(totals.shares.get(account, _ZERO), shares)
    if totals.paid is not None:
        _pay(totals.paid, fill, times)


def _pay(paid: tuple[Paid, Paid], fill: Fill, times: int) -> None:
    part, price, shares = paid[fill.is_whole], known(fill.execution.price), known(fill.execution.shares)
    if shares is None or price is None:
        part.unknown += times
    else:
        part.amount = (EXACT.add if times > 0 else EXACT.subtract)(part.amount, EXACT.multiply(price, shares))


def _count(numbers: dict[str, int], account: str, times: int) -> None:
    number = numbers.get(account, 0) + times
    if number:
        numbers[account] = number
    else:
        del numbers[account]


def is_continued(order: Order, fills: list[Fill], numbers: dict[Fill, int], changed: Collection[Fill]) -> bool:
    """Whether an order still has the fills of `numbers` in their places; those that are new stand behind them.

    `fills` is the list that the order had then; `changed` are the fills that have changed since, perhaps also of other
    orders. Of those that have come to the end of the order's some may be missing.
    """
    known = len(numbers)
    if order.fills is not fills or known > len(fills) or (known and fills[known - 1] is not next(reversed(numbers))):
        return False
    new = 0
    for fill in changed:
        number = numbers.get(fill)
        if number is None:
            new += fill.order is order
        elif fills[number] is not fill:
            return False
    return known + new <= len(fills)
