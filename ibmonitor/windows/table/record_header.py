"""A table's header: sorts on click, as received on Ctrl+click, and remembers columns and order by their keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView, QTreeView

from ibmonitor.models.table.column import Column
from ibmonitor.settings.window_state import ColumnState, TableState
from ibmonitor.windows.table.column_chooser import ColumnChooser
from ibmonitor.windows.widgets.row_views import ROW_PADDING

_LEAST_WIDTH = 32
_WIDEST = 420
"""Pixels, of which a column is made at most so wide when it is fitted to its contents."""
_FIT_ROWS = 200
"""How many rows are looked at when widths are fitted to contents."""


class RecordHeader(QHeaderView):
    """The horizontal header over a table of columns."""

    order_chosen = Signal(int, Qt.SortOrder)
    """The column to sort by; -1 for unsorted, as received."""

    def __init__(self, columns: Sequence[Column[Any]], view: QTableView | QTreeView) -> None:
        """Become the header of a view, which has its model."""
        super().__init__(Qt.Orientation.Horizontal, view)
        self._columns = columns
        self._view = view
        if isinstance(view, QTableView):
            view.setHorizontalHeader(self)
        else:
            view.setHeader(self)
        # Only now: a view hides the arrow of a header that it is given.
        self.setSortIndicatorShown(True)
        self.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(True)
        self.setMinimumSectionSize(_LEAST_WIDTH)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName("Columns")
        self.sectionClicked.connect(self._on_section_clicked)
        self.customContextMenuRequested.connect(self._on_menu_requested)
        self.reset_columns()

    def reset_columns(self) -> None:
        """Show the columns that are shown at first, in their first order and widths."""
        for logical, column in enumerate(self._columns):
            self.moveSection(self.visualIndex(logical), logical)
            self.resizeSection(logical, column.width)
            self.setSectionHidden(logical, not column.visible)

    def choose_order(self, logical: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, or not at all with -1, and show so."""
        self.setSortIndicator(logical, order)
        self.order_chosen.emit(logical, order)

    def visible_columns(self) -> list[int]:
        """The logical indexes of the columns shown, from left to right."""
        return list(self._visible_columns())

    @property
    def first_column(self) -> int:
        """The logical index of the column at the left."""
        return next(self._visible_columns())

    def _visible_columns(self) -> Iterator[int]:
        in_order = (self.logicalIndex(visual) for visual in range(self.count()))
        return (logical for logical in in_order if not self.isSectionHidden(logical))

    def set_shown(self, logical: int, *, shown: bool) -> None:
        """Show or hide a column; the last one stays."""
        if shown or self.visible_columns() != [logical]:
            self.setSectionHidden(logical, not shown)
            if shown and self.sectionSize(logical) < _LEAST_WIDTH:
                self.resizeSection(logical, self._columns[logical].width)

    def choose_columns(self) -> None:
        """Open the dialog of all columns."""
        chooser = ColumnChooser(self, self._columns, self._view)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.open()

    def fit_columns(self) -> None:
        """Make the visible columns as wide as their titles and the rows around those in sight need."""
        self.setResizeContentsPrecision(_FIT_ROWS)
        for logical in self.visible_columns():
            wanted = max(self._view.sizeHintForColumn(logical), self.sectionSizeHint(logical))
            self.resizeSection(logical, min(wanted + ROW_PADDING, _WIDEST))

    def table_state(self) -> TableState:
        """Columns and order as they are to be found again; filters are the page's."""
        section = self.sortIndicatorSection()
        return TableState(
            columns=self.column_states(),
            sort_key=None if section < 0 else self._columns[section].key,
            descending=self.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder,
        )

    def restore(self, state: TableState) -> None:
        """Bring columns and order back; sorted by a column that is no more, the table is unsorted."""
        self.restore_columns(state.columns)
        keys = [column.key for column in self._columns]
        if state.sort_key in keys:
            order = Qt.SortOrder.DescendingOrder if state.descending else Qt.SortOrder.AscendingOrder
            self.choose_order(keys.index(state.sort_key), order)
        elif self.sortIndicatorSection() >= 0:
            self.choose_order(-1)

    def column_states(self) -> tuple[ColumnState, ...]:
        """Every column from left to right, as it is to be found again; a hidden one has its width of before."""
        states = []
        for visual in range(self.count()):
            logical = self.logicalIndex(visual)
            hidden = self.isSectionHidden(logical)
            width = self._columns[logical].width if hidden else self.sectionSize(logical)
            states.append(ColumnState(self._columns[logical].key, width, not hidden))
        return tuple(states)

    def restore_columns(self, states: Sequence[ColumnState]) -> None:
        """Bring the columns back as they were; columns that are new since stay as at first, to the right."""
        self.reset_columns()
        logical_of = {column.key: logical for logical, column in enumerate(self._columns)}
        known = [state for state in states if state.key in logical_of]
        if not any(state.visible for state in known):
            return
        for visual, state in enumerate(known):
            logical = logical_of[state.key]
            self.moveSection(self.visualIndex(logical), visual)
            self.resizeSection(logical, max(state.width, _LEAST_WIDTH))
            self.setSectionHidden(logical, not state.visible)

    def _on_section_clicked(self, logical: int) -> None:
        if QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier:
            self.choose_order(-1)
        else:
            self.choose_order(logical, self.sortIndicatorOrder())

    def _on_menu_requested(self, position: QPoint) -> None:
        menu = self.menu_for(self.logicalIndexAt(position))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(position))

    def menu_for(self, logical: int) -> QMenu:
        """The menu of a column; -1 where there is none under the pointer."""
        menu = QMenu(self)
        if logical >= 0:
            title = self._columns[logical].title.replace("&", "&&")
            ascending, descending = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
            menu.addAction(f"Sort by {title}, a&scending", lambda: self.choose_order(logical, ascending))
            menu.addAction(f"Sort by {title}, &descending", lambda: self.choose_order(logical, descending))
            hide = menu.addAction(f"&Hide {title}", lambda: self.set_shown(logical, shown=False))
            hide.setEnabled(len(self.visible_columns()) > 1)
            menu.addSeparator()
        unsorted = menu.addAction("&Unsorted (as received)", lambda: self.choose_order(-1))
        unsorted.setEnabled(self.sortIndicatorSection() != -1)
        menu.addAction("C&olumns…", self.choose_columns)
        menu.addAction("&Fit widths to contents", self.fit_columns)
        menu.addAction("&Reset columns", self.reset_columns)
        return menu
