"""`ListView`: a short table in the details pane. The user cannot sort it or move its columns.

The tables of the pages, which can be sorted, filtered and rearranged, use `record_view.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from ibmonitor.models.table.column import Column
from ibmonitor.models.table.column_model import Index
from ibmonitor.models.table.list_table import ListTable
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.text.shown_zone import SHOWN_ZONE
from ibmonitor.windows.export.list_export import Rows, add_export_action
from ibmonitor.windows.table.chosen_row import ChosenRow
from ibmonitor.windows.table.column_room import first_width, give_times_room
from ibmonitor.windows.table.wrapped_rows import WrappedRows, WrappingDelegate
from ibmonitor.windows.widgets.cell_delegate import CellDelegate
from ibmonitor.windows.widgets.clipboard import copy_text
from ibmonitor.windows.widgets.row_views import ENTER, add_copy_action, set_row_height, set_up_table, text_of_records

_LEAST_WIDTH = 32


class ListView(QTableView):
    """Rows of a model, one line each; they can be selected and copied."""

    record_activated = Signal(object)
    """The record of the row that was double-clicked, or on which Enter was pressed."""

    def __init__(
        self,
        model: ListTable[Any] | RecordTable[Any],
        name: str,
        *,
        wide: str = "",
        wraps: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`name` is for screen readers. `wide` is the key of the column that takes the remaining width.

        `wraps` shows that column's long texts in several lines.
        """
        super().__init__(parent)
        self._columns = model
        self.chosen: ChosenRow[Hashable] = ChosenRow(self, model, self._key_of, self._index_with)
        self.setAccessibleName(name)
        self._wide = model.column_number(wide)
        """-1 for none: then the last column stretches to the edge."""
        self._delegate = WrappingDelegate(model, self, self._wide) if wraps else CellDelegate(model, self)
        self.setItemDelegate(self._delegate)
        set_up_table(self)
        self._wrapped = WrappedRows(self, model, self._wide) if wraps and isinstance(model, ListTable) else None
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(_LEAST_WIDTH)
        header.setStretchLastSection(self._wide < 0)
        for number, column in enumerate(model.columns):
            header.resizeSection(number, first_width(header, column))
            header.setSectionHidden(number, not column.visible)
        if self._wide >= 0:
            header.setSectionResizeMode(self._wide, QHeaderView.ResizeMode.Fixed)
            header.sectionResized.connect(self._on_section_resized)
        self._give_times_room()
        SHOWN_ZONE.changed.connect(self._give_times_room)
        add_copy_action(self, self.copy_selection)
        add_export_action(self, name, self._rows)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.doubleClicked.connect(self._on_row_chosen)

    def selected_text(self) -> str:
        """The selected rows as tab-separated text under the titles of the columns; empty without selection."""
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        return text_of_records(map(self._columns.record, rows), self._shown_columns()) if rows else ""

    def _key_of(self, index: Index) -> Hashable:
        return self._columns.key(index.row())

    def _index_with(self, key: Hashable) -> QModelIndex:
        """The row with this key; if several have it, preferably the current one."""
        current = self.currentIndex()
        is_current = current.isValid() and self._key_of(current) == key
        return self._columns.index(current.row() if is_current else self._columns.row_with(key), max(0, self._wide))

    def _shown_columns(self) -> list[Column[Any]]:
        """Those to copy and to export: also the ones for which only the width is missing."""
        hidden = self.horizontalHeader().isSectionHidden
        return [column for number, column in enumerate(self._columns.columns) if column.visible or not hidden(number)]

    def _rows(self) -> Rows:
        return self._shown_columns(), [self._columns.record(row) for row in range(self._columns.rowCount())]

    def copy_selection(self) -> None:
        """Put the selected rows on the clipboard."""
        text = self.selected_text()
        if text:
            copy_text(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self.currentIndex().isValid():
            self._on_row_chosen(self.currentIndex())
            return
        super().keyPressEvent(event)
        self.chosen.select_current()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.chosen.select_current()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._widen()

    def paintEvent(self, event: QPaintEvent) -> None:
        self._delegate.start_painting()
        super().paintEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            set_row_height(self)
            self._delegate.forget_look()
            if self._wrapped is not None:
                self._wrapped.fit()
            self.viewport().update()

    def _give_times_room(self) -> None:
        if SHOWN_ZONE.is_by_row:
            give_times_room(self.horizontalHeader(), self._columns.columns)

    def show_columns(self, shown: Callable[[Column[Any]], bool]) -> None:
        """Show these columns and hide all others."""
        for number, column in enumerate(self._columns.columns):
            self.setColumnHidden(number, not shown(column))
        self._widen()

    def _widen(self) -> None:
        """Give the wide column the remaining width, and never less than its own."""
        if self._wide < 0:
            return
        header = self.horizontalHeader()
        others = header.length() - header.sectionSize(self._wide)
        header.resizeSection(self._wide, max(self._columns.columns[self._wide].width, self.viewport().width() - others))

    def _on_section_resized(self, section: int) -> None:
        if section != self._wide:
            self._widen()

    def _on_row_chosen(self, index: QModelIndex) -> None:
        self.record_activated.emit(self._columns.record(index.row()))
