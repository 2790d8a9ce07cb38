"""Many orders and executions at once, for benchmarks."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from ibmonitor.simulator.account.records import SimCommission, SimExecution, SimOrder
from ibmonitor.simulator.account.world import World
from ibmonitor.simulator.scenarios.base import Scenario
from ibmonitor.simulator.scenarios.desk import FIRST_PERM_ID, us_eastern
from ibmonitor.simulator.scenarios.instruments import STOCKS, cost
from ibmonitor.simulator.scenarios.load_life import LoadLife
from ibmonitor.simulator.wire.filters import TWS_ZONE

ACCOUNTS = ("DU2250001", "DU2250002", "DU2250003")
_FILLS_AN_ORDER = 4
_SHARES = Decimal(100)


def load_executions(count: int, now: datetime) -> list[tuple[SimExecution, SimCommission]]:
    """`count` executions of the day up to `now` with their commissions; successive ones differ in most fields."""
    midnight = now.astimezone(TWS_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    span = (now - midnight) / max(count, 1)
    pairs: list[tuple[SimExecution, SimCommission]] = []
    for n in range(count):
        instrument = STOCKS[n % len(STOCKS)]
        number, part = divmod(n, _FILLS_AN_ORDER)
        price = instrument.price + Decimal(n % 500) / 100
        side = "BOT" if number % 2 == 0 else "SLD"
        when = midnight + span * n
        execution = SimExecution(
            exec_id=f"0000f{n >> 24:03x}.{n & 0xFFFFFF:08x}.01.01",
            contract=instrument.contract,
            when=when,
            time=us_eastern(when),
            account=ACCOUNTS[number % len(ACCOUNTS)],
            exchange=instrument.venues[n % len(instrument.venues)],
            side=side,
            shares=_SHARES,
            price=price,
            perm_id=FIRST_PERM_ID + number,
            order_id=number + 1,
            client_id=1,
            cum_qty=_SHARES * (part + 1),
            avg_price=price,
            order_ref=f"load-{number}",
        )
        amount = cost(instrument.contract, _SHARES, price, side)
        realized = Decimal(n % 2000 - 1000) / 8 if side == "SLD" else None
        pairs.append((execution, SimCommission(execution.exec_id, amount, "USD", realized)))
    return pairs


class Load(Scenario):
    """`orders` open orders and `fills` executions, each with its commission.

    Nothing else happens, so that all runs of a benchmark are alike; with a `seed` an hour of trading follows.
    """

    def __init__(
        self, orders: int = 1_000, fills: int = 100_000, now: datetime | None = None, seed: int | None = None
    ) -> None:
        super().__init__(World(ACCOUNTS))
        for execution, report in load_executions(fills, now or datetime.now(UTC)):
            self.world.executions.append(execution)
            self.world.commissions[report.exec_id] = report
        filled_orders = -(-fills // _FILLS_AN_ORDER)
        for n in range(filled_orders, filled_orders + orders):
            instrument = STOCKS[n % len(STOCKS)]
            order = SimOrder(
                perm_id=FIRST_PERM_ID + n,
                contract=instrument.contract,
                action="BUY" if n % 2 == 0 else "SELL",
                total_quantity=_SHARES * (1 + n % 9),
                order_type="LMT",
                account=ACCOUNTS[n % len(ACCOUNTS)],
                order_id=n + 1,
                client_id=1,
                lmt_price=instrument.price - Decimal(n % 300) / 100,
                order_ref=f"load-{n}",
            )
            self.world.orders.append(order)
        used = filled_orders + orders
        self.life: LoadLife | None = None
        if seed is not None:
            self.life = LoadLife(self.world, ACCOUNTS, used, seed)

    def step(self) -> float | None:
        return None if self.life is None else self.life.step()
