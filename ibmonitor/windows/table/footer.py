"""The line of counts and sums under a table. It follows the rows that change, in short slices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from ibmonitor.domain.records.records import Commission, Fill
from ibmonitor.domain.sums.kept_totals import KeptTotals
from ibmonitor.domain.sums.totals import Sums
from ibmonitor.models.table.changed_rows import ChangedRows
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.text.formats import count_text
from ibmonitor.models.text.totals_words import left_out_text, money_parts
from ibmonitor.windows.widgets.sums_line import SumsLine

_SLICE = 0.002
"""Seconds of work in one turn of the loop."""
_PAUSE_MS = 250
"""Between two updates of the sums: rows keep arriving."""
_LATEST = 5.0
"""Seconds after which the sums follow a burst that goes on: until then it gets the time that they would take."""
_SLICE_ROWS = 64
"""Rows, and after them orders, between two checks of the time."""
_MOST_HIDDEN = 1_000
"""So many changes are followed while the line is not shown, so that its sums are right as soon as it is."""

CountRecord = Callable[[KeptTotals, Any, bool], None]
"""Puts a new or changed record into totals, or takes it out of them if it is not shown."""


def count_fill(totals: KeptTotals, fill: Fill, is_shown: bool) -> None:
    (totals.put if is_shown else totals.take_out)(fill)


def count_commission(totals: KeptTotals, commission: Commission, is_shown: bool) -> None:
    (totals.put_commission if is_shown else totals.take_out_commission)(commission)


class Footer(SumsLine):
    """Row counts for any table, and with `count_record` the sums of the visible rows."""

    def __init__(
        self, table: RecordTable[Any], noun: str, count_record: CountRecord | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.counts.setAccessibleName("Rows")
        self.sums.setAccessibleName("Sums of the rows shown")
        self._table = table
        self._noun = noun
        self._count_record = count_record
        self._totals = KeptTotals()
        self._changes: ChangedRows | None = None if count_record is None else table.watch_rows()
        """Those that the totals are without; `None` where nothing is summed."""
        self._steps: Iterator[None] = iter(())
        self._work = QTimer(self)
        self._work.setInterval(0)
        self._work.timeout.connect(self._go_on)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_PAUSE_MS)
        self._wait.timeout.connect(self._begin)
        self._outdated_since = 0.0
        """When a change came first that the sums are without, by the clock of `perf_counter`."""
        self._updated_at = -_PAUSE_MS / 1000
        """When the sums were last updated, by the same clock."""
        table.counts_changed.connect(self._show_count)
        table.settled.connect(self._on_settled)
        self._show_count()
        if self._changes is not None:
            # A page is made when somebody asks for it, who may read its sums at once.
            self._begin()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._changes is not None:
            if len(self._changes) > _MOST_HIDDEN:
                # What it says is of before, and to count takes a while.
                self.sums.setText("")
            self._begin()

    def _on_settled(self) -> None:
        if not self._is_wanted or self._work.isActive() or self._wait.isActive():
            return
        self._outdated_since = perf_counter()
        if self._outdated_since > self._updated_at + _PAUSE_MS / 1000 and not self._table.is_painting_held:
            # One change after a calm time is painted with its sums.
            self._begin()
        else:
            self._wait.start()

    @property
    def _is_wanted(self) -> bool:
        """Whether there are sums that somebody sees, or that cost next to nothing."""
        return self._changes is not None and (self.isVisible() or len(self._changes) <= _MOST_HIDDEN)

    @property
    def _is_in_burst(self) -> bool:
        return self._table.is_painting_held and perf_counter() < self._outdated_since + _LATEST

    def _show_count(self) -> None:
        shown, there = self._table.shown_count, self._table.total_count
        of = "" if shown == there else f"{shown:,} of "
        self.counts.setText(of + count_text(there, self._noun))

    def _begin(self) -> None:
        assert self._changes is not None  # noqa: S101 - nothing else starts the work
        if self._is_wanted:
            self._steps = self._follow(self._changes)
            self._work.start()
            self._go_on()

    def _go_on(self) -> None:
        assert self._changes is not None  # noqa: S101
        if self._is_in_burst:
            self._work.stop()
            self._wait.start()
            return
        if self._changes.is_new:
            self._steps = self._follow(self._changes)
        end = perf_counter() + _SLICE
        for number, _ in enumerate(self._steps, 1):
            if number % _SLICE_ROWS == 0 and perf_counter() > end:
                return
        self._work.stop()
        self._updated_at = perf_counter()
        self.sums.setText(totals_text(self._totals.sums))
        if self._changes:
            self._on_settled()

    def _follow(self, changes: ChangedRows) -> Iterator[None]:
        """Put into the totals what has changed, or all anew where that is void."""
        assert self._count_record is not None  # noqa: S101
        if changes.is_new:
            changes.is_new = False
            self._totals = KeptTotals()
        for record, is_visible in self._table.take_changed(changes):
            self._count_record(self._totals, record, is_visible)
            yield
        yield from self._totals.compute()


def totals_text(sums: Sums) -> str:
    """The sums in words, per currency; unknown amounts are not added as 0."""
    parts = money_parts(sums)
    left_out = left_out_text(sums)
    if left_out:
        parts.append(f"Not counted: {left_out}")
    return "   ·   ".join(parts)
