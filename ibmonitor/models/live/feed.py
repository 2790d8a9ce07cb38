"""`Feed`: collects what events change in the blotter and updates the tables, many events at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from time import perf_counter
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.change import Change, Changes
from ibmonitor.domain.records.slice import Slice
from ibmonitor.models.live.tables import Tables
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.table.row_store import Record

R = TypeVar("R", bound=Record)

_BREATHER = 4
"""After a merge the next one waits at least this many times as long as it took, so that a burst gets processed."""

_SOON_MS = 10
"""After a calm time a change waits so long: a fill's commission comes within a few milliseconds."""

_FULL = 400
"""So many changed records are merged at the end of a slice of time: what a burst piles up would block the window."""

_MOST = 1_500
"""So many are merged at once, however short the time since the last merge: one that waits for longer, since the last
one took longer, is longer itself."""

_PAINT_BREATHER = 8
"""After painting, the next one waits at least this many times as long as it took."""

_BURST_SECONDS = 0.1
"""In a burst, ten updates a second are enough: all rows change, faster than anybody can read."""


class Feed(QObject):
    """Applies events to the blotter and merges the changed records into the tables.

    The first change starts one timer; when it fires, everything changed since is merged into the tables at once. While
    nothing changes, nothing runs. A burst is merged after each slice of time, and painted less often.
    """

    flushed = Signal()
    """The tables have just been updated."""
    merging = Signal(object)
    """The orders merged into others, as the keys of a dict; their rows are about to be removed from the tables."""
    changing = Signal(object, object, object)
    """The orders, fills and messages that have changed, as the keys of dicts; the tables are about to be updated."""
    changed = Signal(object, object)
    """The orders and fills that have changed, as the keys of two dicts; the tables are up to date.

    Both are empty where only commissions without executions have.
    """
    confirmed = Signal(object)
    """The fills and commissions that are no longer stale and else as they were, as the keys of a dict."""
    cleared = Signal()
    """All records have been removed."""
    link_changed = Signal()
    """`Blotter.link`, the state of the connection, has changed; the tables are up to date."""
    messages_arrived = Signal(object)
    """The messages that are new or repeated, as the keys of a dict; they are in the table already."""

    def __init__(self, blotter: Blotter, tables: Tables, interval_ms: int = 50, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.blotter = blotter
        self.tables = tables
        self._all_tables: tuple[RecordTable[Any], ...] = (
            tables.orders,
            tables.fills,
            tables.commissions,
            tables.messages,
        )
        self.version = 0
        """Another number after each change of the records, those not yet in the tables included."""
        self._interval_ms = interval_ms
        self._timer = self._one_shot(self._on_due)
        self._armed = False
        self._merge_at = 0.0
        """When the next merge may be, by the clock of `perf_counter`."""
        self._paint_timer = self._one_shot(self._paint)
        self._painted_at = 0.0
        """When the tables were last left to be painted, by the same clock; then follows how long that took before."""
        self._painting_before = 0.0
        self._confirming = _confirming(blotter)
        self._changes = Changes()
        self.on_slice: Callable[[Slice], None] | None = None
        """Called with the events of each slice when they are applied, before anything of them is painted."""

    def _one_shot(self, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(slot)
        return timer

    @property
    def is_behind(self) -> bool:
        """Whether records have changed that the tables do not show yet; signals tell of them soon."""
        return self._armed

    @Slot(object)
    def on_event(self, event: object) -> None:
        """Apply an event (`domain.records.events.Event`) from the adapter."""
        self._apply((event,))

    @Slot(object)
    def on_events(self, events: Sequence[object]) -> None:
        """Apply the events of one slice of time."""
        self._apply(events)
        changed = len(self._changes)
        if self._armed and (changed >= _MOST or (changed >= _FULL and perf_counter() >= self._merge_at)):
            self._on_due()

    def _apply(self, events: Sequence[object]) -> None:
        changes = self._changes
        slice_ = self.blotter.apply_all(events, changes)  # type: ignore[arg-type]  # Qt's signal carries objects
        if self.on_slice is not None:
            self.on_slice(slice_)
        if changes:
            self._on_changed()

    def collect(self, change: Change) -> None:
        """Collect a change returned by the blotter, for the next flush."""
        self._changes.add(change)
        self._on_changed()

    def _on_changed(self) -> None:
        self.version += 1
        if not self._armed:
            self._armed = True
            self._timer.start(self._wait_ms())

    def _wait_ms(self) -> int:
        """How long the first change waits for others."""
        idle_ms = int(1000 * (perf_counter() - self._merge_at))
        return min(_SOON_MS, self._interval_ms) if idle_ms >= self._interval_ms else max(self._interval_ms, -idle_ms)

    @Slot()
    def flush(self) -> None:
        """Merge all that has changed into the tables and show it, now; does nothing if nothing has."""
        self._merge()
        self._paint()

    def _on_due(self) -> None:
        """Merge what has changed, and have it painted as soon as that may be."""
        least = _BURST_SECONDS if len(self._changes) >= _FULL else self._interval_ms / 1000
        breather = _PAINT_BREATHER * (self._painting() - self._painting_before)
        wait = self._painted_at + max(least, breather) - perf_counter()
        if wait > 0:
            self._hold_painting(held=True)
            if not self._paint_timer.isActive():
                self._paint_timer.start(int(1000 * wait) + 1)
            self._merge()
        else:
            self.flush()

    def _paint(self) -> None:
        """Let the views paint what has been merged."""
        self._paint_timer.stop()
        self._painted_at, self._painting_before = perf_counter(), self._painting()
        self._hold_painting(held=False)

    def _hold_painting(self, *, held: bool) -> None:
        for table in self._all_tables:
            table.hold_painting(held=held)

    def _painting(self) -> float:
        """The seconds that painting the tables has taken so far."""
        return sum(table.painting_seconds for table in self._all_tables)

    def _merge(self) -> None:
        if not self._armed:
            return
        self._armed = False
        self._timer.stop()
        started = perf_counter()
        changes, self._changes = self._changes, Changes()
        orders, fills, messages, merged = changes.orders, changes.fills, changes.messages, changes.merged_orders
        if merged:
            for order in merged:
                orders.pop(order, None)
            self.merging.emit(merged)
        self.changing.emit(orders, fills, messages)
        tables = self.tables
        failures = [
            *_merged(tables.orders, orders, merged),
            *_merged(tables.fills, fills),
            *_merged(tables.commissions, changes.commissions),
            *_merged(tables.messages, messages),
        ]
        ended = perf_counter()
        self._merge_at = ended + _BREATHER * (ended - started)
        self.flushed.emit()
        self._notify(changes)
        if failures:
            # A bug of this program: handled where all unexpected errors are.
            raise ExceptionGroup("a table could not take in what has changed", failures)

    def _notify(self, changes: Changes) -> None:
        orders, fills, messages = changes.orders, changes.fills, changes.messages
        confirmed = changes.confirmed
        if confirmed:
            self.tables.fills.look_changed.emit(lambda fill: fill in confirmed or fill.commission in confirmed)
            self.tables.commissions.look_changed.emit(lambda each: each in confirmed or each.fill in confirmed)
            self.confirmed.emit(confirmed)
        if any(order.messages or order.possible_messages for order in orders):
            # They show what they are about.
            self.tables.messages.repaint()
        # A commission whose execution is not known changes without a fill.
        if orders or fills or changes.commissions:
            self.changed.emit(orders, fills)
        # Before link_changed: once the link is up, its handlers correct what messages have just reported.
        if messages:
            self.messages_arrived.emit(messages)
        if changes.link:
            self._repaint()
            self.link_changed.emit()

    def _repaint(self) -> None:
        """Repaint all rows when the link has made them stale, or no longer does."""
        confirming = _confirming(self.blotter)
        if confirming != self._confirming:
            self._confirming = confirming
            tables = self.tables
            for table in (tables.orders, tables.fills, tables.commissions):
                table.repaint()

    def clear(self) -> None:
        """Remove all records, here, in the blotter and in the tables; the state of the connection stays."""
        self._timer.stop()
        self._armed = False
        self._changes = Changes()
        self.blotter.clear()
        for table in self._all_tables:
            table.clear()
        self._paint()
        self.flushed.emit()
        self.cleared.emit()


def _confirming(blotter: Blotter) -> tuple[datetime | None, int]:
    """What decides which records are stale: none is confirmed any more when it changes."""
    return blotter.link.stale_since, len(blotter.link.live_intervals)


def _merged(table: RecordTable[R], changed: Iterable[R], removed: Iterable[R] = ()) -> list[Exception]:
    """Merge what has changed into a table; return errors, so that the other tables are updated anyway."""
    if changed or removed:
        try:
            table.merge(changed, removed)
        except Exception as error:  # noqa: BLE001 - anything; it is raised once the others are up to date
            return [error]
    return []
