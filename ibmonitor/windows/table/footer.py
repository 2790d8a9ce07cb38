"""The line of counts and sums under a table, computed in short slices so that 100,000 rows never block the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ibmonitor.domain.records.records import Commission, Fill
from ibmonitor.domain.sums.totals import Totals
from ibmonitor.models.table.column_model import LIGHT_ROLES
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.text.formats import count_text, sums_text
from ibmonitor.models.text.totals_words import left_out_text
from ibmonitor.windows.widgets.labels import ElidedLabel, ToneLabel

_SLICE = 0.004
"""Seconds of work in one turn of the loop."""
_PAUSE_MS = 250
"""Between two computations while rows keep arriving."""
_SLICE_ROWS = 64
"""Rows, and after them orders, between two checks of the time."""

AddRecord = Callable[[Totals, Any], None]


def add_fill(totals: Totals, fill: Fill) -> None:
    totals.add(fill)


def add_commission(totals: Totals, commission: Commission) -> None:
    """Add a commission through its fill, so that nothing is counted twice."""
    if commission.fill is not None:
        totals.add(commission.fill)
    else:
        totals.add_commission(commission)


class Footer(QWidget):
    """Row counts for any table, and with `add_record` the sums of the visible rows."""

    def __init__(
        self, table: RecordTable[Any], noun: str, add_record: AddRecord | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._table = table
        self._noun = noun
        self._add_record = add_record
        self._totals = Totals()
        self._steps: Iterator[None] = iter(())
        self._again = False
        self._count_label = ToneLabel(parent=self)
        self._sums_label = ElidedLabel(parent=self)
        self._sums_label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._count_label.setAccessibleName("Rows")
        self._sums_label.setAccessibleName("Sums of the rows shown")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 3, 10, 3)
        layout.setSpacing(18)
        layout.addWidget(self._count_label)
        layout.addWidget(self._sums_label, 1)
        self._work = QTimer(self)
        self._work.setInterval(0)
        self._work.timeout.connect(self._go_on)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_PAUSE_MS)
        self._wait.timeout.connect(self._begin)
        table.counts_changed.connect(self._show_count)
        if add_record is not None:
            table.counts_changed.connect(self.renew)
            table.dataChanged.connect(self._on_data_changed)
        self._show_count()
        self.renew()

    def _on_data_changed(self, _first: object, _last: object, roles: list[int]) -> None:
        """A row whose light fades has the same numbers as before."""
        if roles != LIGHT_ROLES:
            self.renew()

    def renew(self) -> None:
        """Recompute the sums soon; a running computation is finished first."""
        if self._add_record is not None and not self._work.isActive() and not self._wait.isActive():
            self._wait.start()
        elif self._work.isActive():
            self._again = True

    def _show_count(self) -> None:
        shown, there = self._table.shown_count, self._table.total_count
        of = "" if shown == there else f"{shown:,} of "
        self._count_label.setText(of + count_text(there, self._noun))

    def _begin(self) -> None:
        self._again = False
        self._totals = Totals()
        self._steps = self._add_up()
        self._work.start()

    def _go_on(self) -> None:
        end = perf_counter() + _SLICE
        for number, _ in enumerate(self._steps, 1):
            if number % _SLICE_ROWS == 0 and perf_counter() > end:
                return
        self._work.stop()
        self._sums_label.setText(totals_text(self._totals))
        if self._again:
            self._wait.start()

    def _add_up(self) -> Iterator[None]:
        assert self._add_record is not None  # noqa: S101 - nothing else starts the work
        for record in self._table.visible_records():
            self._add_record(self._totals, record)
            yield
        yield from self._totals.compute()


def totals_text(totals: Totals) -> str:
    """The sums in words, per currency; unknown amounts are not added as 0."""
    parts = []
    if totals.commissions:
        parts.append(f"Commission {sums_text(totals.commissions)}")
    if totals.realized_pnl:
        parts.append(f"Realized P&L {sums_text(totals.realized_pnl)}")
    if totals.pending:
        parts.append(f"{count_text(totals.pending, 'commission')} pending")
    left_out = left_out_text(totals)
    if left_out:
        parts.append(f"Not counted: {left_out}")
    return "   ·   ".join(parts)
