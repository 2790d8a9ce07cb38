"""What each account has of one order: as OrderState's allocations say it, and as its own executions show it.

What an account should have got is not judged here.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from ibmonitor.domain.records.numbers import is_plausible
from ibmonitor.domain.records.records import ComboRole, Fill, Order
from ibmonitor.domain.records.value import value
from ibmonitor.domain.sums.totals import Totals

_ZERO = Decimal(0)


@value
class AccountPart:
    """One account's part of an order. Quantities are signed where TWS signs them; `None` is not told."""

    account: str
    position: Decimal | None = None
    position_desired: Decimal | None = None
    position_after: Decimal | None = None
    desired_quantity: Decimal | None = None
    allowed_quantity: Decimal | None = None
    is_monetary: bool | None = None
    """Whether TWS's quantities are amounts of money; `None` where TWS told no allocation."""
    shares: Decimal | None = None
    """The sum of the account's executions that count, a combo's by its whole; `None` where there is none."""
    average_price: Decimal | None = None
    """Of those, weighted by shares; `None` where a price or a quantity is not known."""
    commissions: tuple[tuple[str, Decimal], ...] = ()
    """Currency and amount of what has been reported."""
    pending: int = 0
    """Executions whose commission has not been reported."""


def is_allocated(order: Order) -> bool:
    """Whether an order is one that is divided among accounts, or its executions show that it was."""
    if order.fa_group or order.fa_method or order.fa_percentage or order.state_fields.get("orderAllocations"):
        return True
    accounts = {fill.execution.acct_number for fill in order.fills if fill.superseded_by is None}
    whole = {order.account} if order.account else set()
    return len(accounts | whole) > 1


def allocations_of(order: Order) -> list[AccountPart]:
    """Return the parts by account, those that TWS lists first; empty for an order that is not divided."""
    if not is_allocated(order):
        return []
    parts = {part.account: part for part in _told(order)}
    by_account: dict[str, list[Fill]] = {}
    for fill in order.fills:
        account = fill.execution.acct_number
        if fill.superseded_by is None and not fill.is_whole:
            by_account.setdefault(account, []).append(fill)
    for account in sorted(by_account):
        parts[account] = _with_fills(parts.get(account, AccountPart(account)), by_account[account])
    return list(parts.values())


def _told(order: Order) -> list[AccountPart]:
    told = order.state_fields.get("orderAllocations")
    return [_part(entry) for entry in told if isinstance(entry, Mapping)] if isinstance(told, tuple) else []


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
    totals = Totals()
    for fill in fills:
        totals.add(fill)
    shares, average_price = _traded([fill for fill in fills if fill.combo_role is not ComboRole.LEG])
    return AccountPart(
        part.account,
        part.position,
        part.position_desired,
        part.position_after,
        part.desired_quantity,
        part.allowed_quantity,
        part.is_monetary,
        shares,
        average_price,
        tuple(sorted(totals.commissions.items())),
        totals.pending,
    )


def _traded(fills: list[Fill]) -> tuple[Decimal | None, Decimal | None]:
    """The shares of fills, and their average price."""
    shares, paid, is_known = _ZERO, _ZERO, True
    for fill in fills:
        quantity, price = fill.execution.shares, fill.execution.price
        if quantity is None or not is_plausible(quantity):
            return None, None
        shares += quantity
        if price is None or not is_plausible(price):
            is_known = False
        else:
            paid += quantity * price
    if not fills:
        return None, None
    return shares, paid / shares if is_known and shares else None
