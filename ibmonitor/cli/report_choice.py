"""Which orders a snapshot is about, with their fills, commissions, messages and allocations."""

from __future__ import annotations

from ibmonitor.domain.allocation.values import GroupAllocation
from ibmonitor.domain.messages.reasons import rejection_of
from ibmonitor.domain.records.records import Commission, Contract, Fill, Message, Order
from ibmonitor.domain.records.value import value

REJECTED = "rejected"
"""A state that TWS has no status for: it reports Inactive or Cancelled."""


@value
class Choice:
    """The records to include; an empty field includes all. Texts are compared without regard to case."""

    account: str = ""
    symbol: str = ""
    perm_id: int | None = None
    status: str = ""

    @property
    def is_all(self) -> bool:
        return not (self.account or self.symbol or self.perm_id or self.status)

    def has_order(self, order: Order) -> bool:
        """Whether an order is included. A group order also belongs to the accounts that have executions of it."""
        accounts = {order.account, *(fill.execution.acct_number for fill in order.fills)}
        return (
            self._has_account(accounts)
            and self._has_contract(order.contract)
            and (self.perm_id is None or order.perm_id == self.perm_id)
            and (not self.status or self.status.casefold() in _states(order))
        )

    def has_fill(self, fill: Fill) -> bool:
        """Whether a fill is included: by its account and its order, or by its own fields without an order."""
        if not self._has_account({fill.execution.acct_number}):
            return False
        if fill.order is not None:
            return self.has_order(fill.order)
        has_perm_id = self.perm_id is None or fill.execution.perm_id == self.perm_id
        return has_perm_id and not self.status and self._has_contract(fill.contract)

    def has_commission(self, commission: Commission) -> bool:
        """Whether a commission's fill is included; one without an execution only if all are."""
        return self.is_all if commission.fill is None else self.has_fill(commission.fill)

    def has_message(self, message: Message) -> bool:
        """Whether a message is, or may be, about an included order; one without an order only if all are."""
        orders = message.orders
        return self.is_all or any(map(self.has_order, orders))

    def has_allocation(self, allocation: GroupAllocation) -> bool:
        """Whether a group order is included."""
        if allocation.order is not None:
            shares = {share.account for share in allocation.shares}
            whole = self if self._has_account(shares) is False else Choice("", self.symbol, self.perm_id, self.status)
            return whole.has_order(allocation.order)
        fills = (*allocation.parent_fills, *(fill for share in allocation.shares for fill in share.fills))
        return self.is_all or any(map(self.has_fill, fills))

    def _has_account(self, accounts: set[str]) -> bool:
        return not self.account or self.account.casefold() in {account.casefold() for account in accounts}

    def _has_contract(self, contract: Contract | None) -> bool:
        if not self.symbol:
            return True
        names = () if contract is None else (contract.symbol, contract.local_symbol)
        return self.symbol.casefold() in {name.casefold() for name in names}


def _states(order: Order) -> set[str]:
    states = {(order.status or "").casefold()}
    return states | {REJECTED} if rejection_of(order) is not None else states


EVERYTHING = Choice()
