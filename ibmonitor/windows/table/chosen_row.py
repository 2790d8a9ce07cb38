"""`ChosenRow`: the chosen row of a view, identified by its record and not by its position.

Qt's current row moves to a neighbor when it is removed, and it can be a row that is not selected. The chosen row stays
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
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView

from ibmonitor.models.table.list_table import ListTable
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.table.tree_rows import TreeRows

K = TypeVar("K")
Index = QModelIndex | QPersistentModelIndex
Model = RecordTable[Any] | TreeRows[Any] | ListTable[Any]

_MODIFIERS = frozenset({Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta})
_NO_UPDATE = QItemSelectionModel.SelectionFlag.NoUpdate
_ADD_ROW = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
_THIS_ROW = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class ChosenRow(QObject, Generic[K]):
    """The current row of a view's selection, whether it is visible or not."""

    changed = Signal()
    """Another row is chosen, or none; or the chosen row has been hidden or shown."""

    def __init__(
        self,
        view: QAbstractItemView,
        model: Model,
        key_of: Callable[[Index], K],
        find: Callable[[K], QModelIndex],
    ) -> None:
        """Set the view's model.

        `key_of` returns the key of a row; `find` returns the cell of the row with a key that becomes the current one,
        invalid if there is no such row.
        """
        super().__init__(view)
        self._view = view
        self._key_of, self._find = key_of, find
        self._key: K | None = None
        self._is_shown = False
        self._is_own_change = False
        self.is_automatic = False
        """Whether the program has chosen the row, since it was the first, and the user has not touched it since."""
        self._is_moved = False
        """Whether the current row was reached from another one."""
        # Connected before the model is set: otherwise the selection makes a neighbor the current row first.
        model.rowsAboutToBeRemoved.connect(self._on_rows_leaving)
        model.modelReset.connect(self._on_reset)
        view.setModel(model)
        self._selection = view.selectionModel()
        self._selection.currentRowChanged.connect(self._on_current_changed)
        self._selection.selectionChanged.connect(self._on_selection_changed)
        view.pressed.connect(self.touch)
        model.settled.connect(self._on_settled)

    @property
    def key(self) -> K | None:
        """The key of the chosen row; `None` if none is chosen."""
        return self._key

    @property
    def is_shown(self) -> bool:
        """Whether the view shows the chosen row: it is then the current row, and selected."""
        return self._is_shown

    @property
    def is_folded(self) -> bool:
        """Whether a parent row in a tree is collapsed."""
        view, above = self._view, self._selection.currentIndex().parent()
        while isinstance(view, QTreeView) and above.isValid() and view.isExpanded(above):
            above = above.parent()
        return above.isValid()

    @property
    def is_in_view(self) -> bool:
        """Whether at least half of the row is visible."""
        return self._is_within(self._view.viewport().height())

    def _is_within(self, height: int) -> bool:
        if self._key is None or not self._is_shown or self.is_folded:
            return False
        return 0 <= self._view.visualRect(self._find(self._key)).center().y() <= height

    @contextmanager
    def kept_in_view(self, former_height: int) -> Iterator[None]:
        """Keep a row that was visible in sight while its view, formerly so high, is laid out in a new size."""
        was_in_view = self._is_within(former_height)
        yield
        if was_in_view:
            self.scroll_into_view(QAbstractItemView.ScrollHint.EnsureVisible)

    def scroll_into_view(
        self, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.PositionAtCenter
    ) -> None:
        """Scroll to the row if it is shown and not visible; never scroll sideways.

        For a row that only the program has chosen, the view stays at its top, and the first row is chosen instead.
        """
        # Only the layout that Qt has deferred updates the scroll bar's range.
        self._view.executeDelayedItemsLayout()
        if self.is_in_view:
            return
        if self.is_automatic:
            self.choose_first()
        elif self._key is not None and self._is_shown and not self.is_folded:
            aside = self._view.horizontalScrollBar().value()
            self._view.scrollTo(self._find(self._key), hint)
            self._view.horizontalScrollBar().setValue(aside)

    def unfold(self) -> None:
        """Expand the parents of the row in a tree."""
        above = self._selection.currentIndex().parent()
        while isinstance(self._view, QTreeView) and above.isValid():
            self._view.expand(above)
            above = above.parent()

    def choose(self, key: K) -> bool:
        """Select only the row with this key and scroll to it; return whether there is such a row."""
        self.touch()
        index = self._find(key)
        if index.isValid():
            # Not the view's `setCurrentIndex`: that adds to the selection while Ctrl is held.
            self._selection.setCurrentIndex(index, _THIS_ROW)
            self.unfold()
            self.scroll_into_view()
        return index.isValid()

    def choose_first(self) -> bool:
        """Select only the first row, as a choice of the program; return whether there is one."""
        first = self._view.model().index(0, 0)
        if first.isValid():
            self.is_automatic = self.choose(self._key_of(first))
        return first.isValid()

    def touch(self) -> None:
        """The user has done something with the row: it is his choice now."""
        self.is_automatic = False

    def touch_by_key(self, event: QKeyEvent) -> None:
        """The view has the key. Ctrl alone, of Ctrl+F or Ctrl+2, does nothing with the row."""
        if event.key() not in _MODIFIERS:
            self.touch()

    def replace(self, key: K | None) -> None:
        """Choose this row instead: the record of the chosen one was merged into it. `None` chooses none."""
        self._key, self._is_shown = key, False
        self.is_automatic = self.is_automatic and key is not None
        self.changed.emit()

    # What the user does

    def _on_current_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        self._is_moved = previous.isValid()
        # A click first makes a row the current one, and then selects it.
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
        """The user has deselected the current row."""
        others = self._selection.selection()
        if others.isEmpty():
            self._clear_current()
            self.replace(None)
        else:
            self._make_current(others)

    def select_current(self) -> None:
        """Select the current row if it is not selected. Call this after the view has handled a key or got the focus.

        Ctrl and a key can move without selecting. On focus, a view without a current row makes the first one current.
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
        if key != self._key:
            self.touch()
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
        """Select the chosen row if it is shown again, without scrolling."""
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
