"""A window with real tables, a real feed and a real blotter, which receives events as from TWS. No connection.

Its tables are in the order received, unless it restores a state: a test then knows the rows by what it has sent.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.events import ConfigResponse, Event, LinkChanged, ManagedAccounts
from ibmonitor.domain.records.link import LinkState
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.live.tables import make_tables
from ibmonitor.settings.table import Settings
from ibmonitor.settings.window_state import WindowState
from ibmonitor.windows.main.main_window import MainWindow
from ibmonitor.windows.table.footer import Footer
from ibmonitor.windows.table.record_view import RecordView
from tests.support.blotter_events import execution, new_blotter

PORT = 7497
CLIENT = 7


class Bench:
    def __init__(self, settings: Settings | None = None, state: WindowState | None = None) -> None:
        self.blotter: Blotter = new_blotter()
        self.tables = make_tables()
        self.feed = Feed(self.blotter, self.tables)
        # A row that is lit looks different for two seconds.
        settings = settings or Settings(client_id=CLIENT, light_changes=False)
        self.window = MainWindow(self.tables, self.feed, self.blotter, settings, state or WindowState())
        if state is None:
            # As on an ordinary screen: that of the tests has 800 x 800 pixels, and the window would fit itself to it.
            self.window.resize(1280, 800)
            for page in self.window.tabs.table_pages:
                page.header.choose_order(-1)

    def receive(self, *events: Event) -> None:
        """Receive events from TWS, and update the tables at once."""
        for event in events:
            self.feed.on_event(event)
        self.feed.flush()

    def link(self, state: LinkState, reason: str = "") -> None:
        version = 225 if state in (LinkState.SYNCHRONISING, LinkState.UP) else None
        self.receive(LinkChanged(state, "127.0.0.1", PORT, CLIENT, reason, version))

    def connect(self, *accounts: str, **api_settings: object) -> None:
        """Connect with these accounts, and with TWS's API settings if any are given."""
        self.link(LinkState.SYNCHRONISING)
        self.receive(ManagedAccounts(accounts or ("DU1", "DU2")))
        if api_settings:
            self.receive(ConfigResponse(1, api_settings))
        self.link(LinkState.UP)

    def view(self, key: str) -> RecordView:
        return self.window.page(key).view

    def footer(self, key: str) -> Footer:
        """The footer of a tab, which is brought to the front."""
        self.window.tabs.show_page(key)
        return self.window.page(key).footer

    def add_fills(self, first: int, last: int, **known: Any) -> None:
        """Executions numbered from `first` to `last`; the number is also the price."""
        self.receive(*(execution(exec_id(n), perm_id=n, price=Decimal(n), **known) for n in range(first, last + 1)))


def exec_id(number: int) -> str:
    return f"0000e0d5.{number:08x}.01.01"
