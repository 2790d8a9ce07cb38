"""The tree of the allocations tab: group orders, their accounts, and their fills."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QMenu, QStyleOptionViewItem, QTreeView, QWidget

from ibmonitor.domain.records import Fill, Order
from ibmonitor.models.allocation_tree import AllocationTree
from ibmonitor.models.column import RIGHT
from ibmonitor.models.column_model import CellLook, ColumnModel
from ibmonitor.models.formats import separators
from ibmonitor.models.roles import DecimalsRole, RowToneRole, ToneRole
from ibmonitor.settings.window_state import TableState
from ibmonitor.windows.cell_delegate import CellDelegate
from ibmonitor.windows.clipboard import copy_text
from ibmonitor.windows.column_chooser import ColumnChooser
from ibmonitor.windows.record_header import RecordHeader
from ibmonitor.windows.row_views import ENTER, ROW_PADDING, add_copy_action, set_up_rows
from ibmonitor.windows.theme import selection_tint

_MAX_DECIMALS = 8
"""A number with more decimals than this does not push its whole column to the left."""
_WIDEST = 420
"""Pixels, of which a column is made at most so wide when it is fitted to its contents."""

Index = QModelIndex | QPersistentModelIndex


class _Looks:
    """Answers `CellDelegate`, which asks by row and column as a table has them, for the cell it is to paint."""

    def __init__(self, view: QTreeView) -> None:
        self.index: Index = QModelIndex()
        self._decimals: dict[int, int] = {}
        """The longest fraction shown in each column, at which its numbers are aligned."""
        self._again = QTimer(view)
        self._again.setSingleShot(True)
        self._again.setInterval(0)
        self._again.timeout.connect(view.viewport().update)

    def look(self, _row: int, _number: int) -> CellLook:
        index = self.index
        text = index.data(Qt.ItemDataRole.DisplayRole) or ""
        decimals = index.data(DecimalsRole)
        if decimals is not None:
            decimals = self._aligned_at(index.column(), text, decimals)
        return CellLook(
            text,
            int(index.data(Qt.ItemDataRole.TextAlignmentRole) if decimals is None else RIGHT),
            index.data(ToneRole) or "",
            index.data(RowToneRole) or "",
            decimals,
        )

    def _aligned_at(self, number: int, text: str, least: int) -> int:
        before = self._decimals.get(number, least)
        _, point, fraction = text.rpartition(separators()[1])
        decimals = min(len(fraction), _MAX_DECIMALS) if point and fraction.isdecimal() else 0
        if decimals > before:
            # The numbers painted already stand elsewhere now.
            self._again.start()
        self._decimals[number] = max(before, decimals)
        return self._decimals[number]


class _TreeCellDelegate(CellDelegate):
    """Paints the cells of a tree as those of the tables."""

    def __init__(self, view: QTreeView) -> None:
        self._looks = _Looks(view)
        super().__init__(cast("ColumnModel[Any]", self._looks), view)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self._looks.index = index
        super().paint(painter, option, index)

    def helpEvent(self, event: Any, view: Any, option: QStyleOptionViewItem, index: Index) -> bool:
        self._looks.index = index
        return super().helpEvent(event, view, option, index)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width(), option.fontMetrics.height() + ROW_PADDING)


class AllocationView(QTreeView):
    """Shows the tree; whole rows are selected and copied. The order is the model's; the header asks for it."""

    record_activated = Signal(object)
    """The order or the fill of the row that was double-clicked, or on which Enter was pressed."""

    def __init__(self, tree: AllocationTree, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tree = tree
        self.setModel(tree)
        self.setAccessibleName("Allocations")
        self._delegate = _TreeCellDelegate(self)
        self.setItemDelegate(self._delegate)
        set_up_rows(self)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)
        self.setTabKeyNavigation(False)
        # Wherever the user puts the columns, the branches stand before the first.
        self.setTreePosition(-1)
        self.columns_header = RecordHeader(tree.columns, self)
        self.setHeader(self.columns_header)
        self.columns_header.reset_columns()
        self.columns_header.order_chosen.connect(self._on_order_chosen)
        self.columns_header.columns_requested.connect(self.choose_columns)
        self.columns_header.fit_requested.connect(self.fit_columns)
        self.doubleClicked.connect(self._activate)
        self._copy = add_copy_action(self, self.copy_selection)
        self._copy_cell = QAction("Copy &cell", self)
        self._copy_cell.triggered.connect(self.copy_cell)
        self._go = QAction("&Go to the order", self)
        self._go.triggered.connect(lambda: self._activate(self.currentIndex()))
        self._expand_all = QAction("&Expand all", self)
        self._expand_all.triggered.connect(self.expandAll)
        self._collapse_all = QAction("Co&llapse all", self)
        self._collapse_all.triggered.connect(self.collapseAll)

    @property
    def current_record(self) -> Order | Fill | None:
        """The order or the fill of the current row; `None` where there is none."""
        return self.tree.record(self.currentIndex())

    def selected_text(self) -> str:
        """The selected rows as tab-separated text under the titles of the visible columns; empty without selection."""
        rows = [index for index in self._rows_from_top() if self.selectionModel().isSelected(index)]
        if not rows:
            return ""
        shown = self.columns_header.visible_columns()
        lines = [[self.tree.columns[number].title for number in shown]]
        lines += [[_text(index.siblingAtColumn(number)) for number in shown] for index in rows]
        return "".join("\t".join(line) + "\n" for line in lines)

    def copy_selection(self) -> None:
        """Put the selected rows on the clipboard."""
        text = self.selected_text()
        if text:
            copy_text(text)

    def copy_cell(self) -> None:
        """Put the text of the current cell on the clipboard."""
        text = _text(self.currentIndex())
        if text:
            copy_text(text)

    def choose_columns(self) -> None:
        """Open the dialog of all columns."""
        chooser = ColumnChooser(self.columns_header, self.tree.columns, self)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.open()

    def fit_columns(self) -> None:
        """Make the visible columns as wide as their titles and the rows in sight need."""
        header = self.columns_header
        for logical in header.visible_columns():
            wanted = max(self.sizeHintForColumn(logical), header.sectionSizeHint(logical))
            header.resizeSection(logical, min(wanted + ROW_PADDING, _WIDEST))

    @contextmanager
    def kept_in_place(self) -> Iterator[None]:
        """Hold the first visible row where it is while rows come and go; a view at its top stays there unread."""
        bar = self.verticalScrollBar()
        is_unread = bar.value() == 0 and not self.selectionModel().hasSelection()
        first = QPersistentModelIndex(self.indexAt(QPoint(0, 0)))
        before = self.visualRect(_plain(first)).y()
        yield
        if first.isValid() and not is_unread:
            self.executeDelayedItemsLayout()
            bar.setValue(bar.value() + self.visualRect(_plain(first)).y() - before)

    @contextmanager
    def folded(self) -> Iterator[None]:
        """Fold all rows while many of them go, and open again what was open of those that stay.

        Qt goes through all open rows at each run of rows that goes: seconds, where a filter takes a few hundred runs.
        """
        opened = {index.internalId() for index in self._rows_from_top() if self.isExpanded(index)}
        self.collapseAll()
        yield
        # With a layout pending, Qt only notes what is opened.
        self.scheduleDelayedItemsLayout()
        waiting = self._below(QModelIndex())
        while waiting:
            index = waiting.pop()
            if index.internalId() in opened:
                self.expand(index)
                waiting += self._below(index)

    def table_state(self) -> TableState:
        """Columns and order as they are to be found again; filters are the page's."""
        section = self.columns_header.sortIndicatorSection()
        return TableState(
            columns=self.columns_header.column_states(),
            sort_key=None if section < 0 else self.tree.columns[section].key,
            descending=self.columns_header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder,
        )

    def restore(self, state: TableState) -> None:
        """Bring columns and order back; a column that is no more leaves the order of arrival."""
        self.columns_header.restore_columns(state.columns)
        keys = [column.key for column in self.tree.columns]
        if state.sort_key in keys:
            order = Qt.SortOrder.DescendingOrder if state.descending else Qt.SortOrder.AscendingOrder
            self.columns_header.choose_order(keys.index(state.sort_key), order)
        elif self.columns_header.sortIndicatorSection() >= 0:
            self.columns_header.choose_order(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self.currentIndex().isValid():
            self._activate(self.currentIndex())
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        # A key has no place: the menu opens beside the current cell.
        is_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        place = self.visualRect(self.currentIndex()).bottomLeft() if is_key else event.pos()
        menu = self.menu_for(self.columnAt(place.x()))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(place))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._delegate.forget_look()
            self.viewport().update()

    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: Index) -> None:
        # The style fills the branches of a selected row by itself, with a colour that hides the tones.
        option = QStyleOptionViewItem(options)
        option.palette.setColor(QPalette.ColorRole.Highlight, selection_tint(options.palette))
        super().drawRow(painter, option, index)

    def menu_for(self, logical: int) -> QMenu:
        """The menu over the rows, with that of a column below; -1 where there is no column."""
        menu = self.columns_header.menu_for(logical)
        first = menu.actions()[0]
        self._copy.setEnabled(self.selectionModel().hasSelection())
        self._copy_cell.setEnabled(bool(_text(self.currentIndex())))
        record = self.current_record
        self._go.setText("&Go to the fill" if isinstance(record, Fill) else "&Go to the order")
        self._go.setEnabled(record is not None)
        menu.insertActions(first, [self._copy, self._copy_cell])
        menu.insertSeparator(first)
        menu.insertAction(first, self._go)
        menu.insertActions(first, [self._expand_all, self._collapse_all])
        menu.insertSeparator(first)
        return menu

    def _rows_from_top(self) -> Iterator[QModelIndex]:
        """The first cells of all rows that are not folded away, as they stand."""
        waiting = self._below(QModelIndex())
        while waiting:
            index = waiting.pop()
            yield index
            if self.isExpanded(index):
                waiting += self._below(index)

    def _below(self, index: QModelIndex) -> list[QModelIndex]:
        """The first cells of the rows below one, the last row first."""
        return [self.tree.index(row, 0, index) for row in reversed(range(self.tree.rowCount(index)))]

    def _activate(self, index: QModelIndex) -> None:
        record = self.tree.record(index)
        if record is not None:
            self.record_activated.emit(record)
        else:
            self.setExpanded(index, not self.isExpanded(index))

    def _on_order_chosen(self, logical: int, order: Qt.SortOrder) -> None:
        self.tree.sort(logical, order)
        if self.selectionModel().hasSelection():
            self.scrollTo(self.currentIndex())
        else:
            self.scrollToTop()


def _text(index: Index) -> str:
    return " ".join(str(index.data(Qt.ItemDataRole.DisplayRole) or "").split())


def _plain(index: QPersistentModelIndex) -> QModelIndex:
    return QModelIndex(index)  # type: ignore[call-overload, no-any-return]
