"""A history written as the program writes it: events through a blotter and the writer, then what its records tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.change import Changes
from ibmonitor.domain.records.events import Event, LinkChanged, ManagedAccounts
from ibmonitor.domain.records.link import LinkState
from ibmonitor.domain.records.slice import Slice
from ibmonitor.journal.rows.event_rows import Row
from ibmonitor.journal.rows.record_rows import is_ordinary, order_rows, standing_row
from ibmonitor.journal.session import Circumstances
from ibmonitor.journal.store.schema import METADATA, ORDERS
from ibmonitor.journal.store.store import Store
from ibmonitor.journal.writer import HistoryWriter, Standing
from tests.support.blotter_events import START

NEW_YORK = ZoneInfo("America/New_York")
LONG = 60.0


def connected(*accounts: str) -> list[Event]:
    """What comes first, so that the site is known."""
    states = (LinkState.CONNECTING, LinkState.SYNCHRONISING, LinkState.UP)
    return [*(LinkChanged(state, "127.0.0.1", 7497, 1) for state in states), ManagedAccounts(accounts or ("DU1",))]


class Written:
    """A blotter whose events are written into a store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.time = START
        self.blotter = Blotter(clock=lambda: self.time)
        self._writer = HistoryWriter(store, Circumstances("IB Monitor 1", None, NEW_YORK))

    def receive(self, events: Sequence[Event], time: datetime | None = None) -> None:
        """Apply and write events that came at once; by default a second after those before."""
        self.time = time or self.time + timedelta(seconds=1)
        self.blotter.apply_all(events, Changes())
        self._writer.take(Slice(self.time, events))

    def close(self) -> None:
        """Write what records tell, and wait until all is written."""
        assert self._writer.flush(LONG)
        self._writer.note(standing_of(self.blotter))
        assert self._writer.close(LONG)


def standing_of(blotter: Blotter) -> Standing:
    rows: dict[str, list[Row]] = {"orders": [], "order_days": []}
    for order in blotter.orders:
        for table, row in order_rows(order, NEW_YORK):
            rows[table.name].append(row)
    executions = [standing_row(fill) for fill in blotter.fills if not is_ordinary(fill)]
    return Standing(tuple(rows[ORDERS.name]), tuple(rows["order_days"]), tuple(executions))


def write(
    store: Store, *slices: Iterable[Event], accounts: Sequence[str] = ("DU1",), time: datetime = START
) -> Blotter:
    """Write slices of events, a second apart, of a session with these accounts; return their blotter."""
    written = Written(store)
    written.receive(connected(*accounts), time)
    for events in slices:
        written.receive(list(events))
    written.close()
    return written.blotter


def empty(store: Store) -> None:
    with store.writing() as connection:
        for table in METADATA.sorted_tables:
            connection.execute(delete(table))
