"""A table's header: a click sorts, Ctrl+click removes the sorting; saves columns and order by their keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView, QTreeView

from ibmonitor.models.table.column import Column
from ibmonitor.models.text.shown_zone import SHOWN_ZONE
from ibmonitor.settings.window_state import ColumnState, TableState
from ibmonitor.windows.table.column_chooser import ColumnChooser
from ibmonitor.windows.table.column_room import first_width, give_times_room

_LEAST_WIDTH = 32
_WIDEST = 420
"""Pixels: the limit when a column is fitted to its contents."""
_SPARE = 7
"""Pixels that a fitted column is wider than its contents."""
_MOST_MISSING = 90
"""Pixels by which a column is widened for a text: longer ones are shortened, and their tooltip has them."""
_FIT_ROWS = 200
"""How many rows are measured when widths are fitted to contents."""


class RecordHeader(QHeaderView):
    """The horizontal header over a table of columns."""

    order_chosen = Signal(int, Qt.SortOrder)
    """The column to sort by; -1 for none."""

    def __init__(
        self,
        columns: Sequence[Column[Any]],
        view: QTableView | QTreeView,
        unsorted: str = "&Unsorted (as received)",
    ) -> None:
        """Become the header of a view that has its model; `unsorted` is the order without a column to sort by."""
        super().__init__(Qt.Orientation.Horizontal, view)
        self._columns = columns
        self._view = view
        self._unsorted = unsorted
        if isinstance(view, QTableView):
            view.setHorizontalHeader(self)
        else:
            view.setHeader(self)
        # Only now: a view hides the sort arrow when it is given a header.
        self.setSortIndicatorShown(True)
        self.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self._widest = [number for number, column in enumerate(columns) if column.takes_free_width]
        """The columns that take the free width; the last one does where none of them is shown."""
        self._is_filling = False
        self._too_narrow: dict[int, int] = {}
        """By how many pixels columns are too narrow for what is seen in them."""
        self._sized_by_user: set[int] = set()
        self._before_widening: dict[int, int] = {}
        """The former sizes of columns that were widened for a text; given back when the table gets narrower."""
        self._widening = QTimer(self)
        self._widening.setSingleShot(True)
        self._widening.setInterval(0)
        self._widening.timeout.connect(self._widen)
        self._is_pressed = False
        """The left button has been pressed on the header, and is held."""
        self.setMinimumSectionSize(_LEAST_WIDTH)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName("Columns")
        self.sectionClicked.connect(self._on_section_clicked)
        self.sectionResized.connect(self._on_section_resized)
        # After a sort, Qt gives the sections their sizes one by one: meanwhile there seems to be free width.
        view.model().layoutChanged.connect(self.fill_width)
        self.customContextMenuRequested.connect(self._on_menu_requested)
        self.reset_columns()
        SHOWN_ZONE.changed.connect(self._give_times_room)
        SHOWN_ZONE.day_changed.connect(self._on_day_changed)

    def reset_columns(self) -> None:
        """Show the default columns, in their default order and widths."""
        self._sized_by_user.clear()
        self._before_widening.clear()
        for logical, column in enumerate(self._columns):
            self.moveSection(self.visualIndex(logical), logical)
            self.resizeSection(logical, first_width(self, column))
            self.setSectionHidden(logical, not column.visible)
        self._give_times_room()
        self.fill_width()

    def fill_width(self) -> None:
        """Give the free width to the column that takes it, at least its own."""
        wide = next((logical for logical in self._widest if not self.isSectionHidden(logical)), None)
        self.setStretchLastSection(wide is None)
        if wide is None or self._is_filling:
            return
        others = sum(map(self.sectionSize, range(self.count()))) - self.sectionSize(wide)
        self._is_filling = True
        self.resizeSection(wide, max(self._columns[wide].width, self.width() - others))
        self._is_filling = False

    def note_shortened(self, logical: int, missing: int) -> None:
        """A text of this column does not fit, by so many pixels: widen it soon, if another has free width."""
        if logical not in self._sized_by_user and missing <= _MOST_MISSING:
            self._too_narrow[logical] = max(missing, self._too_narrow.get(logical, 0))
            if not self._widening.isActive():
                self._widening.start()

    def _widen(self) -> None:
        """Widen columns from what the one that takes the free width can spare.

        For a number or a time, which misleads when it is cut, that is all that it has more than at first. For a name
        it keeps enough to be read itself: it has the reasons.
        """
        shown = self.visible_columns()
        giver = next((logical for logical in self._widest if logical in shown), shown[-1])
        for logical, missing in self._too_narrow.items():
            column = self._columns[logical]
            is_exact = column.moment is not None or bool(column.alignment & Qt.AlignmentFlag.AlignRight)
            kept = first_width(self, self._columns[giver])
            spare = self.sectionSize(giver) - (kept if is_exact else max(kept, _WIDEST))
            if logical != giver and logical in shown and missing <= spare:
                self._before_widening.setdefault(logical, self.sectionSize(logical))
                self.resizeSection(logical, self.sectionSize(logical) + missing)
        self._too_narrow.clear()

    def _give_times_room(self) -> None:
        if SHOWN_ZONE.is_by_row:
            give_times_room(self, self._columns)

    def _on_day_changed(self) -> None:
        """What was of today gets its date."""
        give_times_room(self, self._columns)

    def choose_order(self, logical: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, or by none with -1, and show the sort arrow."""
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
        """Show or hide a column; the last visible one stays."""
        if shown or self.visible_columns() != [logical]:
            self.setSectionHidden(logical, not shown)
            if shown and self.sectionSize(logical) < _LEAST_WIDTH:
                self.resizeSection(logical, self._columns[logical].width)
            self.fill_width()

    def choose_columns(self) -> None:
        """Open the dialog of all columns."""
        chooser = ColumnChooser(self, self._columns, self._view)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.open()

    def fit_columns(self) -> None:
        """Fit the visible columns to their titles and to the rows near the visible ones."""
        self.setResizeContentsPrecision(_FIT_ROWS)
        for logical in self.visible_columns():
            wanted = max(self._view.sizeHintForColumn(logical), self.sectionSizeHint(logical))
            self.resizeSection(logical, min(wanted + _SPARE, _WIDEST))

    def table_state(self) -> TableState:
        """The columns and the order to save; the page adds its filters."""
        section = self.sortIndicatorSection()
        return TableState(
            columns=self.column_states(),
            sort_key=None if section < 0 else self._columns[section].key,
            descending=self.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder,
        )

    def restore(self, state: TableState) -> None:
        """Restore columns and order; if the sorted column no longer exists, the table is unsorted."""
        self.restore_columns(state.columns)
        keys = [column.key for column in self._columns]
        if state.sort_key in keys:
            order = Qt.SortOrder.DescendingOrder if state.descending else Qt.SortOrder.AscendingOrder
            self.choose_order(keys.index(state.sort_key), order)
        elif self.sortIndicatorSection() >= 0:
            self.choose_order(-1)

    def column_states(self) -> tuple[ColumnState, ...]:
        """The state of every column to save, from left to right; a hidden one keeps its default width."""
        states = []
        for visual in range(self.count()):
            logical = self.logicalIndex(visual)
            hidden = self.isSectionHidden(logical)
            width = self._columns[logical].width if hidden else self.sectionSize(logical)
            states.append(ColumnState(self._columns[logical].key, width, not hidden))
        return tuple(states)

    def restore_columns(self, states: Sequence[ColumnState]) -> None:
        """Restore the columns; columns that are not in `states` keep their defaults, to the right."""
        self.reset_columns()
        logical_of = {column.key: logical for logical, column in enumerate(self._columns)}
        known = [state for state in states if state.key in logical_of]
        if not any(state.visible for state in known):
            return
        for visual, state in enumerate(known):
            logical = logical_of[state.key]
            self.moveSection(self.visualIndex(logical), visual)
            self.resizeSection(logical, max(state.width, _LEAST_WIDTH))
            if state.width < self._columns[logical].width:
                self._sized_by_user.add(logical)
            self._before_widening.pop(logical, None)
            self.setSectionHidden(logical, not state.visible)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() < event.oldSize().width():
            for logical, width in self._before_widening.items():
                self.resizeSection(logical, width)
            self._before_widening.clear()
        self.fill_width()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fill_width()

    def _on_section_resized(self, logical: int) -> None:
        if not self.isVisible():
            # Hundreds are sized while the window is made.
            return
        if self._is_pressed and not self._is_filling:
            self._sized_by_user.add(logical)
        self.fill_width()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # A button that is down elsewhere, such as on a tab, sizes nothing.
        self._is_pressed = event.button() is Qt.MouseButton.LeftButton
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._is_pressed = event.button() is Qt.MouseButton.LeftButton
        super().mouseDoubleClickEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._is_pressed = False

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
        """The menu of a column; -1 if there is none under the pointer."""
        menu = QMenu(self)
        if logical >= 0:
            title = self._columns[logical].title.replace("&", "&&")
            ascending, descending = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
            menu.addAction(f"Sort by {title}, a&scending", lambda: self.choose_order(logical, ascending))
            menu.addAction(f"Sort by {title}, &descending", lambda: self.choose_order(logical, descending))
            hide = menu.addAction(f"&Hide {title}", lambda: self.set_shown(logical, shown=False))
            hide.setEnabled(len(self.visible_columns()) > 1)
            menu.addSeparator()
        unsorted = menu.addAction(self._unsorted, lambda: self.choose_order(-1))
        unsorted.setEnabled(self.sortIndicatorSection() != -1)
        menu.addAction("C&olumns…", self.choose_columns)
        menu.addAction("Fit &widths to contents", self.fit_columns)
        menu.addAction("&Reset columns", self.reset_columns)
        return menu
