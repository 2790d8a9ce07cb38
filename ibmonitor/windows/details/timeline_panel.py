"""The timeline of one order: the strip of its life, and below it a table of everything that happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from operator import attrgetter

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ibmonitor.domain.records.live_interval import LiveInterval
from ibmonitor.domain.records.records import Order
from ibmonitor.domain.timeline.entry import Entry
from ibmonitor.domain.timeline.life import Modification, order_life
from ibmonitor.domain.timeline.timeline import timeline
from ibmonitor.models.columns.timeline import TIMELINE_COLUMNS, row_tone
from ibmonitor.models.table.list_table import ListTable
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from ibmonitor.models.text.formats import number_text, price_text
from ibmonitor.models.text.market_zones import zone_of_order
from ibmonitor.windows.details.life_strip import LifeStrip
from ibmonitor.windows.table.list_view import ListView
from ibmonitor.windows.table.scroll_anchor import ScrollAnchor

_EVERY = 5000
"""Milliseconds between two updates of the strip of an order that is not done."""

_CLOSED, _OPENED, _INDENT = "\u25b8", "\u25be", "\u2003"

utc_now = partial(datetime.now, UTC)


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
        self._entries: list[Entry] = []
        self._open: set[tuple[str, int]] = set()
        """The keys of the expanded entries, whose steps are shown below them."""
        self.strip = LifeStrip(self)
        self.table: ListTable[Entry] = ListTable(TIMELINE_COLUMNS, self, key=attrgetter("key"), row_tone=row_tone)
        self.view = ListView(self.table, "Timeline", wide="what", parent=self)
        self._anchor = ScrollAnchor(self.view)
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
        is_other = order is not self._order
        self._order = order
        if is_other:
            self.table.clear()
            self._open.clear()
            self._is_at_end = True
        self.refresh()

    def refresh(self) -> None:
        """Update the timeline. It scrolls to new rows only if its end was visible before."""
        order = self._order
        self._entries = [] if order is None else self._timeline(order)
        self._show_entries()
        self._draw()

    def _timeline(self, order: Order) -> list[Entry]:
        return timeline(
            order,
            number_text,
            price_text,
            self._coverage(),
            CONTRACT_NAMES.name,
            CONTRACT_NAMES.name_of_con_id,
            zone_of_order(order),
        )

    def _show_entries(self) -> None:
        """Show the entries, and the steps below the expanded ones."""
        rows: list[Entry] = []
        for entry in self._entries:
            if not entry.steps:
                rows.append(entry)
                continue
            is_open = entry.key in self._open
            rows.append(replace(entry, what=f"{_OPENED if is_open else _CLOSED} {entry.what}"))
            rows += (replace(step, what=f"{_INDENT}{step.what}") for step in entry.steps if is_open)
        self.table.show(rows)

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
        order = self._order
        life = None if order is None else order_life(order, self._clock(), self._entries)
        self.strip.show_life(life, zone_of_order(order))
        if life is not None and not (life.is_over or life.is_stale) and self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()

    def _on_scrolled(self, value: int) -> None:
        self._is_at_end = value >= self.view.verticalScrollBar().maximum()

    def _on_rows_changed(self, _least: int, most: int) -> None:
        if self._is_at_end:
            self.view.verticalScrollBar().setValue(most)

    def _on_entry_activated(self, entry: Entry) -> None:
        if entry.steps:
            self._open ^= {entry.key}
            self._show_entries()
        elif entry.record is not None:
            self.record_activated.emit(entry.record)
