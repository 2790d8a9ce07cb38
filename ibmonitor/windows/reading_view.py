"""`ReadingView`: a short table to read in, in the details pane: its order is its model's, its columns stay in place.

The tables of the pages, which are sorted, filtered and rearranged, have `record_view.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ibmonitor.models.column import Column
from ibmonitor.models.column_model import ColumnModel
from ibmonitor.windows.cell_delegate import CellDelegate

_ROW_PADDING = 7
_LEAST_WIDTH = 32
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class ReadingView(QTableView):
    """Rows of a model, one line each; they can be selected and copied."""

    record_activated = Signal(object)
    """The record of the row that was double-clicked, or on which Enter was pressed."""

    def __init__(self, model: ColumnModel[Any], name: str, *, wide: str = "", parent: QWidget | None = None) -> None:
        """`name` is for screen readers. `wide` is the key of the column that takes the room the others leave."""
        super().__init__(parent)
        self._columns = model
        self.setModel(model)
        self.setAccessibleName(name)
        self._delegate = CellDelegate(model, self)
        self.setItemDelegate(self._delegate)
        set_up_reading_view(self)
        self._wide = model.column_number(wide)
        """-1 where there is none: then the last column ends at the edge."""
        header = self.horizontalHeader()
        header.setStretchLastSection(self._wide < 0)
        for number, column in enumerate(model.columns):
            header.resizeSection(number, column.width)
            header.setSectionHidden(number, not column.visible)
        if self._wide >= 0:
            header.setSectionResizeMode(self._wide, QHeaderView.ResizeMode.Fixed)
            header.sectionResized.connect(self._on_section_resized)
        self._copy = QAction("&Copy rows", self)
        self._copy.setShortcut(QKeySequence.StandardKey.Copy)
        self._copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._copy.triggered.connect(self.copy_selection)
        self.addAction(self._copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.doubleClicked.connect(self._on_row_chosen)

    def selected_text(self) -> str:
        """The selected rows as tab-separated text under the titles of the columns; empty without selection."""
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        hidden = self.horizontalHeader().isSectionHidden
        shown = [column for number, column in enumerate(self._columns.columns) if not hidden(number)]
        return text_of_records(map(self._columns.record, rows), shown) if rows else ""

    def copy_selection(self) -> None:
        """Put the selected rows on the clipboard."""
        text = self.selected_text()
        if text:
            QGuiApplication.clipboard().setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.currentIndex().isValid():
            self._on_row_chosen(self.currentIndex())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._widen()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            set_row_height(self)
            self._delegate.forget_look()
            self.viewport().update()

    def _widen(self) -> None:
        """Give the wide column the room the others leave, and never less than its own width."""
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


def set_up_reading_view(view: QTableView) -> None:
    """Have a view select whole rows, change nothing, and keep its rows low and without grid."""
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setAlternatingRowColors(True)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setCornerButtonEnabled(False)
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.verticalHeader().hide()
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionsClickable(False)
    header.setMinimumSectionSize(_LEAST_WIDTH)
    set_row_height(view)


def set_row_height(view: QTableView) -> None:
    """Give the rows the height of a line of text."""
    height = view.fontMetrics().height() + _ROW_PADDING
    view.verticalHeader().setDefaultSectionSize(height)
    view.verticalScrollBar().setSingleStep(height)


def text_of_records(records: Iterable[Any], columns: Sequence[Column[Any]]) -> str:
    """Write records as tab-separated lines under the titles of the columns; a cell is one line."""
    lines = [[column.title for column in columns]]
    lines += [[column.text(record) for column in columns] for record in records]
    return "".join("\t".join(" ".join(cell.split()) for cell in line) + "\n" for line in lines)
