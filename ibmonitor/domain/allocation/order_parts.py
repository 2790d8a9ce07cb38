"""Each account's part of one order: by OrderState's allocations and by its own executions.

What an account should have got is calculated in `expected.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from ibmonitor.domain.allocation.sums import Money, Sums, sums_of
from ibmonitor.domain.records.order_fills import is_continued, valid_accounts_of
from ibmonitor.domain.records.records import ComboRole, Fill, Order
from ibmonitor.domain.records.value import value

_PIECE = 300
"""So many fills are one piece of work: a millisecond."""
_NO_SUMS = Sums()


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


def has_parts(order: Order) -> bool:
    """Whether an order is divided, and any account's part is known."""
    return is_allocated(order) and (bool(reported_parts(order)) or any(map(_is_part, order.fills)))


def allocations_of(order: Order) -> list[AccountPart]:
    """Return the parts by account, those in orderAllocations first; empty for an order that is not divided."""
    parts = KeptParts(order)
    for _ in parts.updating(()):
        pass
    return parts.rows()


class KeptParts:
    """The parts of one order, kept up to date at the cost of the accounts whose executions have changed."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._forget()

    def _forget(self) -> None:
        self._fills = self._order.fills
        self._numbers: dict[Fill, int] = {}
        self._account_of: dict[Fill, str] = {}
        """Of the executions that count."""
        self._by_account: dict[str, dict[Fill, None]] = {}
        self._sums: dict[str, Sums] = {}
        self._outdated: dict[str, None] = {}
        """The accounts whose sums have to be made again."""

    def updating(self, changed: Collection[Fill]) -> Iterator[None]:
        """Take in what has changed since the last call; yields after each piece of work.

        `changed` are the order's fills that are new or have changed, and perhaps fills of other orders.
        """
        if not is_continued(self._order, self._fills, self._numbers, changed):
            self._forget()
        numbers = self._numbers
        known = [fill for fill in changed if fill in numbers]
        for count, fill in enumerate([*known, *self._fills[len(numbers) :]], 1):
            numbers.setdefault(fill, len(numbers))
            self._put(fill)
            if not count % _PIECE:
                yield
        while self._outdated:
            account, _ = self._outdated.popitem()
            self._sums[account] = sums_of(self._by_account[account])
            yield

    def _put(self, fill: Fill) -> None:
        account = fill.execution.acct_number if _is_part(fill) else None
        before = self._account_of.pop(fill, None)
        if before is not None and before != account:
            del self._by_account[before][fill]
        if account is not None:
            self._account_of[fill] = account
            self._by_account.setdefault(account, {})[fill] = None
        if fill.combo_role is ComboRole.NONE:
            for each in (before, account):
                if each is not None:
                    self._outdated[each] = None
        else:
            # A change of one changes what the others of the combo are to their order.
            self._outdated |= dict.fromkeys(self._by_account)

    def rows(self) -> list[AccountPart]:
        """Return the parts by account, as `allocations_of` does."""
        if not is_allocated(self._order):
            return []
        parts = {part.account: part for part in reported_parts(self._order)}
        for account in sorted(account for account, fills in self._by_account.items() if fills):
            parts[account] = _with(parts.get(account, AccountPart(account)), self._sums.get(account, _NO_SUMS))
        return list(parts.values())


def _is_part(fill: Fill) -> bool:
    return fill.superseded_by is None and not fill.is_whole


def reported_parts(order: Order) -> list[AccountPart]:
    """Return what TWS lists in orderAllocations."""
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


def _with(part: AccountPart, sums: Sums) -> AccountPart:
    return replace(
        part,
        shares=sums.quantity,
        average_price=sums.average_price,
        commissions=sums.commissions,
        pending=sums.pending,
    )
