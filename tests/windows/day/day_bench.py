"""The tab of the day's charts alone, with a real feed and blotter."""

from __future__ import annotations

from decimal import Decimal

from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.events import Event
from ibmonitor.domain.records.records import Fill
from ibmonitor.models.live.account_selection import AccountSelection
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.live.tables import make_tables
from ibmonitor.windows.day.charts import DayCharts
from ibmonitor.windows.day.page import DayChartsPage
from tests.support.blotter_events import commission, execution, new_blotter


class DayBench:
    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.blotter = new_blotter()
        self.feed = Feed(self.blotter, make_tables())
        self.selection = AccountSelection()
        self.page = DayChartsPage(self.feed, self.blotter, self.selection)
        self.chosen: list[tuple[str, list[Fill]]] = []
        self.page.fills_chosen.connect(lambda text, fills: self.chosen.append((text, fills)))
        qtbot.addWidget(self.page)
        self.page.resize(1000, 700)

    def receive(self, *events: Event) -> None:
        for event in events:
            self.feed.on_event(event)
        self.feed.flush()

    def show(self) -> DayCharts:
        self.page.show()
        self.qtbot.waitUntil(lambda: self.page.charts is not None and not self.page.series.is_working)
        assert self.page.charts is not None
        return self.page.charts


def fill(number: int, account: str = "DU1", *, paid: str | None = "1.25", pnl: str | None = "10") -> list[Event]:
    name = f"0000e0d5.{number:08x}.01.01"
    time = f"20260611-14:{number:02}:00"
    events: list[Event] = [execution(name, perm_id=number, time=time, acct_number=account)]
    if paid is not None:
        events.append(commission(name, paid, realized_pnl=Decimal(pnl) if pnl else None))
    return events
