"""The view of every table: selects and copies rows, and keeps its place while the table updates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QMenu, QTableView, QWidget

from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.windows.table.chosen_row import ChosenRow
from ibmonitor.windows.table.folding import Folding
from ibmonitor.windows.table.record_header import RecordHeader
from ibmonitor.windows.table.row_painter import RowPainter
from ibmonitor.windows.table.scroll_anchor import ScrollAnchor
from ibmonitor.windows.widgets.cell_delegate import CellDelegate
from ibmonitor.windows.widgets.clipboard import copy_text
from ibmonitor.windows.widgets.row_views import ENTER, add_copy_action, set_row_height, set_up_table, text_of_records


class RecordView(QTableView):
    """A table of records. The order is the model's; the header asks for it."""

    entered_record = Signal(object)
    """The record of the chosen row, on which Enter was pressed."""

    def __init__(self, table: RecordTable[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self.chosen: ChosenRow[Any] = ChosenRow(self, table, lambda index: table.record(index.row()), self.index_of)
        self._folding = Folding(self, table, self.chosen)
        self._delegate = CellDelegate(table, self)
        self.setItemDelegate(self._delegate)
        self._painter = RowPainter(self, table, self._delegate)
        set_up_table(self)
        self.header = RecordHeader(table.columns, self)
        self.header.order_chosen.connect(self._on_order_chosen)
        self._delegate.shortened.connect(self.header.note_shortened)
        self.anchor = ScrollAnchor(self)
        table.filtered.connect(self.go_to_start)
        table.set_in_sight(in_sight=False)
        table.painting_held.connect(self._on_painting_held)
        self._copy = add_copy_action(self, self.copy_selection)
        self.row_actions: list[QAction] = []
        """Further menu entries for the current row."""
        self.menu_makers: list[Callable[[Any, int], Sequence[QAction]]] = []
        """Make the menu entries for a record and the number of the column under the pointer."""
        self._expand_all = QAction("&Expand all combos", self)
        self._expand_all.triggered.connect(lambda: self.table.set_all_expanded(expanded=True))
        self._collapse_all = QAction("Collapse a&ll combos", self)
        self._collapse_all.triggered.connect(lambda: self.table.set_all_expanded(expanded=False))

    def selected_text(self) -> str:
        """The selected rows as tab-separated text under the titles of the visible columns; empty without selection."""
        # By ranges: Qt's selectedRows() queries the model for every cell, which takes 13 s for 100,000 rows.
        selection = self.selectionModel().selection()
        ranges = [selection.at(number) for number in range(selection.count())]
        rows = sorted({row for part in ranges for row in range(part.top(), part.bottom() + 1)})
        if not rows:
            return ""
        shown = [self.table.columns[logical] for logical in self.header.visible_columns()]
        return text_of_records(map(self.table.record, rows), shown)

    def copy_selection(self) -> None:
        """Put the selected rows on the clipboard."""
        text = self.selected_text()
        if text:
            copy_text(text)

    def index_of(self, record: Any) -> QModelIndex:
        """The first visible cell of the record's row; an invalid index if no row shows it."""
        return self.table.index(self.table.row_of(record), self.header.first_column)

    def go_to_start(self, *, or_chosen: bool = True) -> None:
        """Scroll to the top, or to the chosen row if that is further down."""
        with self.anchor.released():
            self.scrollToTop()
            if or_chosen:
                self.chosen.scroll_into_view()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Some keys expand and collapse rows; Enter opens the chosen one."""
        self.chosen.touch_by_key(event)
        if event.key() in ENTER and self.chosen.is_shown:
            self.entered_record.emit(self.chosen.key)
            return
        if self._folding.handle_key(event):
            return
        super().keyPressEvent(event)
        self.chosen.select_current()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.chosen.select_current()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.set_in_sight(in_sight=True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.table.set_in_sight(in_sight=False)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        # A menu takes the pointer, too; its row must stay.
        if self.anchor.is_behind and QApplication.activePopupWidget() is None:
            self.go_to_start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        with self.chosen.kept_in_view(event.oldSize().height()):
            super().resizeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._folding.handle_press(event):
            super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        # A key has no position: the menu opens at the current cell.
        is_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        menu = self._menu(self.currentIndex().column() if is_key else self.columnAt(event.pos().x()))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        place = self.visualRect(self.currentIndex()).bottomLeft() if is_key else event.pos()
        menu.popup(self.viewport().mapToGlobal(QPoint(place)))

    def paintEvent(self, event: QPaintEvent) -> None:
        started = perf_counter()
        self._painter.paint(event.rect())
        self.table.painting_seconds += perf_counter() - started

    def _on_painting_held(self, held: bool) -> None:
        self.viewport().setUpdatesEnabled(not held)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            set_row_height(self)
            self._delegate.forget_look()
            self._painter.forget()
            self.viewport().update()

    def _menu(self, logical: int) -> QMenu:
        menu = self.header.menu_for(logical)
        first = menu.actions()[0]
        self._copy.setEnabled(self.selectionModel().hasSelection())
        made: list[QAction] = []
        if self.chosen.is_shown and logical >= 0:
            made = [action for make in self.menu_makers for action in make(self.chosen.key, logical)]
        for action in made:
            action.setParent(menu)
        menu.insertActions(first, [self._copy, *made, *self.row_actions])
        if self.table.has_groups:
            menu.insertSeparator(first)
            menu.insertActions(first, [self._expand_all, self._collapse_all])
        menu.insertSeparator(first)
        return menu

    def _on_order_chosen(self, logical: int, order: Qt.SortOrder) -> None:
        was_in_sight = self.chosen.is_in_view
        with self.anchor.released():
            self.table.sort(logical, order)
        self.go_to_start(or_chosen=was_in_sight)
