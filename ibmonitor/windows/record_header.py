"""A table's header: sorts on click, by arrival on Ctrl+click, and remembers its columns by their keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from ibmonitor.models.column import Column
from ibmonitor.settings.window_state import ColumnState

_LEAST_WIDTH = 32


class RecordHeader(QHeaderView):
    """The horizontal header over a table of columns."""

    order_chosen = Signal(int, Qt.SortOrder)
    """The column to sort by; -1 for the order of arrival."""
    columns_requested = Signal()
    """The user wants to choose among all columns."""
    fit_requested = Signal()

    def __init__(self, columns: Sequence[Column[Any]], parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns = columns
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setSortIndicatorShown(True)
        self.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setHighlightSections(False)
        self.setStretchLastSection(True)
        self.setMinimumSectionSize(_LEAST_WIDTH)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName("Columns")
        self.sectionClicked.connect(self._on_section_clicked)
        self.customContextMenuRequested.connect(self._on_menu_requested)

    def reset_columns(self) -> None:
        """Show the columns that are shown at first, in their first order and widths."""
        for logical, column in enumerate(self._columns):
            self.moveSection(self.visualIndex(logical), logical)
            self.resizeSection(logical, column.width)
            self.setSectionHidden(logical, not column.visible)

    def choose_order(self, logical: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, or with -1 by arrival, and show so."""
        self.setSortIndicator(logical, order)
        self.order_chosen.emit(logical, order)

    def visible_columns(self) -> list[int]:
        """The logical indexes of the columns shown, from left to right."""
        in_order = (self.logicalIndex(visual) for visual in range(self.count()))
        return [logical for logical in in_order if not self.isSectionHidden(logical)]

    def set_shown(self, logical: int, *, shown: bool) -> None:
        """Show or hide a column; the last one stays."""
        if shown or self.visible_columns() != [logical]:
            self.setSectionHidden(logical, not shown)
            if shown and self.sectionSize(logical) < _LEAST_WIDTH:
                self.resizeSection(logical, self._columns[logical].width)

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
        arrival = menu.addAction("Order of &arrival", lambda: self.choose_order(-1))
        arrival.setEnabled(self.sortIndicatorSection() != -1)
        menu.addAction("C&olumns…", self.columns_requested.emit)
        menu.addAction("&Fit widths to contents", self.fit_requested.emit)
        menu.addAction("&Reset columns", self.reset_columns)
        return menu
