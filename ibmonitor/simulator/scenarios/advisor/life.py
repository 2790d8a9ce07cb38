"""The rest of the advisor's day: orders are placed, filled in parts, charged, cancelled, rejected."""

from __future__ import annotations

import heapq
import json
import random
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from ibmonitor.simulator.account.records import SimCommission, SimExecution, SimOrder
from ibmonitor.simulator.scenarios import instruments as ins
from ibmonitor.simulator.scenarios.advisor.accounts import BALANCED, GROWTH, MODEL60, NET_LIQUIDATION, RATIO
from ibmonitor.simulator.scenarios.advisor.groups import parts_are_charged
from ibmonitor.simulator.scenarios.advisor.stories import STORIES
from ibmonitor.simulator.scenarios.desk import Desk
from ibmonitor.simulator.scenarios.instruments import Instrument
from ibmonitor.simulator.scenarios.splitting import split, weights

_CLIENTS = (1, 1, 7, 7, 12)
_GROUPS = (GROWTH, MODEL60, RATIO, BALANCED)
"""Groups whose orders may have any quantity; the amounts of the others fix it."""
_MOST_OPEN = 50
_MOST_KEPT = 20_000
"""Orders and executions; beyond it the oldest finished ones are dropped, so that it can run all day."""
_REASONS = (
    "The order size exceeds the account's available funds.",
    "No trading permissions for this product.",
    "The limit price is too far outside of the market.",
)


class AdvisorLife:
    """A queue of events, in seconds of its own clock; the same seed gives the same sequence."""

    def __init__(self, desk: Desk, accounts: tuple[str, ...], seed: int) -> None:
        self._desk = desk
        self._accounts = accounts
        self._given: dict[int, dict[str, Decimal]] = {}
        """What each account has of a group order that is not fully allocated, by the order's permId."""
        self._random = random.Random(seed)  # noqa: S311 (a market, not a secret)
        self._market = (*ins.STOCKS, ins.EUR_USD)
        self._prices = {instrument.contract.con_id: instrument.price for instrument in self._market}
        self._queue: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0
        self._now = 0.0
        self._after(1.0, self._new_order)
        self._after(15.0, self._late_commission)
        self._after(25.0, self._unknown_commission)
        self._after(40.0, self._new_group_order)
        self._after(60.0, self._new_bracket)
        self._continue(parts_are_charged(desk), 150.0)
        for begin, story in STORIES:
            self._continue(story(desk, accounts[0]), begin)

    def step(self) -> float:
        """Play the next event; return the seconds until the one after it."""
        due, _, happen = heapq.heappop(self._queue)
        self._now = due
        happen()
        return self._queue[0][0] - due

    def _after(self, seconds: float, happen: Callable[[], None]) -> None:
        self._count += 1
        heapq.heappush(self._queue, (self._now + seconds, self._count, happen))

    def _soon(self, happen: Callable[[], None], least: float, most: float) -> None:
        self._after(self._random.uniform(least, most), happen)

    def _continue(self, story: Iterator[float], seconds: float) -> None:
        """Continue a story after these seconds, until it ends."""

        def happen() -> None:
            pause = next(story, None)
            if pause is not None:
                self._continue(story, pause)

        self._after(seconds, happen)

    def _late_commission(self) -> None:
        """For the sale that was filled in the morning."""
        world = self._desk.world
        for execution in world.executions:
            if execution.exec_id not in world.commissions and execution.contract.sec_type == "STK":
                order = next((order for order in world.orders if order.perm_id == execution.perm_id), None)
                self._desk.charge(execution, order)
                return

    def _unknown_commission(self) -> None:
        """A report whose execution no client receives."""
        exec_id = self._desk.next_exec_id().replace("0000e1a7", "00025b49")
        self._desk.world.report(SimCommission(exec_id, Decimal("1.35"), "USD"))

    def _new_order(self) -> None:
        self._soon(self._new_order, 4.0, 7.0)
        if not self._has_room():
            return
        instrument = self._random.choice(self._market)
        account = self._random.choice(self._accounts)
        order = self._place(instrument, self._random.choice(_CLIENTS), account=account)
        fate = self._random.random()
        if fate < 0.08:
            self._soon(lambda: self._reject(order), 0.3, 1.0)
            return
        self._soon(lambda: self._desk.set_status(order, "Submitted"), 0.3, 1.0)
        if fate < 0.22:
            self._soon(lambda: self._cancel(order), 4.0, 15.0)
        else:
            self._soon(lambda: self._fill(order, instrument), 1.5, 6.0)

    def _new_group_order(self) -> None:
        self._soon(self._new_group_order, 45.0, 90.0)
        if self._has_room():
            instrument = self._random.choice(ins.STOCKS)
            group = self._random.choice(_GROUPS)
            order = self._place(instrument, 1, account="", fa_group=group.name, fa_method=group.default_method)
            self._given[order.perm_id] = {}
            self._soon(lambda: self._desk.set_status(order, "Submitted"), 0.3, 1.0)
            self._soon(lambda: self._fill(order, instrument), 1.5, 6.0)

    def _new_bracket(self) -> None:
        """Filled at once; then the target or the stop is filled, and the other is cancelled."""
        self._soon(self._new_bracket, 60.0, 120.0)
        if not self._has_room():
            return
        desk, instrument = self._desk, self._random.choice(ins.STOCKS)
        account, price = self._random.choice(self._accounts), self._move(instrument)
        parent = desk.place(instrument, "BUY", 100, account=account, client_id=7, lmt_price=price)
        child: dict[str, Any] = {
            "parent_id": parent.order_id,
            "parent_perm_id": parent.perm_id,
            "oca_group": str(parent.perm_id),
        }
        ends = [
            desk.place(
                instrument, "SELL", 100, kind, account=account, client_id=7, status="PreSubmitted", **limit | child
            )
            for kind, limit in (("LMT", {"lmt_price": price + 2}), ("STP", {"aux_price": price - 2}))
        ]
        for end in ends:
            desk.set_status(end, "PreSubmitted", why_held="child")
        venue = instrument.venues[0]
        self._soon(lambda: self._fill_whole(parent, price, venue), 1.0, 4.0)
        self._after(4.5, lambda: desk.set_status(ends[0], "Submitted"))
        self._after(4.6, lambda: desk.set_status(ends[1], "PreSubmitted", why_held="trigger"))
        hit = self._random.randrange(2)
        exit_price = price + (2 if hit == 0 else -2)
        self._soon(lambda: self._fill_whole(ends[hit], exit_price, venue), 20.0, 60.0)
        self._after(61.0, lambda: desk.cancel(ends[1 - hit]))

    def _place(self, instrument: Instrument, client_id: int, **fields: Any) -> SimOrder:
        return self._desk.place(
            instrument,
            self._random.choice(("BUY", "SELL")),
            instrument.lot * self._random.randint(1, 4),
            client_id=client_id,
            lmt_price=self._move(instrument),
            status="PendingSubmit",
            order_ref=f"live-{self._count}",
            **fields,
        )

    def _fill(self, order: SimOrder, instrument: Instrument) -> None:
        """One part, and the next one some seconds later."""
        part = instrument.lot * self._random.randint(1, 2) / 2
        shares = min(order.remaining, part.to_integral_value())
        better = instrument.tick * self._random.randint(0, 3) * (-1 if order.action == "BUY" else 1)
        execution = self._desk.execute(
            order,
            shares,
            (order.lmt_price or instrument.price) + better,
            self._random.choice(instrument.venues),
            last_liquidity=self._random.choice((1, 2)),
            status_first=self._random.random() < 0.15,
        )
        self._soon(lambda: self._charge(execution, order), 0.2, 2.0)
        if order.is_open:
            self._soon(lambda: self._fill(order, instrument), 2.0, 8.0)

    def _fill_whole(self, order: SimOrder, price: Decimal, venue: str) -> None:
        execution = self._desk.execute(order, order.remaining, price, venue)
        self._soon(lambda: self._charge(execution, order), 0.2, 2.0)

    def _charge(self, execution: SimExecution, order: SimOrder) -> None:
        self._desk.charge(execution, order)
        if order.perm_id in self._given:
            self._soon(lambda: self._allocate(order, execution), 1.0, 5.0)

    def _allocate(self, order: SimOrder, execution: SimExecution) -> None:
        """The accounts get their parts some seconds after the advisor's fill."""
        group = next(each for each in _GROUPS if each.name == order.fa_group)
        given = self._given[order.perm_id]
        parts = split(execution.shares, weights(group, NET_LIQUIDATION), given)
        self._desk.allocate(order, execution, parts)
        for account, shares in parts.items():
            given[account] = given.get(account, Decimal(0)) + shares
        if sum(given.values()) == order.total_quantity:
            del self._given[order.perm_id]

    def _cancel(self, order: SimOrder) -> None:
        self._desk.set_status(order, "PendingCancel")
        self._soon(lambda: self._desk.cancel(order), 0.3, 1.0)

    def _reject(self, order: SimOrder) -> None:
        reason = self._random.choice(_REASONS)
        self._desk.reject(
            order, reason, json.dumps({"rejects": [{"code": 201, "text": f'"{order.order_ref}": {reason}'}]})
        )

    def _move(self, instrument: Instrument) -> Decimal:
        """A mean-reverting random walk, so that prices stay plausible all day."""
        con_id = instrument.contract.con_id
        pull = (instrument.price - self._prices[con_id]) / 20
        step = instrument.price * Decimal(str(round(self._random.gauss(0, 0.0004), 7)))
        ticks = ((self._prices[con_id] + pull + step) / instrument.tick).quantize(Decimal(1))
        self._prices[con_id] = ticks * instrument.tick
        return self._prices[con_id]

    def _has_room(self) -> bool:
        """Whether another order may be opened; drops the oldest records beyond the limit."""
        world = self._desk.world
        if len(world.executions) > _MOST_KEPT:
            oldest = world.executions[: _MOST_KEPT // 4]
            world.executions = world.executions[_MOST_KEPT // 4 :]
            for execution in oldest:
                world.commissions.pop(execution.exec_id, None)
        if len(world.orders) > _MOST_KEPT:
            world.orders = [order for n, order in enumerate(world.orders) if order.is_open or n > _MOST_KEPT // 4]
        return sum(1 for _ in world.open_orders()) < _MOST_OPEN
