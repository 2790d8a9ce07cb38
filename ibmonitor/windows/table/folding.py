"""`Folding`: keys and clicks that expand and collapse the rows of a `RecordTable`."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QTableView

from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.windows.table.chosen_row import ChosenRow
from ibmonitor.windows.widgets.cell_delegate import MARK_WIDTH

_EXPANDING_KEYS = frozenset({Qt.Key.Key_Right, Qt.Key.Key_Plus})
_COLLAPSING_KEYS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Minus})


class Folding:
    """For one view of one table. A view asks it before it handles an event itself."""

    def __init__(self, view: QTableView, table: RecordTable[Any], chosen: ChosenRow[Any]) -> None:
        self._view = view
        self._table = table
        self._chosen = chosen

    def handle_key(self, event: QKeyEvent) -> bool:
        """Right and + expand the current row, Left and - collapse it or its parent; return whether this was one."""
        key = Qt.Key(event.key())
        is_plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        is_known = key in _EXPANDING_KEYS or key in _COLLAPSING_KEYS
        if not is_known or not is_plain or not self._fold_current(expanded=key in _EXPANDING_KEYS):
            return False
        event.accept()
        return True

    def handle_press(self, event: QMouseEvent) -> bool:
        """A click on the mark of a row expands or collapses it, and selects nothing; return whether this was one."""
        index = self._view.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return False
        on_mark = event.position().x() < self._view.visualRect(index).x() + MARK_WIDTH + 4
        if not on_mark or not self._table.look(index.row(), index.column()).mark:
            return False
        record = self._table.record(index.row())
        self._table.set_expanded(record, expanded=not self._table.is_expanded(record))
        return True

    def _fold_current(self, *, expanded: bool) -> bool:
        """Expand or collapse; return whether the current row can be."""
        current = self._view.currentIndex()
        if not current.isValid() or not self._table.has_groups:
            return False
        record = self._table.record(current.row())
        parent = self._table.parent_record(record)
        if parent is not None and not expanded and self._chosen.choose(parent):
            record = parent
        if not self._table.is_expandable(record):
            return False
        self._table.set_expanded(record, expanded=expanded)
        return True
