"""`RowPainter`: paints the rows of a table that are in view, and keeps their cells for the next time.

A live table is painted many times a second, and most of its rows have only moved then. Qt asks the delegate for each
cell, which costs more than drawing its text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QRect
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyle, QTableView

from ibmonitor.models.table.column_model import LIGHT_ROLES, CellLook
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.windows.widgets.cell_delegate import Cell, CellDelegate

_SELECTED = QStyle.StateFlag.State_Selected.value
_FOCUSED = QStyle.StateFlag.State_HasFocus.value


class _Section(NamedTuple):
    """A column in view."""

    logical: int
    left: int
    width: int


class _Part(NamedTuple):
    """A cell of a row that is kept."""

    section: _Section
    look: CellLook
    cell: Cell | None


_Row = list[_Part]


class RowPainter:
    """Paints as `QTableView` does with this delegate, for a view that selects whole rows and has rows of one height."""

    def __init__(self, view: QTableView, table: RecordTable[Any], delegate: CellDelegate) -> None:
        self._view = view
        self._table = table
        self._delegate = delegate
        self._sections: list[_Section] = []
        self._kept: dict[Any, _Row] = {}
        """By record, the rows that were in view when the view last painted."""
        table.dataChanged.connect(self._on_data_changed)
        table.modelReset.connect(self.forget)

    def forget(self) -> None:
        """Any row may look different."""
        self._kept.clear()

    def paint(self, rect: QRect) -> None:
        """Paint what is in this part of the viewport."""
        view = self._view
        sections = self._sections_in_view()
        if sections != self._sections:
            self._sections = sections
            self.forget()
        height = view.verticalHeader().defaultSectionSize()
        rows = [(top, row, self._row(row)) for top, row in self._rows_in_view(height)]
        self._kept = {self._table.record(row): parts for _, row, parts in rows if _can_be_kept(parts)}
        if not sections or not rows:
            return
        widest = _widest_tails(parts for _, _, parts in rows)
        self._delegate.note_aligned(widest)
        with QPainter(view.viewport()) as painter:
            for top, row, parts in rows:
                if top <= rect.bottom() and top + height > rect.top():
                    self._paint_row(painter, row, QRect(0, top, 0, height), parts, widest)

    def _sections_in_view(self) -> list[_Section]:
        """The visible columns from left to right."""
        view, header = self._view, self._view.horizontalHeader()
        right, sections = view.viewport().width(), []
        for visual in range(header.count()):
            logical = header.logicalIndex(visual)
            width = header.sectionSize(logical)
            left = header.sectionViewportPosition(logical) if width else right
            if left < right and left + width > 0:
                sections.append(_Section(logical, left, width))
        return sections

    def _rows_in_view(self, height: int) -> Iterator[tuple[int, int]]:
        """The place of each row in view, and its number."""
        first = max(0, self._view.rowAt(0))
        top = self._view.rowViewportPosition(first)
        last = min(self._table.rowCount(), first - (top - self._view.viewport().height()) // height)
        return ((top + (row - first) * height, row) for row in range(first, last))

    def _row(self, row: int) -> _Row:
        return self._kept.get(self._table.record(row)) or self._fitted(row)

    def _fitted(self, row: int) -> _Row:
        parts: _Row = []
        start = -self._view.horizontalScrollBar().value()
        for section in self._sections:
            look = self._table.look(row, section.logical)
            is_leftmost = section.left == start
            cell = self._delegate.fitted(look, section.logical, section.width, can_be_bold=is_leftmost)
            parts.append(_Part(section, look, cell))
        return parts

    def _paint_row(self, painter: QPainter, row: int, rect: QRect, parts: _Row, widest: dict[int, int]) -> None:
        y, height = rect.y(), rect.height()
        if row % 2:
            first, last = parts[0].section, parts[-1].section
            brush = self._view.palette().brush(QPalette.ColorRole.AlternateBase)
            painter.fillRect(first.left, y, last.left + last.width - first.left, height, brush)
        state, focused = self._state(row)
        pen = None
        for (logical, left, width), look, cell in parts:
            cell_state = state | (_FOCUSED if logical == focused else 0)
            if cell_state or look.light or look.share is not None:
                self._delegate.paint_ground(painter, QRect(left, y, width, height), cell_state, look)
                pen = None
            if cell is not None:
                if cell.pen is not pen:
                    pen = cell.pen
                    pen.take(painter)
                cell.draw(painter, left, y, height, widest.get(logical, 0))

    def _state(self, row: int) -> tuple[int, int]:
        """The state of all cells of a row, and the column that has the focus; -1 for none."""
        view, selection = self._view, self._view.selectionModel()
        current = view.currentIndex()
        has_focus = current.row() == row and (view.hasFocus() or view.viewport().hasFocus())
        is_selected = selection.hasSelection() and selection.isSelected(
            self._table.index(row, self._sections[0].logical)
        )
        return _SELECTED if is_selected else 0, current.column() if has_focus else -1

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex, roles: Sequence[int]) -> None:
        if list(roles) == LIGHT_ROLES or not self._kept:
            return
        if last.row() - first.row() > len(self._kept):
            self.forget()
        else:
            for row in range(first.row(), last.row() + 1):
                self._kept.pop(self._table.record(row), None)


def _can_be_kept(parts: _Row) -> bool:
    """Not a row whose light fades, or whose mark shows what is below it: neither is a change of its record."""
    return not any(look.light or look.mark for _, look, _ in parts)


def _widest_tails(rows: Iterator[_Row]) -> dict[int, int]:
    """By column, the width of the longest fraction."""
    widest: dict[int, int] = {}
    for parts in rows:
        for (logical, _, _), _, cell in parts:
            if cell is not None and cell.tail >= 0 and cell.tail > widest.get(logical, -1):
                widest[logical] = cell.tail
    return widest
