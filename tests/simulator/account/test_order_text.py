"""Orders as TWS writes them in its messages."""

from __future__ import annotations

from datetime import UTC, datetime

from ibmonitor.simulator.account.order_text import described
from ibmonitor.simulator.account.world import World
from ibmonitor.simulator.scenarios import instruments as ins
from ibmonitor.simulator.scenarios.desk import Desk


def test_how_tws_writes_an_order_in_its_messages() -> None:
    day = datetime(2026, 11, 20, tzinfo=UTC).date()
    desk = Desk(World(("DU1",)), clock=lambda: datetime.now(UTC))
    for instrument, text in (
        (ins.AAPL, "AAPL NASDAQ.NMS"),
        (ins.KO, "KO NYSE"),
        (ins.SPY, "SPY ARCA"),
        (ins.EUR_USD, "EUR.USD Forex"),
        (ins.future(1, "ES", "CME", "1", "1", "50", ins.quarterly_expiry(day)), "ES DEC'26"),
        (ins.option(1, "SPY", "590", "P", "1", day), "SPY DEC 18 '26 590 PUT"),
        (ins.combo("SPY", (), "1"), "SPY Combo"),
    ):
        assert described(desk.place(instrument, "SELL", 5, account="DU1")) == f"SELL 5 {text}"
