"""What the TWS of the benchmarks sends, encoded beforehand by the simulator.

Prices and amounts do not repeat: a reader that remembers those it has read would otherwise seem faster than it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from itertools import chain, repeat
from itertools import count as count_from
from random import Random

from ibmonitor.domain.records.requests import FIRST_REQUEST_ID
from ibmonitor.simulator.account.records import SimCommission, SimExecution, SimGroup, SimOrder
from ibmonitor.simulator.account.world import World
from ibmonitor.simulator.scenarios.base import Scenario
from ibmonitor.simulator.scenarios.desk import FIRST_PERM_ID, Desk, us_eastern
from ibmonitor.simulator.scenarios.instruments import STOCKS
from ibmonitor.simulator.wire.filters import TWS_ZONE
from ibmonitor.simulator.wire.wire import Wire

ACCOUNTS = ("DU2250001", "DU2250002", "DU2250003")
REQ_ID = FIRST_REQUEST_ID + 2
"""The request that the encoded executions answer; the server changes it to the client's own."""
FILLS_AN_ORDER = 4


@dataclass
class Stream:
    """The answers to reqExecutions, and to each reqAllOpenOrders, both without their end; what comes unasked."""

    executions: bytes = b""
    open_orders: Iterator[bytes] = field(default_factory=lambda: repeat(b""))
    live: Iterator[bytes] = field(default_factory=lambda: iter(()))


def fills(count: int) -> Iterator[tuple[SimExecution, SimCommission]]:
    """Executions of today with their commissions, oldest first, four an order."""
    random, now = Random(count), datetime.now(UTC)  # noqa: S311 - prices, not secrets
    midnight = now.astimezone(TWS_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    for number in range(count):
        order, part = divmod(number, FILLS_AN_ORDER)
        yield _fill(random, number, order, part, midnight + (now - midnight) * number / count)


def live_fills(first: int) -> Iterator[tuple[SimExecution, SimCommission]]:
    """The fills after so many others."""
    random = Random(first)  # noqa: S311 - prices, not secrets
    for number in count_from(first):
        order, part = divmod(number, FILLS_AN_ORDER)
        yield _fill(random, number, order, part, datetime.now(UTC))


def _fill(random: Random, number: int, order: int, part: int, when: datetime) -> tuple[SimExecution, SimCommission]:
    instrument, side = STOCKS[order % len(STOCKS)], "SLD" if order % 2 else "BOT"
    shares = Decimal(random.randint(1, 900))
    execution = SimExecution(
        exec_id=f"0000f{number >> 24:03x}.{number & 0xFFFFFF:08x}.01.01",
        contract=instrument.contract,
        when=when,
        time=us_eastern(when),
        account=ACCOUNTS[order % len(ACCOUNTS)],
        exchange=random.choice(instrument.venues),
        side=side,
        shares=shares,
        price=instrument.price + _digits(random, 6, 4),
        perm_id=FIRST_PERM_ID + order,
        order_id=order + 1,
        client_id=1,
        cum_qty=1_000 * part + shares,
        avg_price=instrument.price + _digits(random, 10, 8),
        order_ref=f"swing-{order}",
    )
    pnl = _digits(random, 9, 6) - 500 if side == "SLD" else None
    return execution, SimCommission(execution.exec_id, 1 + _digits(random, 7, 6), "USD", pnl)


def _digits(random: Random, digits: int, places: int) -> Decimal:
    return Decimal(random.randrange(10**digits)).scaleb(-places)


def open_orders(count: int) -> Iterator[SimOrder]:
    random = Random(count)  # noqa: S311 - prices, not secrets
    for number in range(count):
        instrument = STOCKS[number % len(STOCKS)]
        yield SimOrder(
            perm_id=FIRST_PERM_ID + number,
            contract=instrument.contract,
            action="SELL" if number % 2 else "BUY",
            total_quantity=Decimal(random.randint(1, 900)),
            order_type="LMT",
            account=ACCOUNTS[number % len(ACCOUNTS)],
            order_id=number + 1,
            client_id=1,
            lmt_price=instrument.price + _digits(random, 6, 4),
            order_ref=f"swing-{number}",
        )


def each_with_its_commission(wire: Wire, count: int) -> Stream:
    """One of the two orders that IB documents."""
    return Stream(b"".join(_pairs(wire, REQ_ID, fills(count))), live=_pairs(wire, -1, live_fills(count)))


def no_fills(wire: Wire, count: int) -> Stream:
    """None at first; what comes unasked are all of them."""
    return Stream(live=_pairs(wire, -1, fills(count)))


def commissions_last(wire: Wire, count: int) -> Stream:
    """The other one, which is TWS's own."""
    executions, commissions = bytearray(), bytearray()
    for execution, commission in fills(count):
        executions += wire.execution(REQ_ID, execution)
        commissions += wire.commission(commission)
    return Stream(bytes(executions + commissions))


def only_orders(wire: Wire, count: int) -> Stream:
    """Each open order with its status; from the second list on there is a live fill, too, behind all of them."""
    listed = b"".join(wire.open_order(order) + wire.order_status(order) for order in open_orders(count))
    later = (listed + fill for fill in _pairs(wire, -1, live_fills(FILLS_AN_ORDER * count)))
    return Stream(open_orders=chain([listed], later))


def one_order(wire: Wire, count: int) -> Stream:
    """One open order; then it is filled so many times: execution, status, commission."""
    order = next(open_orders(1))
    order.total_quantity = Decimal(1_000 * count)
    listed = wire.open_order(order) + wire.order_status(order)
    parts = bytearray()
    random = Random(count)  # noqa: S311 - prices, not secrets
    for number in range(count):
        execution, commission = _fill(random, number, 0, number, datetime.now(UTC))
        order.filled += execution.shares
        execution.cum_qty = order.filled
        order.avg_fill_price, order.last_fill_price = execution.avg_price, execution.price
        parts += wire.execution(-1, execution) + wire.order_status(order) + wire.commission(commission)
    return Stream(open_orders=repeat(listed), live=iter([bytes(parts)]))


STREAMS: dict[str, Callable[[Wire, int], Stream]] = {
    made.__name__: made for made in (each_with_its_commission, no_fills, commissions_last, only_orders, one_order)
}


def _pairs(wire: Wire, req_id: int, pairs: Iterator[tuple[SimExecution, SimCommission]]) -> Iterator[bytes]:
    return (wire.execution(req_id, execution) + wire.commission(commission) for execution, commission in pairs)


class Groups(Scenario):
    """An advisor's filled orders, each for a group of fifty accounts with as many parts; the simulator serves it."""

    def __init__(self, orders: int) -> None:
        members = tuple(f"DU{2250001 + number}" for number in range(50))
        group = SimGroup("Growth", "Equal", dict.fromkeys(members))
        super().__init__(World(("DF2250000", *members), is_advisor=True, groups=(group,), sends_parts_live=True))
        self.desk = Desk(self.world, lambda: datetime.now(UTC))
        for _ in range(orders):
            self.fill_one()

    def fill_one(self) -> None:
        """One more order of the group, filled at once and allocated."""
        group = self.world.groups[0]
        order = self.desk.place(
            STOCKS[len(self.world.orders) % len(STOCKS)],
            "BUY",
            100 * len(group.shares),
            "MKT",
            account=self.world.accounts[0],
            client_id=900,
            fa_group=group.name,
            fa_method=group.default_method,
        )
        whole = self.desk.fill(order, order.total_quantity, f"{100 + len(self.world.executions) / 1000:.4f}", "ARCA")
        self.desk.allocate(order, whole, dict.fromkeys(group.shares, Decimal(100)))
