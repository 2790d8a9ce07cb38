"""A book whose slices a history gets, a book that is read back, and a store that fails when a test says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from time import monotonic, sleep
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Table

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.change import Changes
from ibmonitor.domain.records.events import Event, LinkChanged, ManagedAccounts
from ibmonitor.domain.records.link import LinkState
from ibmonitor.domain.records.slice import Slice
from ibmonitor.journal.days import slices_of
from ibmonitor.journal.events.codec import Codec
from ibmonitor.journal.rows.event_rows import Row
from ibmonitor.journal.session import Circumstances
from ibmonitor.journal.store.errors import HistoryError
from ibmonitor.journal.store.store import Store
from tests.support.blotter_events import START

NEW_YORK = ZoneInfo("America/New_York")
CIRCUMSTANCES = Circumstances("IB Monitor 0", None, NEW_YORK)
PATIENCE = 60.0
"""Seconds, for a computer that is busy."""


def link(state: LinkState, reason: str = "", **known: Any) -> LinkChanged:
    return LinkChanged(state, "127.0.0.1", 7497, 1, reason, **known)


def connects(*accounts: str) -> list[Event]:
    """What comes when TWS is connected to."""
    states = LinkState.CONNECTING, LinkState.SYNCHRONISING, LinkState.UP
    connecting, synchronising, up = (link(state) for state in states)
    return [connecting, ManagedAccounts(accounts or ("DU1",)), synchronising, up]


class Book:
    """A blotter with a clock that is set by hand."""

    def __init__(self) -> None:
        self.now = START
        self.blotter = Blotter(clock=lambda: self.now)

    def receive(self, *events: Event, at: datetime | None = None, after: timedelta = timedelta()) -> Slice:
        """Apply the events at this time, or so long after the last ones."""
        self.now = (at or self.now) + after
        return self.blotter.apply_all(list(events), Changes())


def read_back(store: Store, day: date, site: str = "paper") -> Book:
    """The book of a day as the history has it."""
    book = Book()
    for slice_ in slices_of(store, day, site, NEW_YORK, Codec()):
        book.receive(*slice_.events, at=slice_.time)
    return book


class Rows:
    """Collects rows as a batch does."""

    def __init__(self) -> None:
        self.all: list[tuple[Table, Row]] = []

    def __call__(self, table: Table, row: Row) -> None:
        self.all.append((table, row))

    def of(self, table: Table) -> list[Row]:
        return [row for each, row in self.all if each is table]


class FailingStore:
    """Hands on to a store; a transaction that writes fails while there are failures left."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.failures: list[Exception] = []
        """What the next transactions raise, at their ends."""
        self.attempts = 0
        self.is_broken = False
        """Every transaction fails."""
        self.most = 1_000_000
        """Transactions after which every one fails."""

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        self.attempts += 1
        with self.store.writing() as connection:
            yield connection
            if self.is_broken or self.attempts > self.most:
                raise HistoryError("The disk is full.")
            if self.failures:
                raise self.failures.pop(0)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)


def exec_ids(events: Sequence[Event]) -> list[str]:
    return [event.execution.exec_id for event in events if hasattr(event, "execution")]


def wait_until(condition: Callable[[], object]) -> None:
    """Wait for what another thread does."""
    late = monotonic() + PATIENCE
    while not condition():
        assert monotonic() < late
        sleep(0.001)
