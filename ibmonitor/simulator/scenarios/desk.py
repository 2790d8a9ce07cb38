"""The hands of a scenario: places orders, fills, cancels and rejects them, and tells of each in TWS's own sequence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from ibmonitor.simulator.filters import TWS_ZONE
from ibmonitor.simulator.records import SimCommission, SimContract, SimExecution, SimOrder
from ibmonitor.simulator.scenarios.instruments import Instrument, cost
from ibmonitor.simulator.scenarios.positions import Positions, plain
from ibmonitor.simulator.world import ErrorShown, Executed, OrderShown, StatusShown, World

FIRST_PERM_ID = 1_903_554_200
_AVERAGE = Decimal("0.00000001")


def us_eastern(when: datetime) -> str:
    """`20260825 14:00:04 US/Eastern`, as TWS writes execution times."""
    iso = when.astimezone(TWS_ZONE).isoformat(" ", "seconds")  # several times as fast as strftime
    return f"{iso[:4]}{iso[5:7]}{iso[8:19]} US/Eastern"


def utc(when: datetime) -> str:
    """`20260611-13:30:30`, the other form TWS can be set to."""
    return f"{when.astimezone(UTC):%Y%m%d-%H:%M:%S}"


class Desk:
    """Trades in a world. Before the server listens nobody hears of it, so one code makes the start and the life."""

    def __init__(self, world: World, clock: Callable[[], datetime], submitter: str = "advisor01") -> None:
        self.world = world
        self.clock = clock
        self._submitter = submitter
        self._perm_id = FIRST_PERM_ID
        self._order_ids: defaultdict[int, int] = defaultdict(int)
        self._exec = 0x6740_0000
        self._positions = Positions()

    def place(
        self,
        instrument: Instrument,
        action: str,
        quantity: Decimal | int | str,
        order_type: str = "LMT",
        *,
        account: str,
        client_id: int = 1,
        status: str = "Submitted",
        is_manual: bool = False,
        order_id: int | None = None,
        perm_id: int | None = None,
        **fields: Any,
    ) -> SimOrder:
        """A new order; a manual one has order id and client id 0. Ids that are not given are the next ones.

        A permId of 0 is that of an order that TWS has not acknowledged yet.
        """
        self._perm_id += 1
        if not is_manual:
            self._order_ids[client_id] = self._order_ids[client_id] + 1 if order_id is None else order_id
        order = SimOrder(
            perm_id=self._perm_id if perm_id is None else perm_id,
            contract=instrument.contract,
            action=action,
            total_quantity=Decimal(quantity),
            order_type=order_type,
            account=account,
            order_id=order_id or 0 if is_manual else self._order_ids[client_id],
            client_id=0 if is_manual else client_id,
            status=status,
            submitter=self._submitter,
            is_manual=is_manual,
            **fields,
        )
        self.world.orders.append(order)
        self.show(order)
        return order

    def set_status(self, order: SimOrder, status: str, why_held: str = "") -> None:
        order.status, order.why_held = status, why_held
        self.show(order)

    def execute(
        self,
        order: SimOrder,
        shares: Decimal | int | str,
        price: Decimal | str,
        exchange: str,
        *,
        status_first: bool = False,
        **fields: Any,
    ) -> SimExecution:
        """Fill a part of an order: execDetails, openOrder, orderStatus; or orderStatus first, which is seen too.

        The commission is apart.
        """
        shares, price = Decimal(shares), Decimal(price)
        before = order.filled * order.avg_fill_price
        order.filled += shares
        order.avg_fill_price = plain(((before + shares * price) / order.filled).quantize(_AVERAGE))
        order.last_fill_price = price
        execution = self.record(
            order,
            shares=shares,
            price=price,
            exchange=exchange,
            **{"cum_qty": order.filled, "avg_price": order.avg_fill_price} | fields,
        )
        order.status = "Filled" if order.remaining == 0 else "Submitted"
        if order.status == "Filled":
            self._complete(order, f"Filled Size: {order.filled}")
        if status_first:
            self.world.tell(StatusShown(order))
        self.world.tell(Executed(execution))
        self.show(order)
        return execution

    def record(self, order: SimOrder, *, contract: SimContract | None = None, **fields: Any) -> SimExecution:
        """Keep an execution of an order without telling of it: combo legs and accounts' parts are made by this."""
        when = fields.get("when") or self.clock()
        defaults: dict[str, Any] = {
            "when": when,
            "time": us_eastern(when),
            "exec_id": self.next_exec_id(),
            "account": order.account or self.world.accounts[0],
            "side": "BOT" if order.action == "BUY" else "SLD",
            "perm_id": order.perm_id,
            "order_id": order.order_id,
            "client_id": order.client_id,
            "order_ref": order.order_ref,
            "model_code": order.model_code,
            "submitter": order.submitter,
            "is_manual": order.is_manual,
        }
        execution = SimExecution(contract=contract or order.contract, **defaults | fields)
        self.world.executions.append(execution)
        return execution

    def leg(
        self, order: SimOrder, bag: SimExecution, number: int, contract: SimContract, part: int = 1, **fields: Any
    ) -> SimExecution:
        """Record one leg's part in a combo's fill: five segments, of which the third counts legs, the fourth parts."""
        stem = ".".join(bag.exec_id.split(".")[:2])
        defaults = {"exchange": bag.exchange, "exec_id": f"{stem}.{number + 1:02d}.{part:02d}.01"}
        return self.record(order, contract=contract, **defaults | fields)

    def correct(self, execution: SimExecution, price: Decimal | str, **fields: Any) -> SimExecution:
        """The exchange corrects a price: the same execution again, its id's last segment raised by one."""
        stem, _, number = execution.exec_id.rpartition(".")
        revised: dict[str, Any] = {"price": Decimal(price), "exec_id": f"{stem}.{int(number) + 1:02d}"}
        corrected = replace(execution, **revised | fields)
        self.world.executions.append(corrected)
        self.world.tell(Executed(corrected))
        return corrected

    def charge(self, execution: SimExecution, order: SimOrder | None = None) -> SimCommission:
        """Report an execution's commission: openOrder with the sum so far, orderStatus again, then the report."""
        amount = cost(execution.contract, execution.shares, execution.price, execution.side)
        revised = self._revised(execution)
        # A correction's trade is on its position already.
        realized = self._positions.book(execution, amount) if revised is None else revised.realized_pnl
        report = SimCommission(execution.exec_id, amount, "USD", realized)
        if order is not None and (revised is None or revised.exec_id <= execution.exec_id):
            replaced = Decimal(0) if revised is None else revised.commission
            order.commission = (order.commission or Decimal(0)) + amount - replaced
            order.commission_currency = "USD"
        if order is not None:
            self.show(order)
        self.world.report(report)
        return report

    def fill(self, order: SimOrder, shares: Decimal | int | str, price: Decimal | str, exchange: str) -> SimExecution:
        """Execute and charge at once."""
        execution = self.execute(order, shares, price, exchange)
        self.charge(execution, order)
        return execution

    def allocate(
        self,
        order: SimOrder,
        parent: SimExecution,
        shares: Mapping[str, Decimal],
        *,
        charged: bool = True,
        **fields: Any,
    ) -> dict[str, SimExecution]:
        """Record the accounts' parts of a group order's execution, each charged; an account with 0 gets none.

        Nobody is told of them without asking, unless the world tells of parts live.
        """
        parts: dict[str, SimExecution] = {}
        for account, quantity in shares.items():
            if not quantity:
                continue
            usual: dict[str, Any] = {
                "account": account,
                "shares": quantity,
                "price": parent.price,
                "cum_qty": quantity,
                "avg_price": parent.price,
                "exchange": parent.exchange,
                "is_allocation_part": True,
            }
            parts[account] = part = self.record(order, contract=parent.contract, **usual | fields)
            if self.world.tells_parts_live:
                self.world.tell(Executed(part))
            if charged:
                self.charge(part)
        return parts

    def bind(self, order: SimOrder, *, negative: bool = True) -> None:
        """Client 0 takes over an order that was entered in TWS: orderBound, then openOrder with the new id."""
        self.world.bind(order, 0, negative=negative)
        self.show(order)

    def complete(self, order: SimOrder, status: str, completed_status: str = "") -> None:
        """It ends without a word; only the list of completed orders has it."""
        order.status = status
        self._complete(order, completed_status or f"{status} by System:\n")

    def vanish(self, order: SimOrder) -> None:
        """It leaves the open orders without a word, and no other list has it."""
        self.world.orders.remove(order)

    def cancel(self, order: SimOrder, by_client: int | None = None) -> None:
        """As captured: orderStatus Cancelled without an openOrder, then message 202."""
        order.status = "Cancelled"
        order.status_client_id = by_client
        self._complete(order, "Cancelled by Trader")
        self.world.tell(StatusShown(order))
        self.world.tell(ErrorShown(202, "Order Canceled - reason:", order))

    def reject(self, order: SimOrder, reason: str, reject_json: str = "") -> None:
        """Message 201, then Inactive."""
        order.status, order.is_rejected, order.reject_reason = "Inactive", True, reason
        self._complete(order, f"Rejected by System: {reason}")
        self.world.tell(ErrorShown(201, f"Order rejected - reason:{reason}", order, reject_json))
        self.show(order)

    def warn(self, order: SimOrder, text: str) -> None:
        """Message 399, a warning: the order lives on."""
        order.warning_text = text
        self.world.tell(ErrorShown(399, f"Order Message:\n{text}", order))

    def next_exec_id(self) -> str:
        self._exec += 1
        return f"0000e1a7.{self._exec:08x}.01.01"

    def show(self, order: SimOrder) -> None:
        """Tell of an order as it is: openOrder, orderStatus."""
        self.world.tell(OrderShown(order))
        self.world.tell(StatusShown(order))

    def _revised(self, execution: SimExecution) -> SimCommission | None:
        """The newest report of the execution's other revisions."""
        stem, _, number = execution.exec_id.rpartition(".")
        newest_first = range(int(number) + 1, 0, -1) if number.isdigit() else ()
        return next(filter(None, (self.world.commissions.get(f"{stem}.{n:02d}") for n in newest_first)), None)

    def _complete(self, order: SimOrder, status: str) -> None:
        order.completed_time = us_eastern(self.clock())
        order.completed_status = status
