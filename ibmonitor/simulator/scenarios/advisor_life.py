"""What goes on happening in the advisor's day: orders come, fill by and by, are charged, cancelled, rejected."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from decimal import Decimal

from ibmonitor.simulator.records import SimCommission, SimExecution, SimOrder
from ibmonitor.simulator.scenarios import instruments as ins
from ibmonitor.simulator.scenarios.desk import Desk
from ibmonitor.simulator.scenarios.instruments import Instrument

_ACCOUNTS = tuple(f"DU225000{n}" for n in range(1, 6))
_CLIENTS = (1, 1, 7, 7, 12)
_MOST_OPEN = 40
_MOST_KEPT = 20_000
"""Orders and executions; beyond it the oldest finished ones are forgotten, so that it can run all day."""
_REASONS = (
    "The order size exceeds the account's available funds.",
    "No trading permissions for this product.",
    "The limit price is too far outside of the market.",
)


class AdvisorLife:
    """A queue of things to come, in seconds of its own time; the same seed gives the same sequence."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self._desk = desk
        self._random = random.Random(seed)  # noqa: S311 (a market, not a secret)
        self._prices = {i.contract.con_id: i.price for i in (*ins.STOCKS, ins.EUR_USD)}
        self._queue: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0
        self._now = 0.0
        self._after(2.0, self._late_commission)
        self._after(3.0, self._unknown_commission)
        self._after(1.0, self._new_order)

    def step(self) -> float:
        """Do what is due; return the seconds until the next."""
        _, _, happen = heapq.heappop(self._queue)
        happen()
        due = self._queue[0][0]
        pause, self._now = due - self._now, due
        return pause

    def _after(self, seconds: float, happen: Callable[[], None]) -> None:
        self._count += 1
        heapq.heappush(self._queue, (self._now + seconds, self._count, happen))

    def _soon(self, happen: Callable[[], None], least: float = 1.0, most: float = 3.0) -> None:
        self._after(self._random.uniform(least, most), happen)

    def _late_commission(self) -> None:
        """Of the sale that was filled this morning."""
        world = self._desk.world
        for execution in world.executions:
            if execution.exec_id not in world.commissions and execution.contract.sec_type == "STK":
                self._desk.charge(execution, self._order_of(execution))
                return

    def _unknown_commission(self) -> None:
        """A report whose execution no client gets to see."""
        exec_id = self._desk.next_exec_id().replace("0000e1a7", "00025b49")
        self._desk.world.report(SimCommission(exec_id, Decimal("1.35"), "USD"))

    def _order_of(self, execution: SimExecution) -> SimOrder | None:
        return next((order for order in self._desk.world.orders if order.perm_id == execution.perm_id), None)

    def _new_order(self) -> None:
        self._soon(self._new_order, 2.0, 5.0)
        self._forget()
        if sum(1 for _ in self._desk.world.open_orders()) >= _MOST_OPEN:
            return
        instrument = self._random.choice((*ins.STOCKS, ins.EUR_USD))
        price = self._move(instrument)
        quantity = instrument.lot * self._random.randint(1, 4)
        action = self._random.choice(("BUY", "SELL"))
        order = self._desk.place(
            instrument,
            action,
            quantity,
            account=self._random.choice(_ACCOUNTS),
            client_id=self._random.choice(_CLIENTS),
            lmt_price=price,
            status="PendingSubmit",
            order_ref=f"live-{self._count}",
        )
        fate = self._random.random()
        if fate < 0.08:
            self._soon(lambda: self._desk.reject(order, self._random.choice(_REASONS)), 0.3, 1.0)
            return
        self._soon(lambda: self._desk.set_status(order, "Submitted"), 0.3, 1.0)
        if fate < 0.22:
            self._soon(lambda: self._cancel(order), 4.0, 15.0)
        else:
            self._soon(lambda: self._fill(order, instrument), 1.5, 6.0)

    def _fill(self, order: SimOrder, instrument: Instrument) -> None:
        if not order.is_open:
            return
        part = instrument.lot * self._random.randint(1, 2) * Decimal("0.5")
        shares = min(order.remaining, part.to_integral_value())
        better = instrument.tick * self._random.randint(0, 3) * (-1 if order.action == "BUY" else 1)
        price = (order.lmt_price or self._move(instrument)) + better
        liquidity = self._random.choice((1, 2))
        venue = self._random.choice(instrument.venues)
        execution = self._desk.execute(order, shares, price, venue, last_liquidity=liquidity)
        self._soon(lambda: self._charge(execution, order), 0.2, 2.0)
        if order.is_open:
            self._soon(lambda: self._fill(order, instrument), 1.0, 5.0)

    def _charge(self, execution: SimExecution, order: SimOrder) -> None:
        self._desk.charge(execution, order)

    def _cancel(self, order: SimOrder) -> None:
        if order.is_open:
            self._desk.set_status(order, "PendingCancel")
            self._soon(lambda: self._desk.cancel(order), 0.3, 1.0)

    def _move(self, instrument: Instrument) -> Decimal:
        """A step of a walk that is drawn back to where it began, so that prices stay sensible all day."""
        con_id = instrument.contract.con_id
        pull = (instrument.price - self._prices[con_id]) / 20
        step = instrument.price * Decimal(str(round(self._random.gauss(0, 0.0004), 7)))
        price = self._prices[con_id] + pull + step
        self._prices[con_id] = price = (price / instrument.tick).quantize(Decimal(1)) * instrument.tick
        return price

    def _forget(self) -> None:
        world = self._desk.world
        if len(world.executions) > _MOST_KEPT:
            for execution in world.executions[: _MOST_KEPT // 4]:
                world.commissions.pop(execution.exec_id, None)
            del world.executions[: _MOST_KEPT // 4]
        if len(world.orders) > _MOST_KEPT:
            world.orders = [o for n, o in enumerate(world.orders) if o.is_open or n > _MOST_KEPT // 4]
