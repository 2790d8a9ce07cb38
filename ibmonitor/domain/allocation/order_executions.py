"""`OrderExecutions`: the executions of one order, and whether they make it a group order."""

from __future__ import annotations

from ibmonitor.domain.allocation.inference import (
    MatchKey,
    TimeWindow,
    anchor_keys,
    buy_or_sell,
    contract_keys,
    time_window,
)
from ibmonitor.domain.allocation.order_parts import is_allocated
from ibmonitor.domain.allocation.values import Match
from ibmonitor.domain.records.order_ids import order_key
from ibmonitor.domain.records.records import ComboRole, Contract, Fill, Order


class OrderExecutions:
    """The executions of one order, and those matched to it as parts. `order` is `None` until TWS describes it."""

    __slots__ = ("fills", "key", "match_keys", "matched", "order", "order_key", "window")

    def __init__(self, order_key: object, order: Order | None) -> None:
        self.order_key = order_key
        self.order = order
        self.key: int | None = None
        """Of the group order; `None` while the order is not one."""
        self.fills: dict[Fill, None] = {}
        self.matched: dict[Fill, None] = {}
        """Executions of no known order that match only this group order."""
        self.match_keys: tuple[MatchKey, ...] = ()
        self.window: TimeWindow | None = None

    @property
    def parents(self) -> list[Fill]:
        """The executions in a master account."""
        return [fill for fill in self.fills if fill.is_whole]

    def match_of(self, fill: Fill) -> Match:
        """Return how an execution was assigned to this order."""
        if fill in self.matched:
            return Match.ORDER_REF
        return Match.PERM_ID if fill.execution.perm_id else Match.ORDER_ID

    def is_group_order(self) -> bool:
        """Whether the order is divided among accounts, by TWS's own fields or by its executions.

        A master account always trades for the accounts of clients.
        """
        if any(fill.is_whole for fill in self.fills):
            return True
        if self.order is not None:
            return is_allocated(self.order)
        # Executions with one permId are in several accounts only if the order is divided.
        return len({fill.execution.acct_number for fill in self.fills}) > 1

    def anchor(self) -> tuple[tuple[MatchKey, ...], TimeWindow | None]:
        """Return the keys and the times by which executions without a known order are matched to this one."""
        order, parents = self.order, self.parents
        described: dict[tuple[str, str, Contract], None] = {}
        if order is not None and order.order_ref and order.contract is not None:
            described[order.order_ref, buy_or_sell(order.action), order.contract] = None
        else:
            for fill in parents:
                if fill.combo_role is not ComboRole.LEG:
                    execution = fill.execution
                    described[execution.order_ref, buy_or_sell(execution.side), fill.contract] = None
        match_keys = (key for ref, side, contract in described for key in anchor_keys(ref, side, contract))
        return tuple(dict.fromkeys(match_keys)), time_window(parents)


def executions_key(fill: Fill) -> object:
    """Return what the executions of an unknown order have in common; the fill itself where there is nothing."""
    key, execution = order_key(fill), fill.execution
    if key is fill and execution.order_ref and fill.is_whole:
        return execution.order_ref, buy_or_sell(execution.side), contract_keys(fill.contract)
    return key
