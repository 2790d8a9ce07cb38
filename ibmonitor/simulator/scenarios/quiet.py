"""A small fixed world of one account without events, for tests that count."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from ibmonitor.simulator.account.world import World
from ibmonitor.simulator.scenarios.base import Scenario
from ibmonitor.simulator.scenarios.desk import Desk
from ibmonitor.simulator.scenarios.instruments import AAPL, KO, MSFT

ACCOUNT = "DU2250001"


class Quiet(Scenario):
    """Two open orders (clients 1 and 2), one filled, one cancelled; a buy and a sell execution with commissions."""

    def __init__(self, clock: Callable[[], datetime] | None = None) -> None:
        super().__init__(World((ACCOUNT,)))
        self.desk = desk = Desk(self.world, clock or (lambda: datetime.now(UTC)), submitter="papertrader01")
        bought = desk.place(AAPL, "BUY", 100, "MKT", account=ACCOUNT, order_ref="quiet-1")
        desk.fill(bought, 100, "231.42", "NASDAQ")
        sold = desk.place(AAPL, "SELL", 60, account=ACCOUNT, lmt_price=AAPL.price, order_ref="quiet-2")
        desk.fill(sold, 40, "231.45", "IEX")
        desk.place(MSFT, "BUY", 10, account=ACCOUNT, client_id=2, lmt_price=MSFT.price)
        desk.cancel(desk.place(KO, "BUY", 50, account=ACCOUNT, lmt_price=KO.price - 5, tif="GTC"))
