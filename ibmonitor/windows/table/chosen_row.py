"""`ChosenRow`: the row that is chosen in a view, known by what it is about and not by where it stands.

Qt's current row moves to a neighbor when it is removed, and it can be on a row that is not selected. The choice stays
with its record: a filter that hides the row changes nothing, the row is selected again when it is shown again, and the
current row is always a selected one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Signal,
)
from PySide6.QtWidgets import QAbstractItemView, QTreeView

from ibmonitor.models.table.list_table import ListTable
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.table.tree_rows import TreeRows

K = TypeVar("K")
Index = QModelIndex | QPersistentModelIndex
Model = RecordTable[Any] | TreeRows[Any] | ListTable[Any]

_NO_UPDATE = QItemSelectionModel.SelectionFlag.NoUpdate
_ADD_ROW = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
_THIS_ROW = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class ChosenRow(QObject, Generic[K]):
    """The current row of a view's selection, while it is shown and while it is not."""

    changed = Signal()
    """Another row is chosen, or none is; or the rows have changed and the chosen one is not among them, or again is."""

    def __init__(
        self,
        view: QAbstractItemView,
        model: Model,
        key_of: Callable[[Index], K],
        find: Callable[[K], QModelIndex],
    ) -> None:
        """Give the view its model.

        `key_of` is what a row is about; `find` is the cell of the row about it that becomes the current one, invalid
        where no row is.
        """
        super().__init__(view)
        self._view = view
        self._key_of, self._find = key_of, find
        self._key: K | None = None
        self._is_shown = False
        self._is_own_change = False
        self._is_moved = False
        """Whether the current row was reached from another one."""
        # Connected before the model is set: else the selection would make a neighbor the current row first.
        model.rowsAboutToBeRemoved.connect(self._on_rows_leaving)
        model.modelReset.connect(self._on_reset)
        view.setModel(model)
        self._selection = view.selectionModel()
        self._selection.currentRowChanged.connect(self._on_current_changed)
        self._selection.selectionChanged.connect(self._on_selection_changed)
        model.settled.connect(self._on_settled)

    @property
    def key(self) -> K | None:
        """What the chosen row is about; `None` where none is chosen."""
        return self._key

    @property
    def is_shown(self) -> bool:
        """Whether the chosen row is among those of the view: it is the current row then, and selected."""
        return self._is_shown

    @property
    def is_folded(self) -> bool:
        """Whether it is below a row of a tree that is collapsed."""
        view, above = self._view, self._selection.currentIndex().parent()
        while isinstance(view, QTreeView) and above.isValid() and view.isExpanded(above):
            above = above.parent()
        return above.isValid()

    @property
    def is_in_view(self) -> bool:
        """Whether at least half of the row can be seen."""
        if self._key is None or not self._is_shown or self.is_folded:
            return False
        return 0 <= self._view.visualRect(self._find(self._key)).center().y() <= self._view.viewport().height()

    def scroll_into_view(self) -> None:
        """Scroll to the row where it is shown and out of sight; to the side, nothing moves."""
        if self._key is None or not self._is_shown or self.is_folded:
            return
        # The scroll bar's range is brought up to date only by the layout that Qt has put off.
        self._view.executeDelayedItemsLayout()
        if not self.is_in_view:
            aside = self._view.horizontalScrollBar().value()
            self._view.scrollTo(self._find(self._key), QAbstractItemView.ScrollHint.PositionAtCenter)
            self._view.horizontalScrollBar().setValue(aside)

    def unfold(self) -> None:
        """Expand the rows of a tree that the row is below."""
        above = self._selection.currentIndex().parent()
        while isinstance(self._view, QTreeView) and above.isValid():
            self._view.expand(above)
            above = above.parent()

    def choose(self, key: K) -> bool:
        """Select the row with this key alone and bring it into sight; return whether there is such a row."""
        index = self._find(key)
        if index.isValid():
            # Not the view's `setCurrentIndex`, which adds to the selection while Ctrl is held.
            self._selection.setCurrentIndex(index, _THIS_ROW)
            self.unfold()
            self.scroll_into_view()
        return index.isValid()

    def replace(self, key: K | None) -> None:
        """Choose this row from now on: what the chosen one was about has become part of it. `None` chooses none."""
        self._key, self._is_shown = key, False
        self.changed.emit()

    # What the user does

    def _on_current_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        self._is_moved = previous.isValid()
        # A click makes a row the current one first, and selects it then.
        if not self._is_own_change and current.isValid() and self._selection.isSelected(current):
            self._set_chosen(current)

    def _on_selection_changed(self, selected: QItemSelection) -> None:
        if self._is_own_change:
            return
        current = self._selection.currentIndex()
        if current.isValid() and self._selection.isSelected(current):
            self._set_chosen(current)
        elif not selected.isEmpty():
            self._make_current(selected)
        elif self._is_shown:
            self._on_deselected()

    def _on_deselected(self) -> None:
        """The user has taken the current row out of the selection."""
        others = self._selection.selection()
        if others.isEmpty():
            self._clear_current()
            self.replace(None)
        else:
            self._make_current(others)

    def select_current(self) -> None:
        """Leave no current row unselected: call it once the view has dealt with a key or has got the focus.

        Ctrl and a key can move without selecting. A view without a current row makes the first one so with the focus.
        """
        current = self._selection.currentIndex()
        if not current.isValid() or self._selection.isSelected(current):
            return
        if self._is_moved:
            self._selection.select(current, _THIS_ROW)
        else:
            self._clear_current()
            self._on_settled()

    def _set_chosen(self, current: QModelIndex) -> None:
        key = self._key_of(current)
        if key != self._key or not self._is_shown:
            self._key, self._is_shown = key, True
            self.changed.emit()

    # What the model does

    def _on_rows_leaving(self, parent: QModelIndex, first: int, last: int) -> None:
        index = self._selection.currentIndex()
        while index.isValid() and index.parent() != parent:
            index = index.parent()
        if index.isValid() and first <= index.row() <= last:
            self._is_shown = False
            self._clear_current()

    def _on_reset(self) -> None:
        if self._key is not None and not self._find(self._key).isValid():
            self.replace(None)

    def _on_settled(self) -> None:
        """Select the chosen row where it is shown again, without moving what is being read."""
        if self._key is None:
            return
        index = self._find(self._key)
        before = self._key, self._is_shown
        self._is_shown = index.isValid()
        if self._is_shown:
            self._key = self._key_of(index)
            is_current = self._selection.currentIndex().siblingAtColumn(index.column()) == index
            if not is_current or not self._selection.isSelected(index):
                self._select(index)
        if not self._is_shown or before != (self._key, True):
            self.changed.emit()

    # The selection

    def _make_current(self, rows: QItemSelection) -> None:
        """Make the first of these selected rows the current one."""
        index = self._find(self._key_of(rows.at(0).topLeft()))
        self._selection.setCurrentIndex(index, _NO_UPDATE)

    def _clear_current(self) -> None:
        with self._own_change():
            self._selection.clearCurrentIndex()

    def _select(self, index: QModelIndex) -> None:
        with self._own_change():
            self._selection.setCurrentIndex(index, _ADD_ROW)
        self.unfold()

    @contextmanager
    def _own_change(self) -> Iterator[None]:
        scrolls = self._view.hasAutoScroll()
        self._is_own_change = True
        self._view.setAutoScroll(False)
        try:
            yield
        finally:
            self._view.setAutoScroll(scrolls)
            self._is_own_change = False
