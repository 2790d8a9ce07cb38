"""All between TWS's bytes and the tables, without a socket, and what must hold of it whatever the bytes are."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ibmonitor.app.process.application import Application
from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.events import Event, Fault
from ibmonitor.domain.records.records import Commission, Fill, Message, Order
from ibmonitor.domain.sums.totals import Totals
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.live.tables import make_tables
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.wire.client import TwsClient
from tests.support.for_each import for_each
from tests.support.tws_frames import greeting

CLOCK = datetime(2026, 8, 25, 14, 0, tzinfo=UTC)


class Book:
    """The blotter and the tables; `events` are those of the last bytes."""

    def __init__(self) -> None:
        QApplication.instance() or Application([])
        self.events: list[Event] = []
        self.escaped: list[str] = []
        """Exceptions that came out where none may."""
        self.blotter = Blotter(clock=lambda: CLOCK)
        self.tables = make_tables()
        self.feed = Feed(self.blotter, self.tables)
        self._known: dict[type, dict[int, object]] = {Order: {}, Fill: {}, Commission: {}, Message: {}}
        self._merged: set[object] = set()
        self.feed.merging.connect(self._merged.update)

    def on_event(self, event: Event) -> None:
        self.events.append(event)
        try:
            self.feed.on_event(event)
        except Exception:  # noqa: BLE001 - Qt would print it and go on
            self.escaped.append(traceback.format_exc())

    @property
    def faults(self) -> list[Fault]:
        return [event for event in self.events if isinstance(event, Fault)]

    # What must hold

    def check(self) -> None:
        """All records there ever were are there, each once; they can be counted and shown."""
        assert self.escaped == []
        blotter = self.blotter
        self.feed.flush()
        for kind, records in (
            (Order, blotter.orders),
            (Fill, blotter.fills),
            (Commission, blotter.commissions),
            (Message, blotter.messages),
        ):
            self._check_kept(kind, records)
        check_text_of("Something TWS sent could not be processed", blotter)
        for table, records in self._tables():
            assert {id(each) for each in table.visible_records()} == {id(each) for each in records}
        check_sums(blotter)

    def _check_kept(self, kind: type, records: list[Any]) -> None:
        now = {each.serial: each for each in records}
        assert len(now) == len(records), f"two {kind.__name__}s have one serial"
        for serial, record in self._known[kind].items():
            assert now.get(serial) is record or record in self._merged, f"{kind.__name__} {serial} has vanished"
        self._known[kind] = now

    def _tables(self) -> Iterator[tuple[RecordTable[Any], list[Any]]]:
        blotter, tables = self.blotter, self.tables
        yield tables.orders, blotter.orders
        yield tables.fills, blotter.fills
        yield tables.commissions, blotter.commissions
        yield tables.messages, blotter.messages

    def show(self, *, rows: int = 2) -> None:
        """Sort by every column, and ask for all that the tables show of their last rows."""
        for table, _ in self._tables():
            for column in range(table.columnCount()):
                table.sort(column)
            last = range(max(0, table.rowCount() - rows), table.rowCount())
            for row in last:
                for column in range(table.columnCount()):
                    index = table.index(row, column)
                    for role in ROLES:
                        index.data(role)


class Rig(Book):
    """One connection without a socket, and its events. Needs a running loop."""

    def __init__(self, server_version: int, *, is_greeted: bool = True) -> None:
        super().__init__()
        self.ends: list[Exception | None] = []
        self._connect(server_version, is_greeted=is_greeted)

    def _connect(self, server_version: int, *, is_greeted: bool) -> None:
        wrapper = SignalWrapper()
        wrapper.batch.connect(for_each(self.on_event))
        self._wrapper = wrapper
        self.client = TwsClient(wrapper, client_id=1, may_bind=lambda: False, on_closed=self.ends.append)
        self.transport = self.client._transport
        # Time stands still: all frames are handed on at once.
        self.transport._clock = lambda: 0.0
        if is_greeted:
            self.transport.data_received(greeting(server_version))

    def again(self, server_version: int, *, is_greeted: bool = True) -> None:
        """Connect again; the records stay."""
        self.ends.clear()
        self._connect(server_version, is_greeted=is_greeted)

    def receive(self, data: bytes) -> list[Event]:
        """The adapter's events for these bytes."""
        self.events.clear()
        try:
            self.transport.data_received(data)
        except Exception:  # noqa: BLE001 - asyncio would close the connection
            self.escaped.append(traceback.format_exc())
        return list(self.events)

    def cut(self) -> None:
        """The socket is gone."""
        self.transport.connection_lost(None)

    def close(self) -> None:
        """Leave nothing that Qt or asyncio would wait for."""
        self.client.close()
        self.feed.flush()


ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


def check_text_of(words: str, blotter: Blotter) -> None:
    """No event failed in the blotter."""
    failed = [each.text for each in blotter.messages if each.plain.startswith(words)]
    assert failed == []


def check_sums(blotter: Blotter) -> None:
    totals = Totals()
    for fill in blotter.fills:
        totals.add(fill)
    for commission in blotter.commissions:
        totals.add_commission(commission)
    sums = [*totals.commissions.values(), *totals.realized_pnl.values()]
    assert all(each.is_finite() for each in sums)
