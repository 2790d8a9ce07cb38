"""The state of the simulated account, and the events by which it reports changes. Knows no client and no wire."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from ibmonitor.simulator.account import fa_xml
from ibmonitor.simulator.account.records import SimCommission, SimExecution, SimGroup, SimOrder


@dataclass(frozen=True, slots=True)
class OrderShown:
    """TWS sends openOrder."""

    order: SimOrder


@dataclass(frozen=True, slots=True)
class StatusShown:
    """TWS sends orderStatus."""

    order: SimOrder


@dataclass(frozen=True, slots=True)
class Executed:
    execution: SimExecution


@dataclass(frozen=True, slots=True)
class CommissionReported:
    commission: SimCommission
    execution: SimExecution | None
    """`None` if no client has received the execution."""


@dataclass(frozen=True, slots=True)
class ErrorShown:
    """An error message. With an order, clients that see the order receive it under its order id; else all clients do.

    With `client_id` only that client (and the master client) receives it. `order_id` is the id of an order that TWS
    does not know or does not accept.
    """

    code: int
    text: str
    order: SimOrder | None = None
    advanced_reject_json: str = ""
    order_id: int | None = None
    client_id: int | None = None


@dataclass(frozen=True, slots=True)
class OrderBoundShown:
    order: SimOrder


WorldEvent = OrderShown | StatusShown | Executed | CommissionReported | ErrorShown | OrderBoundShown


@dataclass
class World:
    """One login: its accounts, and the orders, executions and commissions of all its clients."""

    accounts: tuple[str, ...]
    """The first is the advisor's own (F) account if there are groups."""
    is_advisor: bool = False
    groups: tuple[SimGroup, ...] = ()
    aliases: dict[str, str] = field(default_factory=dict)
    fa_form: fa_xml.FaForm = "current"
    """The XML form of the groups and aliases."""
    sends_parts_live: bool = False
    """Whether the accounts' parts follow the group order's execution unasked, to clients that receive that."""
    orders: list[SimOrder] = field(default_factory=list)
    executions: list[SimExecution] = field(default_factory=list)
    commissions: dict[str, SimCommission] = field(default_factory=dict)
    stray_commissions: list[SimCommission] = field(default_factory=list)
    """Reports whose executions no client receives."""
    listeners: list[Callable[[WorldEvent], None]] = field(default_factory=list)

    def emit(self, event: WorldEvent) -> None:
        for listener in self.listeners:
            listener(event)

    @contextmanager
    def silence(self) -> Iterator[None]:
        """While active, no event is sent; what happens is found only by requests."""
        listeners, self.listeners = self.listeners, []
        try:
            yield
        finally:
            self.listeners = listeners

    def open_orders(self) -> Iterator[SimOrder]:
        return (order for order in self.orders if order.is_open)

    def completed_orders(self) -> Iterator[SimOrder]:
        return (order for order in self.orders if not order.is_open)

    def next_order_id(self, client_id: int) -> int:
        """The lowest order id above all that this client has used."""
        return max((order.order_id for order in self.orders if order.client_id == client_id), default=0) + 1

    def bind_manual_orders(self, client_id: int, *, negative: bool) -> list[SimOrder]:
        """Give each manual order without an API id one of this client's; return the orders that got one."""
        bound = [order for order in self.open_orders() if order.is_manual and order.order_id == 0]
        for order in bound:
            self.bind(order, client_id, negative=negative)
        return bound

    def bind(self, order: SimOrder, client_id: int, *, negative: bool) -> None:
        if negative:
            order.order_id = min((o.order_id for o in self.orders), default=0) - 1
            order.order_id = min(order.order_id, -2)  # -1 is TWS's "no id"
        else:
            order.order_id = self.next_order_id(client_id)
        order.client_id = client_id
        self.emit(OrderBoundShown(order))

    def report(self, commission: SimCommission) -> None:
        """Keep a commission report and send it."""
        execution = next((e for e in reversed(self.executions) if e.exec_id == commission.exec_id), None)
        if execution is None:
            self.stray_commissions.append(commission)
        else:
            self.commissions[commission.exec_id] = commission
        self.emit(CommissionReported(replace(commission), execution))

    def groups_xml(self) -> str:
        """The answer to requestFA(1), in the form `fa_form`."""
        return fa_xml.groups_xml(self.groups, self.fa_form)

    def aliases_xml(self) -> str:
        """The answer to requestFA(3)."""
        return fa_xml.aliases_xml(self.aliases, self.fa_form)
