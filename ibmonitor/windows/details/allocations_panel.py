"""The accounts' parts of one order."""

from __future__ import annotations

from decimal import Decimal
from operator import attrgetter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ibmonitor.domain.allocation.order_parts import AccountPart, allocations_of
from ibmonitor.domain.records.records import Order
from ibmonitor.models.columns.order_parts import ALLOCATION_COLUMNS
from ibmonitor.models.table.list_table import ListTable
from ibmonitor.models.text.formats import number_text
from ibmonitor.windows.table.list_view import ListView
from ibmonitor.windows.table.scroll_anchor import ScrollAnchor
from ibmonitor.windows.widgets.labels import ToneLabel


class AllocationsPanel(QWidget):
    """A line about how the order is divided, and one row per account."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order: Order | None = None
        self.line = ToneLabel(parent=self)
        self.line.setWordWrap(True)
        self.line.setAccessibleName("How the order is divided")
        self.line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.table: ListTable[AccountPart] = ListTable(ALLOCATION_COLUMNS, self, key=attrgetter("account"))
        self.view = ListView(self.table, "Allocations", parent=self)
        self._anchor = ScrollAnchor(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 0)
        layout.setSpacing(4)
        layout.addWidget(self.line)
        layout.addWidget(self.view, 1)

    @property
    def has_rows(self) -> bool:
        """Whether any account's part of the order is known."""
        return self.table.rowCount() > 0

    def show_order(self, order: Order | None) -> None:
        """Show this order's parts as they are now; `None` shows nothing."""
        if order is not self._order:
            self.table.clear()
        self._order = order
        self.table.show([] if order is None else allocations_of(order))
        text = "" if order is None else _how_divided(order)
        if text != self.line.text():
            self.line.setText(text)
        self.line.setVisible(bool(text))


def _how_divided(order: Order) -> str:
    words = {"FA group": order.fa_group, "Method": order.fa_method, "Percentage": order.fa_percentage}
    parts = [f"{name}: {text}" for name, text in words.items() if text]
    if order.executed_whole != Decimal(0):
        parts.append(f"Executed in the master account: {number_text(order.executed_whole)}")
    return "   ·   ".join(parts)
