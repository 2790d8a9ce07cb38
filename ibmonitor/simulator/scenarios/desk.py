"""Places, fills, cancels and rejects the orders of a scenario, and emits TWS's messages for it in TWS's sequence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from ibmonitor.simulator.account.order_text import described
from ibmonitor.simulator.account.records import SimCommission, SimContract, SimExecution, SimOrder
from ibmonitor.simulator.account.refusals import CANCEL_REFUSED
from ibmonitor.simulator.account.world import ErrorShown, Executed, OrderShown, StatusShown, World
from ibmonitor.simulator.scenarios.instruments import Instrument, cost
from ibmonitor.simulator.scenarios.positions import Positions, plain
from ibmonitor.simulator.wire.filters import TWS_ZONE

FIRST_PERM_ID = 1_903_554_200
_AVERAGE = Decimal("0.00000001")


def us_eastern(when: datetime) -> str:
    """`20260825 14:00:04 US/Eastern`, as TWS writes execution times."""
    iso = when.astimezone(TWS_ZONE).isoformat(" ", "seconds")  # several times as fast as strftime
    return f"{iso[:4]}{iso[5:7]}{iso[8:19]} US/Eastern"


def utc(when: datetime) -> str:
    """`20260611-13:30:30`, the other format of TWS's settings."""
    return f"{when.astimezone(UTC):%Y%m%d-%H:%M:%S}"


def auto_cancel_date(when: datetime) -> str:
    """When TWS cancels a GTC order: at the end of the quarter after this one (captured)."""
    local = when.astimezone(TWS_ZONE)
    year, month = divmod((local.month - 1) // 3 * 3 + 6, 12)
    last = datetime(local.year + year, month + 1, 1, 16, tzinfo=TWS_ZONE) - timedelta(days=1)
    return us_eastern(last)


class Desk:
    """Trades in a world. Before the server listens nothing is sent, so the same code also makes the initial state."""

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
        parent: SimOrder | None = None,
        **fields: Any,
    ) -> SimOrder:
        """Place an order; a manual one has order id and client id 0. Ids default to the next ones.

        With permId 0, TWS has not acknowledged the order yet. Children are in one OCA group, named by their parent's
        permId.
        """
        if parent is not None:
            of_parent = {"parent_id": parent.order_id, "parent_perm_id": parent.perm_id}
            fields = {"oca_group": str(parent.perm_id or "")} | of_parent | fields
        if fields.get("tif") == "GTC":
            fields = {"auto_cancel_date": auto_cancel_date(self.clock())} | fields
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

    def modify(self, order: SimOrder, **fields: Any) -> None:
        """Change a working order: openOrder with other fields, orderStatus with the same status, and no message.

        `more` is merged into the existing fields.
        """
        fields["more"] = {**order.more, **fields.get("more", {})}
        if "tif" in fields:
            fields["auto_cancel_date"] = auto_cancel_date(self.clock()) if fields["tif"] == "GTC" else ""
        if fields.get("order_type") == "MKT":
            fields.setdefault("lmt_price", None)
        for name, value in fields.items():
            setattr(order, name, value)
        self.show(order)

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
        is_last: bool = False,
        **fields: Any,
    ) -> SimExecution:
        """Fill a part of an order: execDetails, openOrder, orderStatus; or orderStatus first, as has been seen too.

        Without the commission. `is_last` completes an order without a quantity, such as one by money.
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
        is_filled = order.remaining == 0 if order.total_quantity else is_last
        order.status = "Filled" if is_filled else "Submitted"
        if order.status == "Filled":
            self._complete(order, f"Filled Size: {order.filled}")
        if status_first:
            self.world.emit(StatusShown(order))
        self.world.emit(Executed(execution))
        self.show(order)
        return execution

    def record(self, order: SimOrder, *, contract: SimContract | None = None, **fields: Any) -> SimExecution:
        """Keep an execution of an order without sending it; used for combo legs and accounts' parts.

        It has no submitter, as captured.
        """
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
            "is_manual": order.is_manual,
        }
        execution = SimExecution(contract=contract or order.contract, **defaults | fields)
        self.world.executions.append(execution)
        return execution

    def announce(self, execution: SimExecution) -> None:
        """Send an execution; an account's part only if the world sends parts live."""
        if self.world.sends_parts_live or not execution.is_allocation_part:
            self.world.emit(Executed(execution))

    def correct(self, execution: SimExecution, price: Decimal | str, **fields: Any) -> SimExecution:
        """The exchange corrects a price: the same execution again, its id's last segment raised by one."""
        stem, _, number = execution.exec_id.rpartition(".")
        revised: dict[str, Any] = {"price": Decimal(price), "exec_id": f"{stem}.{int(number) + 1:02d}"}
        corrected = replace(execution, **revised | fields)
        self.world.executions.append(corrected)
        self.world.emit(Executed(corrected))
        return corrected

    def charge(self, execution: SimExecution, order: SimOrder | None = None) -> SimCommission:
        """Report an execution's commission: openOrder with the sum so far, orderStatus again, then the report."""
        amount = cost(execution.contract, execution.shares, execution.price, execution.side)
        revised = self._revised(execution)
        # A correction's trade is already in the position.
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

        They are not sent without a request, unless the world sends parts live.
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
            self.announce(part)
            if charged:
                self.charge(part)
        return parts

    def bind(self, order: SimOrder, *, negative: bool = True) -> None:
        """Client 0 binds an order that was entered in TWS: orderBound, then openOrder with the new id."""
        self.world.bind(order, 0, negative=negative)
        self.show(order)

    def complete(self, order: SimOrder, status: str, completed_status: str = "") -> None:
        """It ends without a message; only the list of completed orders has it."""
        order.status = status
        self._complete(order, completed_status or f"{status} by System:\n")

    def vanish(self, order: SimOrder) -> None:
        """It leaves the open orders without a message, and no other list has it."""
        self.world.orders.remove(order)

    def cancel(
        self, order: SimOrder, by_client: int | None = None, *, by_system: bool = False, reason: str = ""
    ) -> None:
        """As captured: orderStatus Cancelled without an openOrder, then message 202, with the reason if there is one.

        A cancel with a reason is TWS's own; one `by_system` without a reason is due to the parent or an OCA group.
        """
        order.status = "Cancelled"
        order.status_client_id = by_client
        self._complete(order, f"Cancelled by System:\n{reason}" if by_system or reason else "Cancelled by Trader")
        self.world.emit(StatusShown(order))
        self.world.emit(ErrorShown(202, f"Order Canceled - reason:{reason}", order))

    def cancel_with_children(self, parent: SimOrder) -> None:
        """The trader cancels a parent, and TWS cancels its children."""
        self.cancel(parent)
        for child in [each for each in self.world.open_orders() if each.parent_perm_id == parent.perm_id]:
            self.cancel(child, by_system=True)

    def refuse_cancel(self, order: SimOrder, code: int, by_client: int | None = None) -> None:
        """TWS refuses to cancel it: 161, 10147 or 10148 for the client that asked, else for all that see the order."""
        self.world.emit(ErrorShown(code, CANCEL_REFUSED[code].format(order=order), order, client_id=by_client))

    def reject(self, order: SimOrder, reason: str, reject_json: str = "", *, is_listed: bool = True) -> None:
        """Inactive, then message 201 (captured). The order is then completed as Cancelled.

        Unless `is_listed` it is not among the completed orders either, and only the message is known.
        """
        self.set_status(order, "Inactive")
        self.world.emit(ErrorShown(201, f"Order rejected - reason:{reason}", order, reject_json))
        order.status, order.is_rejected = "Cancelled", True
        self._complete(order, f"Rejected by System:\n{reason}")
        if not is_listed:
            self.vanish(order)

    def refuse(self, client_id: int, refusal: tuple[int, str]) -> None:
        """A client's next order is not accepted: only a message with its id is sent."""
        self._order_ids[client_id] += 1
        code, text = refusal
        self.world.emit(ErrorShown(code, text, order_id=self._order_ids[client_id], client_id=client_id))

    def warn(self, order: SimOrder, text: str) -> None:
        """Message 399, a warning in three lines; the order stays working."""
        self.world.emit(ErrorShown(399, f"Order Message:\n{described(order)}\n{text}", order))

    def next_exec_id(self) -> str:
        self._exec += 1
        return f"0000e1a7.{self._exec:08x}.01.01"

    def show(self, order: SimOrder) -> None:
        """Send an order as it is: openOrder, orderStatus."""
        self.world.emit(OrderShown(order))
        self.world.emit(StatusShown(order))

    def _revised(self, execution: SimExecution) -> SimCommission | None:
        """The latest report of the execution's other revisions."""
        stem, _, number = execution.exec_id.rpartition(".")
        newest_first = range(int(number) + 1, 0, -1) if number.isdigit() else ()
        return next(filter(None, (self.world.commissions.get(f"{stem}.{n:02d}") for n in newest_first)), None)

    def _complete(self, order: SimOrder, status: str) -> None:
        order.completed_time = us_eastern(self.clock())
        order.completed_status = status
