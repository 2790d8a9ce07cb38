"""`Feed`: the Qt side of the store. Gathers what events change and brings it to the tables, many events at a time."""

from __future__ import annotations

from collections.abc import Iterable
from time import perf_counter
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.change import NOTHING, Change
from ibmonitor.domain.records.records import Commission, Fill, Message, Order
from ibmonitor.models.live.tables import Tables
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.table.row_store import Record

R = TypeVar("R", bound=Record)

_BREATHER = 4
"""After a flush the next one waits at least this many times as long as it took, so that a burst is read in the end."""

_BURST = 500
"""Changed records in one flush that mean a burst: what is painted then is gone before it can be read."""

_BURST_PAUSE_MS = 125
"""Eight looks a second at a burst are enough; with more, painting would take longer than reading it."""


class Feed(QObject):
    """Applies events to the blotter and merges the changed records into the tables.

    The first change starts one timer; when it fires, all that has changed since comes to the tables at once. With
    nothing changing, nothing runs.
    """

    flushed = Signal()
    """The tables have just taken in what had changed."""
    merging = Signal(object)
    """The orders that have become part of others, as the keys of a dict; the tables are about to lose their rows."""
    changed = Signal(object, object)
    """The orders and the fills that have changed, as the keys of two dicts; the tables are up to date with them."""
    cleared = Signal()
    """All records have been forgotten."""
    link_changed = Signal()
    """The facts of the connection (`Blotter.link`) have changed; the tables are up to date with them."""
    messages_arrived = Signal(object)
    """The messages that are new or have been repeated, as the keys of a dict; they are in the table already."""

    def __init__(self, blotter: Blotter, tables: Tables, interval_ms: int = 50, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.blotter = blotter
        self.tables = tables
        self._interval_ms = interval_ms
        self._pause_ms = interval_ms
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.flush)
        self._armed = False
        self._stale_since = blotter.link.stale_since
        self._apply = blotter.apply
        self._forget_changes()

    def _forget_changes(self) -> None:
        # Dicts, not sets: they keep the order of arrival. Records are hashed by identity.
        self._orders: dict[Order, None] = {}
        self._fills: dict[Fill, None] = {}
        self._commissions: dict[Commission, None] = {}
        self._messages: dict[Message, None] = {}
        self._merged: dict[Order, None] = {}
        self._link = False

    @Slot(object)
    def on_event(self, event: object) -> None:
        """Take in an event (`domain.events.Event`) of the adapter's."""
        change = self._apply(event)  # type: ignore[arg-type]  # Qt's signal carries an object
        if change is not NOTHING:
            self.take(change)

    def take(self, change: Change) -> None:
        """Bring to the tables what the blotter says has changed."""
        orders, fills, commissions, messages, merged, link = change
        for order in orders:
            self._orders[order] = None
        for fill in fills:
            self._fills[fill] = None
        for commission in commissions:
            self._commissions[commission] = None
        if messages or merged or link:
            self._messages.update(dict.fromkeys(messages))
            self._merged.update(dict.fromkeys(merged))
            self._link = self._link or link
        if not self._armed:
            self._armed = True
            self._timer.start(self._pause_ms)

    @Slot()
    def flush(self) -> None:
        """Bring all that has changed to the tables now; does nothing when nothing has."""
        if not self._armed:
            return
        self._armed = False
        self._timer.stop()
        started = perf_counter()
        orders, fills, commissions, messages = self._orders, self._fills, self._commissions, self._messages
        merged, link = self._merged, self._link
        self._forget_changes()
        if merged:
            for order in merged:
                orders.pop(order, None)
            self.merging.emit(merged)
        tables = self.tables
        failures = [
            *_merged(tables.orders, orders, merged),
            *_merged(tables.fills, fills),
            *_merged(tables.commissions, commissions),
            *_merged(tables.messages, messages),
        ]
        is_burst = len(orders) + len(fills) + len(commissions) + len(messages) > _BURST
        least = max(self._interval_ms, _BURST_PAUSE_MS if is_burst else 0)
        self._pause_ms = max(least, int(_BREATHER * 1000 * (perf_counter() - started)))
        self.flushed.emit()
        self._tell(orders, fills, messages, link=link)
        if failures:
            # A mistake of this program's own: for whoever catches those that nobody expected.
            raise ExceptionGroup("a table could not take in what has changed", failures)

    def _tell(
        self, orders: dict[Order, None], fills: dict[Fill, None], messages: dict[Message, None], *, link: bool
    ) -> None:
        if orders or fills:
            self.changed.emit(orders, fills)
        # Before the link: one that is up again mends what has just been reported of it.
        if messages:
            self.messages_arrived.emit(messages)
        if link:
            self._repaint()
            self.link_changed.emit()

    def _repaint(self) -> None:
        """Have all rows painted anew when they have become stale, or nothing is stale any more by the link alone."""
        since = self.blotter.link.stale_since
        if since != self._stale_since:
            self._stale_since = since
            tables = self.tables
            for table in (tables.orders, tables.fills, tables.commissions):
                table.repaint()

    def clear(self) -> None:
        """Forget all records, here, in the blotter and in the tables; the facts of the connection stay."""
        self._timer.stop()
        self._armed = False
        self._forget_changes()
        self.blotter.clear()
        for table in (self.tables.orders, self.tables.fills, self.tables.commissions, self.tables.messages):
            table.clear()
        self.flushed.emit()
        self.cleared.emit()


def _merged(table: RecordTable[R], changed: Iterable[R], removed: Iterable[R] = ()) -> list[Exception]:
    """Merge what has changed into a table; return what went wrong, so that the other tables do not suffer from it."""
    if changed or removed:
        try:
            table.merge(changed, removed)
        except Exception as error:  # noqa: BLE001 - anything; it is raised once the others are up to date
            return [error]
    return []
