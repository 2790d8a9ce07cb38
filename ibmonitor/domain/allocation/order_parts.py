"""Each account's part of one order: by OrderState's allocations and by its own executions.

What an account should have got is calculated in `expected.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from ibmonitor.domain.allocation.sums import Money, sums_of
from ibmonitor.domain.records.order_fills import valid_accounts_of
from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.domain.records.value import value


@value
class AccountPart:
    """One account's part of an order. Quantities are signed where TWS signs them; `None` is not received."""

    account: str
    position: Decimal | None = None
    position_desired: Decimal | None = None
    position_after: Decimal | None = None
    desired_quantity: Decimal | None = None
    allowed_quantity: Decimal | None = None
    is_monetary: bool | None = None
    """Whether TWS's quantities are amounts of money; `None` where TWS sent no allocation."""
    shares: Decimal | None = None
    """The sum of the account's executions that count, a combo's by its whole; `None` where there is none."""
    average_price: Decimal | None = None
    """Of those, weighted by shares; `None` where a price or a quantity is not known."""
    commissions: Money = ()
    pending: int = 0
    """Executions whose commission has not been reported."""


def is_allocated(order: Order) -> bool:
    """Whether an order is divided among accounts, by its fields or by its executions."""
    if order.fa_group or order.fa_method or order.fa_percentage or order.state_fields.get("orderAllocations"):
        return True
    accounts = valid_accounts_of(order)
    return len(accounts) + bool(order.account and order.account not in accounts) > 1


def allocations_of(order: Order) -> list[AccountPart]:
    """Return the parts by account, those in orderAllocations first; empty for an order that is not divided."""
    if not is_allocated(order):
        return []
    parts = {part.account: part for part in _reported(order)}
    by_account: dict[str, list[Fill]] = {}
    for fill in order.fills:
        account = fill.execution.acct_number
        if fill.superseded_by is None and not fill.is_whole:
            by_account.setdefault(account, []).append(fill)
    for account in sorted(by_account):
        parts[account] = _with_fills(parts.get(account, AccountPart(account)), by_account[account])
    return list(parts.values())


def _reported(order: Order) -> list[AccountPart]:
    reported = order.state_fields.get("orderAllocations")
    return [_part(entry) for entry in reported if isinstance(entry, Mapping)] if isinstance(reported, tuple) else []


def _part(entry: Mapping[str, object]) -> AccountPart:
    return AccountPart(
        str(entry.get("account") or ""),
        _number(entry.get("position")),
        _number(entry.get("positionDesired")),
        _number(entry.get("positionAfter")),
        _number(entry.get("desiredAllocQty")),
        _number(entry.get("allowedAllocQty")),
        entry.get("isMonetary") is True,
    )


def _number(sent: object) -> Decimal | None:
    return sent if isinstance(sent, Decimal) else None


def _with_fills(part: AccountPart, fills: list[Fill]) -> AccountPart:
    sums = sums_of(fills)
    return replace(
        part,
        shares=sums.quantity,
        average_price=sums.average_price,
        commissions=sums.commissions,
        pending=sums.pending,
    )
