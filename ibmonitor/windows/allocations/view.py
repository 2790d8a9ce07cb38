"""The tree of the allocations tab: group orders, their accounts, and their fills."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple, cast

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QStyleOptionViewItem, QTreeView, QWidget

from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.models.allocations.cell_filter import cell_filter
from ibmonitor.models.allocations.columns import EXPECTED, NAME
from ibmonitor.models.allocations.items import Item, fills_of, needs_review
from ibmonitor.models.allocations.share_bar import share_bar
from ibmonitor.models.allocations.tree import AllocationTree
from ibmonitor.models.table.column import RIGHT
from ibmonitor.models.table.column_model import CellLook, ColumnModel
from ibmonitor.models.table.roles import RowToneRole, ToneRole
from ibmonitor.models.table.tree_rows import Path
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.windows.allocations.share_bar import paint_share_bar
from ibmonitor.windows.table.chosen_row import ChosenRow
from ibmonitor.windows.table.record_header import RecordHeader
from ibmonitor.windows.theme.theme import row_height, selection_tint, tone_color
from ibmonitor.windows.widgets.cell_delegate import BAR_WIDTH, CellDelegate
from ibmonitor.windows.widgets.clipboard import copy_text
from ibmonitor.windows.widgets.row_views import ENTER, add_copy_action, set_up_rows, text_of_records

Index = QModelIndex | QPersistentModelIndex


class _Looks:
    """Adapts the tree for `CellDelegate`, which asks by row and column: returns the look of the cell to paint."""

    def __init__(self, tree: AllocationTree) -> None:
        self.index: Index = QModelIndex()
        self._tree = tree

    def look(self, _row: int, _number: int) -> CellLook:
        index = self.index
        text = index.data(Qt.ItemDataRole.DisplayRole) or ""
        column, item = self._tree.columns[index.column()], self._tree.item(index)
        tail = self.tail(item, index.column())
        return CellLook(
            text,
            int(column.alignment if tail is None else RIGHT),
            index.data(ToneRole) or "",
            index.data(RowToneRole) or "",
            tail,
            share=column.share(item) if column.share is not None and item is not None else None,
        )

    def tail(self, item: Item | None, number: int) -> str | None:
        """`CellLook.tail` alone."""
        column = self._tree.columns[number]
        return None if item is None or not column.is_decimal else column.tail(item, self._tree.text(item, column))


class _TreeCellDelegate(CellDelegate):
    """Paints the cells of a tree like those of the tables, and the bar of what an account got."""

    def __init__(self, view: QTreeView, tree: AllocationTree) -> None:
        self._tree = tree
        self._appearance = _Looks(tree)
        super().__init__(cast("ColumnModel[Any]", self._appearance), view)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self._appearance.index = index
        super().paint(painter, option, index)
        if self._tree.columns[index.column()].key == EXPECTED:
            item = self._tree.item(index)
            bar = share_bar(item) if item is not None else None
            if bar is not None:
                paint_share_bar(painter, option, bar, index.data(Qt.ItemDataRole.DisplayRole) or "")

    def _tails_in_view(self, column: int) -> Iterator[str | None]:
        index, height = self._view.indexAt(QPoint(0, 0)), self._view.viewport().height()
        while index.isValid() and self._view.visualRect(index).top() < height:
            yield self._appearance.tail(self._tree.item(index), column)
            index = cast("QTreeView", self._view).indexBelow(index)

    def helpEvent(self, event: Any, view: Any, option: QStyleOptionViewItem, index: Index) -> bool:
        self._appearance.index = index
        return super().helpEvent(event, view, option, index)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width(), row_height(option.fontMetrics))


class Place(NamedTuple):
    """The key of a row of the tree."""

    path: Path
    record: Order | Fill | None
    """The order or the execution that the details show."""


class AllocationView(QTreeView):
    """Shows the tree; whole rows are selected and copied. The model sorts when the header requests it."""

    record_activated = Signal(object)
    """The order or the fill of the row that was double-clicked, or on which Enter was pressed."""
    open_requested = Signal(object)
    """The order or the fill that the user wants to see in its own table."""
    fills_requested = Signal(object)
    """The row (`Item`) whose fills the user wants to see in their table."""
    ticket_requested = Signal(object)
    """The order or the fill of which the user wants a text for a ticket."""
    filter_requested = Signal(object)
    """The `CellFilter` that the user has chosen."""

    def __init__(self, tree: AllocationTree, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tree = tree
        self.chosen: ChosenRow[Place] = ChosenRow(self, tree, self._place, self.index_of)
        self.setAccessibleName("Allocations")
        self._delegate = _TreeCellDelegate(self, tree)
        self.setItemDelegate(self._delegate)
        set_up_rows(self)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)
        self.setTabKeyNavigation(False)
        self.columns_header = RecordHeader(tree.columns, self, "Needs re&view first")
        self._delegate.shortened.connect(self.columns_header.note_shortened)
        self._name_column = [column.key for column in tree.columns].index(NAME)
        self.columns_header.sectionResized.connect(self._on_section_resized)
        self.setTreePosition(self._name_column)
        self.columns_header.order_chosen.connect(self._on_order_chosen)
        self.doubleClicked.connect(self._activate)
        self._copy = add_copy_action(self, self.copy_selection)
        self._expand_all = QAction("&Expand all", self)
        self._expand_all.triggered.connect(self.expandAll)
        self._collapse_all = QAction("Co&llapse all", self)
        self._collapse_all.triggered.connect(self.collapseAll)

    def index_of(self, place: Place) -> QModelIndex:
        """The first visible cell of a row, or of the row its record has moved to; an invalid index if there is none."""
        found = self.tree.index_at(place.path)
        if not found.isValid() and not self.tree.has_row(place.path):
            found = self.tree.index_of_record(place.record)
        return found.siblingAtColumn(self.columns_header.first_column)

    def _place(self, index: Index) -> Place:
        return Place(self.tree.path(index), self.tree.record(index))

    def go_to_start(self, *, or_chosen: bool = True) -> None:
        """Scroll to the top, or to the chosen row if that is further down."""
        self.scrollToTop()
        if or_chosen:
            self.chosen.scroll_into_view()

    def selected_text(self) -> str:
        """The selected rows as tab-separated text under the titles of the visible columns; empty without selection."""
        rows = [index for index in self._rows_from_top() if self.selectionModel().isSelected(index)]
        if not rows:
            return ""
        shown = [self.tree.columns[number] for number in self.columns_header.visible_columns()]
        return text_of_records(map(self.tree.item, rows), shown)

    def copy_selection(self) -> None:
        """Put the selected rows on the clipboard."""
        text = self.selected_text()
        if text:
            copy_text(text)

    @contextmanager
    def kept_in_place(self) -> Iterator[None]:
        """Keep the first visible row in place while rows change; a view at its top stays there if no row was chosen."""
        bar = self.verticalScrollBar()
        is_unread = bar.value() == 0 and (self.chosen.is_automatic or not self.selectionModel().hasSelection())
        first = QPersistentModelIndex(self.indexAt(QPoint(0, 0)))
        before = self.visualRect(_plain(first)).y()
        yield
        if first.isValid() and not is_unread:
            self.executeDelayedItemsLayout()
            bar.setValue(bar.value() + self.visualRect(_plain(first)).y() - before)

    @contextmanager
    def folded(self) -> Iterator[None]:
        """Collapse all rows while many of them are removed, and expand again those that stay.

        Qt visits all expanded rows for each removed run of rows: seconds, if a filter removes a few hundred runs.
        """
        opened = {index.internalId() for index in self._rows_from_top() if self.isExpanded(index)}
        self.collapseAll()
        yield
        # With a layout pending, Qt only records what is expanded.
        self.scheduleDelayedItemsLayout()
        waiting = self._below(QModelIndex())
        while waiting:
            index = waiting.pop()
            if index.internalId() in opened:
                self.expand(index)
                waiting += self._below(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        with self.chosen.kept_in_view(event.oldSize().height()):
            super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.chosen.touch_by_key(event)
        if event.key() in ENTER and self.currentIndex().isValid():
            self._activate(self.currentIndex())
            return
        super().keyPressEvent(event)
        self.chosen.select_current()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.chosen.select_current()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        # A key has no position: the menu opens at the current cell.
        is_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        place = self.visualRect(self.currentIndex()).bottomLeft() if is_key else event.pos()
        menu = self.menu_for(self.currentIndex().column() if is_key else self.columnAt(place.x()))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(place))

    def paintEvent(self, event: QPaintEvent) -> None:
        self._delegate.start_painting()
        super().paintEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._delegate.forget_look()
            self.viewport().update()

    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: Index) -> None:
        # The style fills the branches of a selected row with a color that hides the tones.
        option = QStyleOptionViewItem(options)
        option.palette.setColor(QPalette.ColorRole.Highlight, selection_tint(options.palette))
        super().drawRow(painter, option, index)
        if self.selectionModel().isSelected(index):
            row, color = option.rect, options.palette.color(QPalette.ColorRole.Accent)
            painter.fillRect(-self.horizontalOffset(), row.y(), BAR_WIDTH, row.height(), color)
        if needs_review(self.tree.item(index)):
            mark = tone_color(options.palette, "bad")
            painter.fillRect(-self.horizontalOffset(), option.rect.y(), BAR_WIDTH, option.rect.height(), mark)

    def _on_section_resized(self, logical: int, _before: int, width: int) -> None:
        """The branches are at the names, wherever the user moves these; without names, at the first column."""
        if logical == self._name_column:
            # A column that becomes hidden is resized before it is.
            self.setTreePosition(logical if width else -1)

    def menu_for(self, logical: int) -> QMenu:
        """The menu of the rows, with that of a column below; -1 for no column."""
        menu = self.columns_header.menu_for(logical)
        first = menu.actions()[0]
        self._copy.setEnabled(self.selectionModel().hasSelection())
        item = self.tree.item(self.currentIndex())
        menu.insertAction(first, self._copy)
        if item is not None:
            made = self._cell_actions(item, logical) if logical >= 0 else []
            made += self._row_actions(item)
            for action in made:
                action.setParent(menu)
            menu.insertActions(first, made)
        menu.insertSeparator(first)
        menu.insertActions(first, [self._expand_all, self._collapse_all])
        menu.insertSeparator(first)
        return menu

    def _cell_actions(self, item: Item, logical: int) -> list[QAction]:
        """As in the menus of the tables (`table/cell_menu.py`)."""
        column = self.tree.columns[logical]
        text = ACCOUNT_MASK.text(column.text(item))
        return [
            _action("Cop&y cell", partial(copy_text, text), enabled=bool(text)),
            _action("&Filter by this value", partial(self.filter_requested.emit, cell_filter(column, item))),
            _action(
                "E&xclude this value",
                partial(self.filter_requested.emit, cell_filter(column, item, is_excluded=True)),
            ),
        ]

    def _row_actions(self, item: Item) -> list[QAction]:
        record = self.tree.record(self.currentIndex())
        where = "Show fill i&n Fills" if isinstance(record, Fill) else "Show order i&n Orders"
        return [
            _action(where, partial(self.open_requested.emit, record), enabled=record is not None),
            _action("Show f&ills", partial(self.fills_requested.emit, item), enabled=bool(fills_of(item))),
            _action("Copy for &ticket", partial(self.ticket_requested.emit, record), enabled=record is not None),
        ]

    def _rows_from_top(self) -> Iterator[QModelIndex]:
        """The first cells of all rows whose parents are expanded, from top to bottom."""
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
        was_in_sight = self.chosen.is_in_view
        self.tree.sort(logical, order)
        self.go_to_start(or_chosen=was_in_sight)


def _action(text: str, run: Callable[[], object], *, enabled: bool = True) -> QAction:
    action = QAction(text)
    action.setEnabled(enabled)
    # Without the argument of the signal.
    action.triggered.connect(lambda: run())  # noqa: PLW0108
    return action


def _plain(index: QPersistentModelIndex) -> QModelIndex:
    return QModelIndex(index)  # type: ignore[call-overload, no-any-return]
