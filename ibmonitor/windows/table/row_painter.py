"""`RowPainter`: paints the rows of a table that are in view, and keeps their cells for the next time.

A live table is painted many times a second, and most of its rows have only moved then. Qt asks the delegate for each
cell, which costs more than drawing its text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QRect, Qt
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
        # Without this, Qt paints all that the view lies on before each of its cells that changes.
        view.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        table.dataChanged.connect(self._on_data_changed)
        # While it is not shown, nothing tells that it has changed: it may come back before the view paints again.
        table.rowsAboutToBeRemoved.connect(lambda _parent, first, last: self._drop(first, last))
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
        self._kept = {self._table.record(row): parts for _, row, parts in rows if not _is_foldable(parts)}
        widest = _widest_tails(parts for _, _, parts in rows)
        self._delegate.note_aligned(widest)
        with QPainter(view.viewport()) as painter:
            painter.fillRect(rect, view.palette().brush(view.viewport().backgroundRole()))
            if sections:
                self._paint_rows(
                    painter,
                    [each for each in rows if each[0] <= rect.bottom() and each[0] + height > rect.top()],
                    widest,
                )

    def _paint_rows(self, painter: QPainter, rows: list[tuple[int, int, _Row]], widest: dict[int, int]) -> None:
        height = self._view.verticalHeader().defaultSectionSize()
        first, last = self._sections[0], self._sections[-1]
        alternate = self._view.palette().brush(QPalette.ColorRole.AlternateBase)
        selected, focused = self._selected(row for _, row, _ in rows), self._focused()
        for top, row, parts in rows:
            if row % 2:
                painter.fillRect(first.left, top, last.left + last.width - first.left, height, alternate)
            state, light = _SELECTED if row in selected else 0, self._table.light(row)
            pen = None
            for (logical, left, width), look, cell in parts:
                cell_state = state | _FOCUSED if (row, logical) == focused else state
                if cell_state or light or look.share is not None:
                    self._delegate.paint_ground(painter, QRect(left, top, width, height), cell_state, look, light)
                    pen = None
                if cell is not None:
                    if cell.pen is not pen:
                        pen = cell.pen
                        pen.take(painter)
                    cell.draw(painter, left, top, height, widest.get(logical, 0))

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
        kept = self._kept.get(self._table.record(row))
        # A row that is lit differs in more than its ground.
        if kept is None or bool(kept[0].look.light) != bool(self._table.light(row)):
            return self._fitted(row)
        return kept

    def _fitted(self, row: int) -> _Row:
        parts: _Row = []
        start = -self._view.horizontalScrollBar().value()
        for section in self._sections:
            look = self._table.look(row, section.logical)
            is_leftmost = section.left == start
            cell = self._delegate.fitted(look, section.logical, section.width, can_be_bold=is_leftmost)
            parts.append(_Part(section, look, cell))
        return parts

    def _selected(self, rows: Iterable[int]) -> set[int]:
        """Those of these rows that are selected."""
        selection, column = self._view.selectionModel(), self._sections[0].logical
        if not selection.hasSelection():
            return set()
        return {row for row in rows if selection.isSelected(self._table.index(row, column))}

    def _focused(self) -> tuple[int, int]:
        """The row and column of the cell that has the focus; -1 for none."""
        view = self._view
        current = view.currentIndex()
        return (current.row(), current.column()) if view.hasFocus() or view.viewport().hasFocus() else (-1, -1)

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex, roles: Sequence[int]) -> None:
        if list(roles) != LIGHT_ROLES:
            self._drop(first.row(), last.row())

    def _drop(self, first: int, last: int) -> None:
        """Keep these rows no longer."""
        if last - first > len(self._kept):
            self.forget()
        elif self._kept:
            for row in range(first, last + 1):
                self._kept.pop(self._table.record(row), None)


def _is_foldable(parts: _Row) -> bool:
    """Whether its mark shows what is below it, which changes without its record."""
    return any(look.mark for _, look, _ in parts)


def _widest_tails(rows: Iterator[_Row]) -> dict[int, int]:
    """By column, the width of the longest fraction."""
    widest: dict[int, int] = {}
    for parts in rows:
        for (logical, _, _), _, cell in parts:
            if cell is not None and cell.tail >= 0 and cell.tail > widest.get(logical, -1):
                widest[logical] = cell.tail
    return widest
