"""The fills of one order with their commissions, as a tree, and the sums of those that count."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.domain.sums.totals import Sums
from ibmonitor.models.columns.fill_tree import FillTree
from ibmonitor.models.table.column import Column
from ibmonitor.models.text.formats import count_text
from ibmonitor.windows.export.list_export import Rows
from ibmonitor.windows.table.column_room import first_width
from ibmonitor.windows.table.folding import Folding
from ibmonitor.windows.table.footer import totals_text
from ibmonitor.windows.table.list_view import ListView
from ibmonitor.windows.theme.theme import tabular
from ibmonitor.windows.widgets.cell_delegate import PART_INDENT
from ibmonitor.windows.widgets.labels import ToneLabel

_FREE, _LEAST_TIME = 12, 96
"""Pixels."""
_KIND = "  combo"
"""The longest word behind a time, where there are combos."""
_IMPORTANCE = (
    *("time", "shares", "price", "contract", "side", "acct_number", "commission_and_fees", "exchange", "realized_pnl"),
    *("correction", "currency", "exec_id", "last_liquidity"),
)
"""The keys of the columns of the fills, the most important first."""
_MOSTLY_ALIKE = frozenset({"correction", "contract", "side", "acct_number", "realized_pnl", "currency"})
"""Those that mostly are empty or say the same in each row: see `FillTree.varied`."""


class FillsView(ListView):
    """The fills, of which whole rows can be selected and copied."""

    def __init__(self, tree: FillTree, parent: QWidget | None = None) -> None:
        super().__init__(tree, "Fills of the order", parent=parent)
        self._tree = tree
        self._folding = Folding(self, tree, self.chosen)

    def choose_columns(self) -> None:
        """Show as many columns as the width has room for, those that say the same in each row last."""
        columns = self._tree.columns
        widths = {column.key: first_width(self.horizontalHeader(), column) for column in columns}
        widths[columns[0].key] = self._time_width()
        room = self.viewport().width()
        shown = set()
        for key in columns_by_importance(self._tree.varied()):
            if widths[key] <= room or key == columns[0].key:
                shown.add(key)
                room -= widths[key]
        for number, column in enumerate(columns):
            self.setColumnHidden(number, column.key not in shown)
            self.horizontalHeader().resizeSection(number, widths[column.key])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._folding.handle_key(event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._folding.handle_press(event):
            super().mousePressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.choose_columns()

    def _time_width(self) -> int:
        """The width of the times: with a date, or a zone, or without, as the first and the last are."""
        table, column = self._tree, self._tree.columns[0]
        rows = {0, table.rowCount() - 1} if table.rowCount() else set()
        kind = _KIND if table.has_combos else ""
        times = [column.text(table.record(row)).partition("  ")[0] for row in rows]
        metrics = QFontMetrics(tabular(self.font()))
        width = max((metrics.horizontalAdvance(time + kind) for time in times), default=0) + _FREE
        return max(width + (PART_INDENT if table.has_groups else 0), _LEAST_TIME)

    def _shown_columns(self) -> list[Column[Any]]:
        # A copy has all of them, however narrow the view is.
        return list(self._tree.columns)

    def _rows(self) -> Rows:
        return self._tree.columns, self._tree.visible_records()


class OrderFillsPanel(QWidget):
    """The tree of fills over the line of sums."""

    find_requested = Signal(str)
    """The exec id of the fill that was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order: Order | None = None
        self.tree = FillTree(self)
        self.view = FillsView(self.tree, self)
        self.sums = ToneLabel(parent=self)
        self.sums.setWordWrap(True)
        self.sums.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.sums.setAccessibleName("Sums of the order's fills")
        font = QFont(self.sums.font())
        font.setBold(True)
        self.sums.setFont(font)
        self.sums.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 4)
        layout.setSpacing(4)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.sums)
        self.view.record_activated.connect(self._on_fill_activated)

    def show_order(self, order: Order | None, sums: Sums | None) -> None:
        """Show this order's current fills, and their sums; `None` shows nothing."""
        for _ in self.take_in(order):
            pass
        self.show_taken(sums)

    def take_in(self, order: Order | None, changed: Collection[Fill] | None = None) -> Iterator[None]:
        """Take in an order's fills piece by piece; `show_taken` shows them.

        `changed` are the fills that are new or have changed since the last call, and perhaps others; `None` if any may
        have, or the names in the texts.
        """
        if order is not self._order:
            self.tree.show(())
            changed = None
        self._order = order
        return self.tree.showing([] if order is None else order.fills, changed)

    def show_taken(self, sums: Sums | None) -> None:
        """Show what has been taken in; `sums` are those of all, once they are known."""
        fills = [] if self._order is None else self._order.fills
        self.view.choose_columns()
        self.view.setVisible(bool(fills))
        text = _sums_text(sums, fills) if sums is not None else ""
        if text != self.sums.text():
            self.sums.setText(text)

    def _on_fill_activated(self, fill: Fill) -> None:
        self.find_requested.emit(fill.execution.exec_id)


def columns_by_importance(varied: Collection[str]) -> list[str]:
    """The keys of the columns, the most important first; one that would be empty, or say the same in each row, last."""
    return sorted(_IMPORTANCE, key=lambda key: key in _MOSTLY_ALIKE and key not in varied)


def _sums_text(sums: Sums, fills: Sequence[Fill]) -> str:
    if not fills:
        return "No fills known."
    return "   ·   ".join(filter(None, (f"{count_text(sums.fills, 'execution')} counted", totals_text(sums))))
