"""An advisor's day: one of everything that can happen to orders, in five accounts. `life.py` continues it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from ibmonitor.simulator.account.conditions import SimPriceCondition
from ibmonitor.simulator.account.records import SimAllocation
from ibmonitor.simulator.account.world import World
from ibmonitor.simulator.scenarios import instruments as ins
from ibmonitor.simulator.scenarios.advisor.accounts import (
    ACCOUNTS,
    ADVISOR,
    ALIASES,
    GARCIA,
    GROUPS,
    GROWTH,
    JONES,
    MODEL60,
    PENSION,
    SMITH,
    TRUST,
)
from ibmonitor.simulator.scenarios.advisor.cases import unusual_morning
from ibmonitor.simulator.scenarios.advisor.changes import next_trading_day
from ibmonitor.simulator.scenarios.advisor.combos import combo_morning
from ibmonitor.simulator.scenarios.advisor.groups import group_morning
from ibmonitor.simulator.scenarios.advisor.life import AdvisorLife
from ibmonitor.simulator.scenarios.base import Scenario
from ibmonitor.simulator.scenarios.combo_fills import fill_legs
from ibmonitor.simulator.scenarios.desk import Desk, utc
from ibmonitor.simulator.wire.filters import TWS_ZONE

__all__ = ["ACCOUNTS", "ADVISOR", "ALGO_CLIENT", "EXECUTION_CLIENT", "OPTION_CLIENT", "Advisor"]

EXECUTION_CLIENT, ALGO_CLIENT, OPTION_CLIENT = 1, 7, 12
_LENGTH = timedelta(hours=3)


class Advisor(Scenario):
    """The demo's world. Without `life` nothing happens after the start; `clock` and `seed` make it repeatable."""

    def __init__(self, *, seed: int = 1, life: bool = True, clock: Callable[[], datetime] | None = None) -> None:
        super().__init__(World((ADVISOR, *ACCOUNTS), is_advisor=True, groups=GROUPS, aliases=dict(ALIASES)))
        now = clock or (lambda: datetime.now(UTC))
        desk = Desk(self.world, clock=now)
        _Morning(desk, now()).happen()
        desk.clock = now
        self._life = AdvisorLife(desk, ACCOUNTS, seed) if life else None

    def step(self) -> float | None:
        return self._life.step() if self._life is not None else None


def _moments(now: datetime, count: int) -> Iterator[datetime]:
    """`count` times of today up to now, then always now."""
    midnight = now.astimezone(TWS_ZONE).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
    start = max(midnight, now - _LENGTH)
    for n in range(count):
        yield start + (now - start) * n / count
    while True:
        yield now


class _Morning:
    """What has happened before the monitor connects."""

    def __init__(self, desk: Desk, now: datetime) -> None:
        moments = _moments(now, 240)
        desk.clock = lambda: next(moments)
        self.desk = desk
        self.now = now

    def happen(self) -> None:
        self._yesterday()
        self._stocks()
        self._bracket()
        self._group_order()
        self._options_and_combo()
        self._futures_and_forex()
        self._troubles()
        self._manual()
        unusual_morning(self.desk, SMITH, PENSION, self.now.date())
        group_morning(self.desk, self.now.date())
        combo_morning(self.desk, self.now.date())

    def _yesterday(self) -> None:
        """Only a filter over several days returns it."""
        desk, clock = self.desk, self.desk.clock
        desk.clock = lambda: self.now - timedelta(days=1)
        order = desk.place(ins.KO, "BUY", 300, account=TRUST, lmt_price=ins.KO.price, order_ref="income-17")
        desk.fill(order, 300, "63.80", "ARCA")
        desk.clock = clock
        self.desk.world.orders.remove(order)

    def _stocks(self) -> None:
        desk = self.desk
        bought = desk.place(ins.AAPL, "BUY", 200, "MKT", account=SMITH, order_ref="rebalance-0412")
        desk.fill(bought, 120, "231.38", "NASDAQ")
        desk.fill(bought, 80, "231.40", "IEX")
        sold = desk.place(ins.AAPL, "SELL", 150, account=SMITH, lmt_price=Decimal("232.10"), order_ref="rebalance-0413")
        desk.fill(sold, 100, "232.10", "ARCA")
        desk.execute(sold, 50, "232.14", "IBKRATS", last_liquidity=1)  # its commission comes later: see AdvisorLife
        part = desk.place(
            ins.MSFT, "BUY", 500, account=JONES, client_id=ALGO_CLIENT, lmt_price=Decimal("418.60"),
            more={"algoStrategy": "Adaptive", "algoParams": {"adaptivePriority": "Normal"}},
        )  # fmt: skip
        for shares, price in ((100, "418.55"), (75, "418.60"), (25, "418.58")):
            desk.fill(part, shares, price, "BATS")
        fraction = desk.place(
            ins.NVDA, "BUY", "12.3456", "MKT", account=GARCIA, client_id=ALGO_CLIENT, order_ref="savings plan"
        )
        desk.fill(fraction, "12.3456", "138.217", "IBKRATS")
        corrected = desk.place(ins.TSLA, "SELL", 40, "MKT", account=TRUST)
        execution = desk.execute(corrected, 40, "342.10", "DRCTEDGE", pending_price_revision=True)
        desk.charge(execution, corrected)
        desk.charge(desk.correct(execution, "342.01"), corrected)
        desk.place(
            ins.AMZN, "BUY", 60, account=PENSION, client_id=ALGO_CLIENT, lmt_price=Decimal("203.00"), tif="GTC",
            status="PreSubmitted",
            conditions=(SimPriceCondition(756733, "SMART", Decimal("595.50"), is_more=True),),
        )  # fmt: skip

    def _bracket(self) -> None:
        desk = self.desk
        parent = desk.place(ins.SPY, "BUY", 100, account=TRUST, lmt_price=Decimal("588.90"), order_ref="swing")
        common: dict[str, Any] = {"account": TRUST, "parent": parent, "tif": "GTC", "order_ref": "swing"}
        desk.place(ins.SPY, "SELL", 100, lmt_price=Decimal("596.00"), **common)
        stop = desk.place(ins.SPY, "SELL", 100, "STP", aux_price=Decimal("584.50"), status="PreSubmitted", **common)
        desk.fill(parent, 100, "588.88", "ARCA")
        desk.set_status(stop, "PreSubmitted", why_held="trigger")
        waiting = desk.place(ins.KO, "BUY", 200, account=JONES, lmt_price=Decimal("62.10"))
        desk.place(
            ins.KO, "SELL", 200, account=JONES, lmt_price=Decimal("66.00"), parent=waiting, status="PreSubmitted",
            why_held="child",
        )  # fmt: skip

    def _group_order(self) -> None:
        desk = self.desk
        order = desk.place(
            ins.MSFT, "BUY", 300, account="", lmt_price=Decimal("419.00"), order_ref="model-0007",
            fa_group=GROWTH.name, fa_method="Equal",
        )  # fmt: skip
        order.allocations = tuple(
            SimAllocation(account, Decimal(0), Decimal(100), Decimal(100), Decimal(100), Decimal(100))
            for account in GROWTH.shares
        )
        for shares, price in ((180, "418.90"), (120, "418.95")):
            parent = desk.fill(order, shares, price, "NASDAQ")
            desk.allocate(order, parent, {account: Decimal(shares) / 3 for account in GROWTH.shares})
        desk.place(
            ins.AAPL, "SELL", 250, account="", lmt_price=Decimal("236.00"), tif="GTC",
            fa_group=MODEL60.name, fa_method="PctChange", fa_percentage="-25",
        )  # fmt: skip

    def _options_and_combo(self) -> None:
        desk, today = self.desk, self.now.date()
        low = ins.option(712600001, "SPY", "590", "C", "7.42", today)
        high = ins.option(712600002, "SPY", "600", "C", "3.18", today)
        put = ins.option(712600003, "AAPL", "225", "P", "3.05", today)
        sold = desk.place(put, "SELL", 10, account=JONES, client_id=OPTION_CLIENT, lmt_price=Decimal("3.05"))
        desk.fill(sold, 4, "3.05", "CBOE")
        desk.fill(sold, 6, "3.06", "ISE")
        back = desk.place(put, "BUY", 10, account=JONES, client_id=OPTION_CLIENT, lmt_price=Decimal("2.80"))
        desk.fill(back, 3, "2.79", "BOX")
        spread = ins.combo("SPY", ((low, "SELL"), (high, "BUY")), "-4.20")
        order = desk.place(spread, "BUY", 5, account=SMITH, client_id=OPTION_CLIENT, lmt_price=Decimal("-4.20"))
        bag = desk.execute(order, 5, "-4.24", "CBOE")
        fill_legs(desk, order, bag, ((low.contract, "7.42"), (high.contract, "3.18")))
        desk.place(spread, "BUY", 5, account=TRUST, client_id=OPTION_CLIENT, lmt_price=Decimal("-4.60"), tif="GTC")

    def _futures_and_forex(self) -> None:
        desk, today = self.desk, self.now.date()
        es = ins.future(637533641, "ES", "CME", "5921.50", "0.25", "50", ins.quarterly_expiry(today))
        cl = ins.future(580509212, "CL", "NYMEX", "70.12", "0.01", "1000", ins.monthly_expiry(today))
        bought = desk.place(es, "BUY", 2, "MKT", account=PENSION, client_id=ALGO_CLIENT)
        desk.fill(bought, 2, "5921.75", "CME")
        sold = desk.place(es, "SELL", 2, account=PENSION, client_id=ALGO_CLIENT, lmt_price=Decimal("5925.25"))
        desk.fill(sold, 1, "5925.25", "CME")
        trail: dict[str, Any] = {"trail_stop_price": Decimal("69.40"), "aux_price": Decimal("0.60")}
        desk.place(cl, "SELL", 1, "TRAIL", account=PENSION, client_id=ALGO_CLIENT, status="PreSubmitted", **trail)
        euro = desk.place(ins.EUR_USD, "BUY", 40000, "MKT", account=GARCIA, model_code="Hedge")
        execution = desk.execute(euro, 40000, "1.05325", "IDEALPRO")
        execution.time = utc(execution.when)
        desk.charge(execution, euro)
        desk.place(ins.USD_JPY, "SELL", 25000, account=GARCIA, lmt_price=Decimal("155.100"), tif="GTC")

    def _troubles(self) -> None:
        desk = self.desk
        locate = desk.place(ins.GME, "SELL", 400, account=SMITH, lmt_price=Decimal("27.50"))
        desk.set_status(locate, "PreSubmitted", why_held="locate")
        gone = desk.place(ins.NVDA, "BUY", 100, account=TRUST, client_id=ALGO_CLIENT, lmt_price=Decimal("131.00"))
        desk.set_status(gone, "PendingCancel")
        desk.cancel(gone)
        refused = desk.place(ins.TSLA, "BUY", 2000, account=JONES, lmt_price=Decimal("343.00"), status="PendingSubmit")
        desk.reject(refused, "The order size exceeds the account's available funds: Available 182,340.11 USD.")
        opens = next_trading_day(self.now.astimezone(TWS_ZONE).date())
        warning = f"Warning: Your order will not be placed at the exchange until {opens} 09:30:00 US/Eastern."
        warned = desk.place(
            ins.KO, "SELL", 300, account=TRUST, lmt_price=Decimal("64.90"), status="PreSubmitted",
            more={"outsideRth": True}, warning_text=warning,
        )  # fmt: skip
        desk.warn(warned, warning)

    def _manual(self) -> None:
        desk = self.desk
        desk.place(ins.AMZN, "BUY", 25, account=SMITH, lmt_price=Decimal("204.00"), is_manual=True)
        filled = desk.place(ins.KO, "BUY", 100, "MKT", account=PENSION, is_manual=True)
        desk.charge(desk.execute(filled, 100, "63.86", "NYSE", order_id=2147483647), filled)
