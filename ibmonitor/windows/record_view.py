"""The view of every table: selects rows, copies them, keeps still while the table lives."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QTableView, QWidget

from ibmonitor.models.record_table import RecordTable
from ibmonitor.settings.window_state import TableState
from ibmonitor.windows.cell_delegate import MARK_WIDTH, CellDelegate
from ibmonitor.windows.clipboard import copy_text
from ibmonitor.windows.column_chooser import ColumnChooser
from ibmonitor.windows.record_header import RecordHeader
from ibmonitor.windows.row_views import ROW_PADDING, add_copy_action, set_up_table, text_of_records
from ibmonitor.windows.scroll_anchor import ScrollAnchor

_FIT_ROWS = 200
"""How many rows are looked at when widths are fitted to contents."""
_WIDEST = 420
_EXPANDING_KEYS = frozenset({Qt.Key.Key_Right, Qt.Key.Key_Plus})
_COLLAPSING_KEYS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Minus})


class RecordView(QTableView):
    """A table of records. The order is the model's; the header asks for it."""

    def __init__(self, table: RecordTable[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self.setModel(table)
        self._delegate = CellDelegate(table, self)
        self.setItemDelegate(self._delegate)
        set_up_table(self)
        self.header = RecordHeader(table.columns, self)
        self.setHorizontalHeader(self.header)
        self.header.reset_columns()
        self.header.order_chosen.connect(self._on_order_chosen)
        self.header.columns_requested.connect(self.choose_columns)
        self.header.fit_requested.connect(self.fit_columns)
        self._anchor = ScrollAnchor(self)
        self._copy = add_copy_action(self, self.copy_selection)
        self.row_actions: list[QAction] = []
        """What else the menu offers for the current row."""
        self._expand_all = QAction("&Expand all combos", self)
        self._expand_all.triggered.connect(lambda: self.table.set_all_expanded(expanded=True))
        self._collapse_all = QAction("Collapse a&ll combos", self)
        self._collapse_all.triggered.connect(lambda: self.table.set_all_expanded(expanded=False))

    def selected_text(self) -> str:
        """The selected rows as tab-separated text under the titles of the visible columns; empty without selection."""
        # By ranges: Qt's selectedRows() asks the model about every cell, 13 s for 100,000 rows.
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

    def choose_columns(self) -> None:
        """Open the dialog of all columns."""
        chooser = ColumnChooser(self.header, self.table.columns, self)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.open()

    def fit_columns(self) -> None:
        """Make the visible columns as wide as their titles and the rows around those in sight need."""
        self.header.setResizeContentsPrecision(_FIT_ROWS)
        for logical in self.header.visible_columns():
            wanted = max(self.sizeHintForColumn(logical), self.header.sectionSizeHint(logical))
            self.header.resizeSection(logical, min(wanted + ROW_PADDING, _WIDEST))

    def set_filling(self, filling: bool) -> None:
        """Say whether the rows that come are the first ones, which nobody has been reading yet."""
        self._anchor.set_filling(filling)

    def table_state(self) -> TableState:
        """Columns and order as they are to be found again; filters are the page's."""
        section = self.header.sortIndicatorSection()
        return TableState(
            columns=self.header.column_states(),
            sort_key=None if section < 0 else self.table.columns[section].key,
            descending=self.header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder,
        )

    def restore(self, state: TableState) -> None:
        """Bring columns and order back; a column that is no more leaves the order of arrival."""
        self.header.restore_columns(state.columns)
        keys = [column.key for column in self.table.columns]
        if state.sort_key in keys:
            order = Qt.SortOrder.DescendingOrder if state.descending else Qt.SortOrder.AscendingOrder
            self.header.choose_order(keys.index(state.sort_key), order)
        elif self.header.sortIndicatorSection() >= 0:
            self.header.choose_order(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Right and + expand the current row, Left and - collapse it, or the row it stands below."""
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        is_known = key in _EXPANDING_KEYS or key in _COLLAPSING_KEYS
        if is_known and plain and self._fold_current(expanded=key in _EXPANDING_KEYS):
            event.accept()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the mark of a row expands or collapses it, and selects nothing."""
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            on_mark = event.position().x() < self.visualRect(index).x() + MARK_WIDTH + 4
            if on_mark and self.table.look(index.row(), index.column()).mark:
                record = self.table.record(index.row())
                self.table.set_expanded(record, expanded=not self.table.is_expanded(record))
                return
        super().mousePressEvent(event)

    def _fold_current(self, *, expanded: bool) -> bool:
        """Expand or collapse; return whether the current row has anything to do with that."""
        current = self.currentIndex()
        if not current.isValid() or not self.table.has_families:
            return False
        record = self.table.record(current.row())
        parent = self.table.parent_record(record)
        if parent is not None and not expanded and self.table.row_of(parent) >= 0:
            self.setCurrentIndex(self.table.index(self.table.row_of(parent), current.column()))
            record = parent
        if not self.table.is_expandable(record):
            return False
        self.table.set_expanded(record, expanded=expanded)
        return True

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self._menu(self.columnAt(event.pos().x()))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # A key has no place: the menu opens beside the current cell.
        is_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        place = self.visualRect(self.currentIndex()).bottomLeft() if is_key else event.pos()
        menu.popup(self.viewport().mapToGlobal(QPoint(place)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._delegate.forget_look()
            self.viewport().update()

    def _menu(self, logical: int) -> QMenu:
        menu = self.header.menu_for(logical)
        first = menu.actions()[0]
        self._copy.setEnabled(self.selectionModel().hasSelection())
        menu.insertActions(first, [self._copy, *self.row_actions])
        if self.table.has_families:
            menu.insertSeparator(first)
            menu.insertActions(first, [self._expand_all, self._collapse_all])
        menu.insertSeparator(first)
        return menu

    def _on_order_chosen(self, logical: int, order: Qt.SortOrder) -> None:
        current = self.currentIndex().row()
        record = self.table.record(current) if current >= 0 else None
        with self._anchor.released():
            self.table.sort(logical, order)
            if record is not None and self.selectionModel().hasSelection():
                self.scrollTo(self.table.index(self.table.row_of(record), 0))
            else:
                self.scrollToTop()
