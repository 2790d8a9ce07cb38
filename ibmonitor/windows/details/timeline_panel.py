"""The timeline of one order: the strip of its life, and below it a table of everything that happened."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from operator import attrgetter
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QHideEvent, QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ibmonitor.domain.records.live_interval import LiveInterval
from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.domain.timeline.entry import STEP, Entry, EntryKind
from ibmonitor.domain.timeline.kept_timeline import KeptTimeline
from ibmonitor.domain.timeline.life import KeptLife, Modification
from ibmonitor.domain.timeline.timeline import timeline
from ibmonitor.domain.timeline.words import TimelineWriting
from ibmonitor.models.columns.timeline import OPTIONAL, TIMELINE_COLUMNS, row_tone
from ibmonitor.models.table.column import Column
from ibmonitor.models.table.column_model import CellLook
from ibmonitor.models.table.list_table import ListTable
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from ibmonitor.models.text.formats import number_text, price_text
from ibmonitor.models.text.market_zones import zone_of_order
from ibmonitor.windows.details.life_strip import LifeStrip
from ibmonitor.windows.table.list_view import ListView
from ibmonitor.windows.table.wrapped_rows import WrappedAnchor
from ibmonitor.windows.theme.theme import tabular
from ibmonitor.windows.widgets.cell_delegate import MARGIN, MARK_WIDTH

_EVERY = 5000
"""Milliseconds between two updates of the strip of an order that is not done."""

_WHAT_WIDTH = 450
"""What happened has at least this width, in pixels, before another column is shown."""
_WHAT = "what"
_LATEST = 300
"""So many fills, and statuses, are shown at once while all others of an order are taken in: more than a screenful, and
so many that their rows are one line high, as those of the whole are."""
_COUNT = attrgetter("count")
_MARK_MARGIN = 4
"""Pixels around the triangle in which a click hits it."""

utc_now = partial(datetime.now, UTC)


class TimelineTable(ListTable[Entry]):
    """The entries, and the steps below an expanded one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(TIMELINE_COLUMNS, parent, key=attrgetter("key"), row_tone=row_tone)
        self._entries: list[Entry] = []
        self._open: set[tuple[str, int]] = set()
        """The keys of the expanded entries."""
        self._repeats = 0

    @property
    def has_repeats(self) -> bool:
        """Whether anything was received more than once."""
        return self._repeats > 0

    def show_entries(self, entries: Sequence[Entry], start: int = 0) -> None:
        """Show these entries, of which those before `start` stay as they are; what is expanded stays so."""
        new, gone = entries[start:], self._entries[start:]
        self._repeats += sum(map(_COUNT, new)) - len(new) - sum(map(_COUNT, gone)) + len(gone)
        self._entries[start:] = entries[start:]
        self._show(0 if self._open else start)

    def forget(self) -> None:
        """Remove all rows, and collapse everything."""
        self._entries = []
        self._repeats = 0
        self._open.clear()
        self.clear()

    def set_expanded(self, entry: Entry, *, expanded: bool) -> bool:
        """Expand or collapse an entry with steps; return whether that has changed anything."""
        if not entry.steps or (entry.key in self._open) is expanded:
            return False
        self._open ^= {entry.key}
        self._show()
        return True

    def is_expanded(self, entry: Entry) -> bool:
        return entry.key in self._open

    def parent_of(self, step: Entry) -> Entry | None:
        """The entry that a step belongs to; `None` for an entry of its own."""
        return next((entry for entry in self._entries if any(step.key == each.key for each in entry.steps)), None)

    def look(self, row: int, number: int) -> CellLook:
        look = super().look(row, number)
        if self.columns[number].key != _WHAT:
            return look
        entry = self.record(row)
        if entry.steps:
            return look._replace(mark="\u25be" if self.is_expanded(entry) else "\u25b8")
        return look._replace(is_indented=entry.key[0].startswith(STEP))

    def accessible_text(self, row: int, number: int) -> str:
        entry = self.record(row)
        if self.columns[number].key != _WHAT or not entry.steps:
            return ""
        return f"{entry.what} {'Expanded' if self.is_expanded(entry) else 'Collapsed'}"

    def _show(self, start: int = 0) -> None:
        if not self._open:
            self.show(self._entries, start)
            return
        rows: list[Entry] = []
        for entry in self._entries:
            rows.append(entry)
            rows += entry.steps if entry.key in self._open else ()
        self.show(rows)


class TimelineView(ListView):
    """A click on the triangle of an entry, Enter, Right and Left expand and collapse it."""

    def __init__(self, table: TimelineTable, parent: QWidget) -> None:
        super().__init__(table, "Timeline", wide=_WHAT, wraps=True, parent=parent)
        self._timeline = table
        self._what = table.column_number(_WHAT)
        table.settled.connect(self._choose_columns)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {Qt.Key.Key_Right: True, Qt.Key.Key_Plus: True, Qt.Key.Key_Left: False, Qt.Key.Key_Minus: False}
        expanded = keys.get(Qt.Key(event.key()))
        current = self.currentIndex()
        if expanded is not None and current.isValid():
            entry = self._timeline.record(current.row())
            parent = None if expanded else self._timeline.parent_of(entry)
            if parent is not None:
                self.selectRow(self._timeline.row_of(parent))
            if self._timeline.set_expanded(parent or entry, expanded=expanded):
                return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or index.column() != self._what:
            return
        entry = self._timeline.record(index.row())
        if entry.steps and event.position().x() < self.visualRect(index).x() + MARK_WIDTH + _MARK_MARGIN:
            self._timeline.set_expanded(entry, expanded=not self._timeline.is_expanded(entry))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose_columns()

    def _fit_time(self) -> None:
        """Give the first column, the times, the width of its first and its last: with a date, or a zone, or without."""
        count = self._timeline.rowCount()
        metrics = QFontMetrics(tabular(self.font()))
        texts = [self._timeline.columns[0].text(self._timeline.record(row)) for row in {0, count - 1} if count]
        width = max((metrics.horizontalAdvance(text) for text in texts), default=0) + 2 * MARGIN + _MARK_MARGIN
        self.setColumnWidth(0, max(self._timeline.columns[0].width, width))

    def _shown_columns(self) -> list[Column[Any]]:
        # A copy has all of them, however narrow the view is.
        return list(self._timeline.columns)

    def _choose_columns(self) -> None:
        """Show as many columns as leave What happened its room."""
        columns = self._timeline.columns
        self._fit_time()
        # With or without a scroll bar, the columns are the same.
        room = self.width() - self.verticalScrollBar().sizeHint().width() - _WHAT_WIDTH
        room -= self.columnWidth(0)
        shown = set()
        for key in OPTIONAL[0 if self._timeline.has_repeats else 1 :]:
            width = columns[self._timeline.column_number(key)].width
            if width > room:
                break
            shown.add(key)
            room -= width
        self.show_columns(lambda column: column.key not in OPTIONAL or column.key in shown)


class TimelinePanel(QWidget):
    """Shows what happened to one order, the newest entry last."""

    record_activated = Signal(object)
    """The fill, commission or message behind the entry that was double-clicked or on which Enter was pressed; an entry
    with steps opens or closes instead."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        clock: Callable[[], datetime] = utc_now,
        live_intervals: Callable[[], Sequence[LiveInterval]] = tuple,
    ) -> None:
        """`clock` returns the current time as aware UTC, `live_intervals` those of the link."""
        super().__init__(parent)
        self._clock = clock
        self._coverage = live_intervals
        self._order: Order | None = None
        self._is_at_end = True
        self._kept: KeptTimeline | None = None
        self._life = KeptLife()
        self._start = 0
        """The first row that may be different from what is shown."""
        self._is_whole = True
        """Whether all of the order has been taken in, but perhaps for what has changed since."""
        self.strip = LifeStrip(self)
        self.table = TimelineTable(self)
        self.view = TimelineView(self.table, self)
        self._anchor = WrappedAnchor(self.view, self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 4, 6, 0)
        layout.setSpacing(4)
        layout.addWidget(self.strip)
        layout.addWidget(self.view, 1)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self._draw)
        bar = self.view.verticalScrollBar()
        bar.valueChanged.connect(self._on_scrolled)
        bar.rangeChanged.connect(self._on_rows_changed)
        self.view.record_activated.connect(self._on_entry_activated)
        self.strip.moment_clicked.connect(self._on_moment_clicked)

    def show_order(self, order: Order | None) -> None:
        """Show this order's current timeline; scroll to the end for another order. `None` shows nothing."""
        for _ in self.take_in(order):
            pass
        self.show_taken()

    def refresh(self) -> None:
        """Make the whole timeline again."""
        self.show_order(self._order)

    def take_in(self, order: Order | None, changed: Collection[Fill] | None = None) -> Iterator[None]:
        """Take in an order's timeline piece by piece; `show_taken` shows it.

        `changed` are the fills that are new or have changed since the last call, and perhaps others; `None` if any may
        have, or the names in the texts.
        """
        is_other = order is not self._order
        self._order = order
        if is_other:
            self.table.forget()
            self._is_at_end = True
        if is_other or changed is None:
            self._kept = None if order is None else KeptTimeline(order, _writing())
            self._life, self._start, self._is_whole = KeptLife(), 0, False
        return self._taking_in(order, self._kept, changed or ())

    def _taking_in(self, order: Order | None, kept: KeptTimeline | None, changed: Collection[Fill]) -> Iterator[None]:
        if order is not None and kept is not None:
            for start in kept.updating(changed, self._coverage(), zone_of_order(order)):
                if kept is not self._kept:
                    return
                self._start = min(self._start, start)
                has_more = self._life.read(order, kept.rows, start)
                yield
                while has_more:
                    has_more = self._life.read(order, kept.rows, len(kept.rows))
                    yield
        self._is_whole = True

    def show_taken(self) -> None:
        """Show what has been taken in: of a timeline that is not whole yet, its last entries.

        It scrolls to new rows only if the user has not scrolled away from the end.
        """
        is_first = not self.table.rowCount()
        if self._order is not None and self._kept is not None:
            if self._is_whole:
                self.table.show_entries(self._kept.rows, self._start)
                self._start = len(self._kept.rows)
            elif is_first:
                latest = timeline(self._order, _writing(), self._coverage(), zone_of_order(self._order), _LATEST)
                self.table.show_entries(latest)
        self._draw()
        if is_first:
            self.view.executeDelayedItemsLayout()
            self._show_end()

    def show_record(self, record: object) -> None:
        """Select the entry of a record, and scroll to it."""
        for row, entry in enumerate(self.table.records()):
            if entry.record is record:
                self.view.selectRow(row)
                self.view.scrollTo(self.table.index(row, 0))
                return

    def _on_moment_clicked(self, moment: object) -> None:
        if not isinstance(moment, Modification):
            self.show_record(moment)
            return
        keys = [entry.key for entry in self.table.records()]
        if moment.key in keys:
            self.view.selectRow(keys.index(moment.key))
            self.view.scrollTo(self.table.index(keys.index(moment.key), 0))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def _draw(self) -> None:
        """Draw the life until now, and repeat that while the order is not done and the strip is visible."""
        order, kept = self._order, self._kept
        life = None
        if order is not None and kept is not None and self._is_whole:
            life = self._life.update(order, self._clock(), kept.rows, len(kept.rows))
        self.strip.show_life(life, zone_of_order(order))
        if life is not None and not (life.is_over or life.is_stale) and self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()

    def _on_scrolled(self, value: int) -> None:
        self._is_at_end = value >= self.view.verticalScrollBar().maximum()

    def _on_rows_changed(self) -> None:
        if self._is_at_end:
            self._show_end()

    def _show_end(self) -> None:
        """Scroll to the last row; where an order's end would be above the view, to its end."""
        bar = self.view.verticalScrollBar()
        bar.setValue(bar.maximum())
        if self._order is not None and self._order.is_done:
            rows = range(self.table.rowCount() - 1, -1, -1)
            last = next((row for row in rows if self.table.record(row).kind is EntryKind.STATUS), None)
            if last is not None:
                self.view.scrollTo(self.table.index(last, 0))
        self._is_at_end = True

    def _on_entry_activated(self, entry: Entry) -> None:
        if entry.steps:
            self.table.set_expanded(entry, expanded=not self.table.is_expanded(entry))
        elif entry.record is not None:
            self.record_activated.emit(entry.record)


def _writing() -> TimelineWriting:
    return TimelineWriting(number_text, price_text, CONTRACT_NAMES.name, CONTRACT_NAMES.name_of_con_id)
