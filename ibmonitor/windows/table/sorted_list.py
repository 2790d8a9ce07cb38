"""`SortedList`: a short table with sortable columns; a third click on a column restores TWS's order."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ibmonitor.models.table.column import Column
from ibmonitor.models.table.list_table import ListTable
from ibmonitor.windows.table.list_view import ListView

R = TypeVar("R")

_UP, _DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


class SortedList(ListView, Generic[R]):
    """Sorts the records it is given, which are values."""

    def __init__(self, table: ListTable[Any], name: str, *, wide: str = "", parent: QWidget | None = None) -> None:
        super().__init__(table, name, wide=wide, parent=parent)
        self.table = table
        self._given: list[R] = []
        self._by = -1
        self._direction = _UP
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, _UP)
        header.sectionClicked.connect(self._on_section_clicked)

    def show_records(self, records: Sequence[R]) -> None:
        """Show these records instead; a selected record stays selected if it is among them."""
        self._given = list(records)
        self._order()

    def sort_by(self, key: str, direction: Qt.SortOrder = _UP) -> None:
        """Sort by the column with this key; with an unknown key, keep the given order."""
        self._by, self._direction = self.table.column_number(key), direction
        self.horizontalHeader().setSortIndicator(self._by, direction)
        self._order()

    def _on_section_clicked(self, section: int) -> None:
        if section != self._by:
            self.sort_by(self.table.columns[section].key)
        elif self._direction == _UP:
            self.sort_by(self.table.columns[section].key, _DOWN)
        else:
            self.sort_by("")

    def _order(self) -> None:
        column = self.table.columns[self._by] if self._by >= 0 else None
        self.table.show(self._given if column is None else _in_order(self._given, column, self._direction))


def _in_order(records: list[R], column: Column[Any], direction: Qt.SortOrder) -> list[R]:
    """Equal records keep their order, and unknown values come last in both directions."""
    keyed = list(zip(column.sort_keys(records), records, strict=True))
    known = sorted((pair for pair in keyed if pair[0] is not None), key=itemgetter(0), reverse=direction == _DOWN)
    return [record for _, record in known] + [record for key, record in keyed if key is None]
