"""`OrderExecutions`: the executions of one order, known or not, and whether they make it a group order."""

from __future__ import annotations

from ibmonitor.domain.allocation.inference import (
    Slot,
    Window,
    buy_or_sell,
    contract_names,
    slots_to_stand_in,
    window_of,
)
from ibmonitor.domain.allocation.order_parts import is_allocated
from ibmonitor.domain.allocation.values import Match
from ibmonitor.domain.records.order_ids import order_key
from ibmonitor.domain.records.records import ComboRole, Contract, Fill, Order


class OrderExecutions:
    """The executions of one order, whether TWS has described that or not, and those found to be its parts."""

    __slots__ = ("fills", "found", "key", "name", "order", "slots", "window")

    def __init__(self, name: object, order: Order | None) -> None:
        self.name = name
        self.order = order
        self.key: int | None = None
        """That of the group order this is; `None` while it is none."""
        self.fills: dict[Fill, None] = {}
        self.found: dict[Fill, None] = {}
        """Executions of no known order that fit this group order alone."""
        self.slots: tuple[Slot, ...] = ()
        self.window: Window | None = None

    @property
    def parents(self) -> list[Fill]:
        """The executions in a master account."""
        return [fill for fill in self.fills if fill.is_whole]

    def match_of(self, fill: Fill) -> Match:
        """By what one of the executions was found to be a part."""
        if fill in self.found:
            return Match.ORDER_REF
        return Match.PERM_ID if fill.execution.perm_id else Match.ORDER_ID

    def is_group_order(self) -> bool:
        """Whether the order is divided among accounts: TWS says so, or its executions show it.

        What a master account trades is always for the accounts of clients.
        """
        if any(fill.is_whole for fill in self.fills):
            return True
        if self.order is not None:
            return is_allocated(self.order)
        # An order has one permId, and one account where it is not divided.
        return len({fill.execution.acct_number for fill in self.fills}) > 1

    def standing(self) -> tuple[tuple[Slot, ...], Window | None]:
        """Return in which slots, and for which times, executions find this as their group order."""
        order, parents = self.order, self.parents
        described: dict[tuple[str, str, Contract], None] = {}
        if order is not None and order.order_ref and order.contract is not None:
            described[order.order_ref, buy_or_sell(order.action), order.contract] = None
        else:
            for fill in parents:
                if fill.combo_role is not ComboRole.LEG:
                    execution = fill.execution
                    described[execution.order_ref, buy_or_sell(execution.side), fill.contract] = None
        slots = (slot for ref, side, contract in described for slot in slots_to_stand_in(ref, side, contract))
        return tuple(dict.fromkeys(slots)), window_of(parents)


def name_of(fill: Fill) -> object:
    """Return what the executions of an order that is not known have in common."""
    key, execution = order_key(fill), fill.execution
    if key is fill and execution.order_ref and fill.is_whole:
        return execution.order_ref, buy_or_sell(execution.side), contract_names(fill.contract)
    return key
