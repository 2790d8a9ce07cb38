"""All fields that TWS sent for one order, searchable."""

from __future__ import annotations

from operator import attrgetter

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ibmonitor.domain.records.records import Order
from ibmonitor.domain.records.tws_fields import snake_case
from ibmonitor.domain.search.field_list import FieldRow, FieldState, fields_of
from ibmonitor.models.columns.field_rows import FIELD_COLUMNS, found, row_tone
from ibmonitor.models.table.list_table import ListTable
from ibmonitor.windows.table.id_cells import query_for
from ibmonitor.windows.table.list_view import ListView
from ibmonitor.windows.table.wrapped_rows import WrappedAnchor
from ibmonitor.windows.widgets.labels import ToneLabel
from ibmonitor.windows.widgets.masked import MaskedEdit

_WIDEST_BOX = 320
_LEAST_FOR_ALL, _LEAST_FOR_MEANING = 1000, 720
"""Pixels: a narrower panel shows the names and the values; the tooltip of a name has what it means."""


class FieldsPanel(QWidget):
    """A search box above the list of fields; fields with a value come first."""

    find_requested = Signal(str)
    """The query for the order of the id that was double-clicked, in the syntax of `domain/search/find.py`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order: Order | None = None
        self._rows: list[FieldRow] = []
        self.search = MaskedEdit(self)
        self.search.setPlaceholderText("Search names and values")
        self.search.setAccessibleName("Search the fields")
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(_WIDEST_BOX)
        self.count = ToneLabel(tone="muted", parent=self)
        self.count.setAccessibleName("Fields")
        self.table: ListTable[FieldRow] = ListTable(FIELD_COLUMNS, self, key=attrgetter("key"), row_tone=row_tone)
        self.view = ListView(self.table, "All fields", wide="value", wraps=True, parent=self)
        self._anchor = WrappedAnchor(self.view, self.table)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.search, 1)
        top.addWidget(self.count)
        top.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self.view, 1)
        self.search.textChanged.connect(self._on_search_changed)
        self.view.record_activated.connect(self._on_field_activated)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        left_out = (
            set() if width >= _LEAST_FOR_ALL else {"group"} if width >= _LEAST_FOR_MEANING else {"group", "description"}
        )
        # A long meaning ends in an ellipsis, instead of making the list scroll sideways.
        widths = {column.key: column.width for column in FIELD_COLUMNS}
        room = self.view.width() - 2 * self.view.frameWidth() - self.view.verticalScrollBar().sizeHint().width()
        room -= widths["name"] + widths["value"]
        self.view.setColumnWidth(self.table.column_number("description"), min(widths["description"], room))
        self.view.show_columns(lambda column: column.key not in left_out)

    def show_order(self, order: Order | None) -> None:
        """Show this order's current fields; the search stays. `None` shows nothing."""
        if order is not self._order:
            self.table.clear()
            self.view.scrollToTop()
        self._order = order
        self._rows = [] if order is None else fields_of(order)
        self._show()

    def _show(self) -> None:
        rows = found(self._rows, self.search.value())
        self.table.show(rows)
        is_set = sum(row.state is FieldState.SET for row in self._rows)
        text = f"{is_set} of {len(self._rows)} set" if self._rows else ""
        if len(rows) != len(self._rows):
            text = f"{text}   ·   {len(rows)} found" if rows else f"{text}   ·   none found"
        self.count.setText(text)

    def _on_field_activated(self, row: FieldRow) -> None:
        query = query_for(snake_case(row.name), self._order) if row.state is FieldState.SET else ""
        if query:
            self.find_requested.emit(query)

    def _on_search_changed(self) -> None:
        self._show()
        self.view.scrollToTop()
