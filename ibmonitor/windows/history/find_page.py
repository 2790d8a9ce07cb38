"""Finds orders and executions on all days of the history."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ibmonitor.journal.find import Found
from ibmonitor.journal.found import FoundExecution, FoundOrder
from ibmonitor.models.history.found_columns import (
    FOUND_EXECUTION_COLUMNS,
    FOUND_ORDER_COLUMNS,
    execution_key,
    execution_tone,
    order_key,
)
from ibmonitor.models.table.list_table import ListTable
from ibmonitor.models.text.formats import count_text
from ibmonitor.windows.table.sorted_list import SortedList
from ibmonitor.windows.widgets.empty_state import EmptyState
from ibmonitor.windows.widgets.labels import ToneLabel

_WAIT_MS = 250
"""After the last key."""
WHAT_TO_TYPE = (
    "Type a perm ID, an order ID, an exec ID or its beginning, a symbol, an account, or an order reference. "
    "All days that are kept are searched."
)


class FindPage(QWidget):
    """Emits what is to be found, and shows what was."""

    find_requested = Signal(str)
    """A text; the answer comes by `show_found` with the same text."""
    day_requested = Signal(str, str, object)
    """A day (2026-11-30), a site, and the permId of the order to show there, which may be unknown (`None`)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("Perm ID, order ID, exec ID, symbol, account or order ref, on any day")
        self.field.setAccessibleName("Find in the history")
        self.field.setClearButtonEnabled(True)
        self._orders_title, self._executions_title = ToneLabel(parent=self), ToneLabel(parent=self)
        self.orders: SortedList[FoundOrder] = SortedList(
            ListTable(FOUND_ORDER_COLUMNS, self, key=order_key), "Orders found", parent=self
        )
        self.executions: SortedList[FoundExecution] = SortedList(
            ListTable(FOUND_EXECUTION_COLUMNS, self, key=execution_key, row_tone=execution_tone),
            "Executions found",
            parent=self,
        )
        self._empty = EmptyState(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._ask)
        self.field.textChanged.connect(self._on_typed)
        self.field.returnPressed.connect(self._ask)
        self.orders.record_activated.connect(self._on_order)
        self.executions.record_activated.connect(self._on_execution)
        self._lay_out()
        self.show_found("", None)

    @property
    def text(self) -> str:
        """What is to be found; empty for nothing."""
        return self.field.text().strip()

    def find_again(self) -> None:
        """Ask once more: there may be more now."""
        if self.text:
            self.find_requested.emit(self.text)

    def show_found(self, text: str, found: Found | None) -> None:
        """Show what was found for a text, unless another one has been typed meanwhile; `None` for nothing asked."""
        if text != self.text:
            return
        orders, executions = ((), ()) if found is None else (found.orders, found.executions)
        self.orders.show_records(orders)
        self.executions.show_records(executions)
        more = "" if found is None or found.is_all else ", the newest"
        self._orders_title.setText(count_text(len(orders), "order") + more * bool(orders))
        self._executions_title.setText(count_text(len(executions), "execution") + more * bool(executions))
        self._empty.set_text(WHAT_TO_TYPE if found is None else f"Nothing in the history matches “{text}”.")
        self._stack.setCurrentIndex(0 if orders or executions else 1)

    def show_problem(self, sentence: str) -> None:
        """Show why nothing can be found."""
        self._empty.set_text(sentence)
        self._stack.setCurrentIndex(1)

    def _lay_out(self) -> None:
        both = QSplitter(Qt.Orientation.Vertical, self)
        for title, rows in ((self._orders_title, self.orders), (self._executions_title, self.executions)):
            part = QWidget(both)
            lines = QVBoxLayout(part)
            lines.setContentsMargins(0, 6, 0, 0)
            font = title.font()
            font.setBold(True)
            title.setFont(font)
            lines.addWidget(title)
            lines.addWidget(rows, 1)
            both.addWidget(part)
        both.setChildrenCollapsible(False)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(both)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.addWidget(self.field)
        layout.addWidget(self._stack, 1)

    def _on_typed(self) -> None:
        self._timer.start()

    def _ask(self) -> None:
        self._timer.stop()
        if self.text:
            self.find_requested.emit(self.text)
        else:
            self.show_found("", None)

    def _on_order(self, order: FoundOrder) -> None:
        self.day_requested.emit(order.last_day, order.site, order.perm_id)

    def _on_execution(self, execution: FoundExecution) -> None:
        self.day_requested.emit(execution.day, execution.site, execution.perm_id)
