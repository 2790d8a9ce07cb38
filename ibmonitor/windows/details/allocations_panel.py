"""The accounts' parts of one order."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from operator import attrgetter

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ibmonitor.domain.allocation.order_parts import AccountPart, KeptParts
from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.models.columns.order_parts import ALLOCATION_COLUMNS
from ibmonitor.models.table.list_table import ListTable
from ibmonitor.models.text.formats import number_text
from ibmonitor.windows.table.list_view import ListView
from ibmonitor.windows.table.scroll_anchor import ScrollAnchor
from ibmonitor.windows.widgets.labels import ToneLabel

_FIRST = ("account", "shares", "desired_quantity", "commission", "average_price", "allowed_quantity")
"""The columns that stay in a narrow panel, the most important first."""
_MARGIN = 6


class AllocationsPanel(QWidget):
    """A line about how the order is divided, and one row per account."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order: Order | None = None
        self._kept: KeptParts | None = None
        self.line = ToneLabel(parent=self)
        self.line.setWordWrap(True)
        self.line.setAccessibleName("How the order is divided")
        self.line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.table: ListTable[AccountPart] = ListTable(ALLOCATION_COLUMNS, self, key=attrgetter("account"))
        self.view = ListView(self.table, "Allocations", parent=self)
        self._anchor = ScrollAnchor(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, 0)
        layout.setSpacing(4)
        layout.addWidget(self.line)
        layout.addWidget(self.view, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room, shown = event.size().width() - 2 * _MARGIN, set()
        for key in (*_FIRST, *(column.key for column in ALLOCATION_COLUMNS if column.key not in _FIRST)):
            column = next(each for each in ALLOCATION_COLUMNS if each.key == key)
            room -= column.width
            if column.visible and (room >= 0 or key == _FIRST[0]):
                shown.add(key)
        self.view.show_columns(lambda column: column.key in shown)

    def show_order(self, order: Order | None) -> None:
        """Show this order's parts as they are now; `None` shows nothing."""
        for _ in self.take_in(order):
            pass
        self.show_taken()

    def take_in(self, order: Order | None, changed: Collection[Fill] | None = None) -> Iterator[None]:
        """Take in an order's parts piece by piece; `show_taken` shows them.

        `changed` are the fills that are new or have changed since the last call, and perhaps others; `None` if any may
        have.
        """
        is_other = order is not self._order
        if is_other:
            self.table.clear()
        self._order = order
        if is_other or changed is None:
            self._kept = None if order is None else KeptParts(order)
        return iter(()) if self._kept is None else self._kept.updating(changed or ())

    def show_taken(self) -> None:
        """Show what has been taken in."""
        order = self._order
        self.table.show([] if self._kept is None else self._kept.rows())
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
