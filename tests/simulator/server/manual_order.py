"""A quiet world with an order that was entered in TWS by hand."""

from __future__ import annotations

from ibmonitor.simulator.scenarios.base import Scenario
from ibmonitor.simulator.scenarios.desk import Desk
from ibmonitor.simulator.scenarios.instruments import AAPL
from ibmonitor.simulator.scenarios.quiet import ACCOUNT, Quiet


class ManualOrder(Scenario):
    """`manual` is the order, which has no API id yet."""

    def __init__(self) -> None:
        quiet = Quiet()
        super().__init__(quiet.world)
        self.desk: Desk = quiet.desk
        self.manual = self.desk.place(AAPL, "BUY", 30, account=ACCOUNT, lmt_price=AAPL.price, is_manual=True)
