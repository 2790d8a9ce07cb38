"""The realized profit of a scenario's trades."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from ibmonitor.simulator.account.world import (
    World,
)
from ibmonitor.simulator.scenarios import instruments as ins
from ibmonitor.simulator.scenarios.desk import Desk


def _trade(desk: Desk, action: str, shares: int, price: str) -> Decimal | None:
    order = desk.place(ins.AAPL, action, shares, account="DU1")
    return desk.world.commissions[desk.fill(order, shares, price, "IEX").exec_id].realized_pnl


def test_realized_profit_is_of_what_was_closed_less_the_commission() -> None:
    desk = Desk(World(("DU1",)), clock=lambda: datetime.now(UTC))
    assert _trade(desk, "BUY", 100, "10") is None
    assert _trade(desk, "BUY", 100, "20") is None
    charge = ins.cost(ins.AAPL.contract, Decimal(50), Decimal(18), "SLD")
    assert _trade(desk, "SELL", 50, "18") == 150 - charge
    charge = ins.cost(ins.AAPL.contract, Decimal(250), Decimal(16), "SLD")
    assert _trade(desk, "SELL", 250, "16") == 150 - charge  # 150 closed at 1 each, 100 sold short
    assert _trade(desk, "BUY", 100, "15") == 100 - Decimal(1)
