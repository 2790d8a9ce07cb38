"""`RowPainter`: paints the rows of a table that are in view, and keeps their cells for the next time.

A live table is painted many times a second, and most of its rows have only moved then. Qt asks the delegate for each
cell, which costs more than drawing its text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QTableView

from ibmonitor.models.table.column_model import CellLook
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.windows.widgets.cell_delegate import FOCUSED, SELECTED, Cell, CellDelegate


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
        self._place = (-1, -1, -1)
        self._is_outdated = True
        """Whether other rows may be in view than when it last painted, or rows have changed."""
        self._has_foldable = False
        """Whether a row is in view that is not kept."""
        self._widest: dict[int, int] = {}
        """By column, what its numbers are aligned with."""
        # Without this, Qt paints all that the view lies on before each of its cells that changes.
        view.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        table.dataChanged.connect(lambda first, last: self._drop(first.row(), last.row()))
        # While it is not shown, nothing tells that it has changed: it may come back before the view paints again.
        table.rowsAboutToBeRemoved.connect(lambda _parent, first, last: self._drop(first, last))
        table.modelReset.connect(self.forget)
        for moved in (table.rowsInserted, table.rowsMoved, table.layoutChanged):
            moved.connect(self._on_rows_moved)
        table.light_changed.connect(self._on_light_changed)
        table.look_changed.connect(self._on_look_changed)

    def forget(self) -> None:
        """Any row may look different."""
        self._kept.clear()
        self._is_outdated = True

    def paint(self, rect: QRect) -> None:
        """Paint what is in this part of the viewport."""
        view = self._view
        sections = self._sections_in_view()
        if sections != self._sections:
            self._sections = sections
            self.forget()
        height = view.verticalHeader().defaultSectionSize()
        place = first, last, top = self._place_of_rows(height)
        if self._is_outdated or place != self._place:
            self._place, self._is_outdated = place, False
            self._keep(range(first, last))
        painted = range(
            max(first, first + (rect.top() - top) // height), min(last, first + (rect.bottom() - top) // height + 1)
        )
        with QPainter(view.viewport()) as painter:
            painter.fillRect(rect, view.palette().brush(view.viewport().backgroundRole()))
            if sections:
                self._paint_rows(painter, [(top + (row - first) * height, row) for row in painted])

    def _keep(self, rows: Iterable[int]) -> None:
        """Keep the rows in view, and note what numbers are aligned with in them: all are painted anew if that moves."""
        parts = [(self._table.record(row), self._row(row)) for row in rows]
        self._kept = {record: row for record, row in parts if not _is_foldable(row)}
        self._has_foldable = len(self._kept) < len(parts)
        self._widest = _widest_tails(row for _, row in parts)
        self._delegate.note_aligned(self._widest)

    def _paint_rows(self, painter: QPainter, rows: list[tuple[int, int]]) -> None:
        height, delegate, widest = self._view.verticalHeader().defaultSectionSize(), self._delegate, self._widest
        first, last = self._sections[0], self._sections[-1]
        width = last.left + last.width - first.left
        alternate = self._view.palette().brush(QPalette.ColorRole.AlternateBase)
        selected, focused = self._selected(row for _, row in rows), self._focused()
        for top, row in rows:
            if row % 2:
                painter.fillRect(first.left, top, width, height, alternate)
            light = self._table.light(row)
            if light:
                delegate.paint_light(painter, QRect(first.left, top, width, height), light)
            if row in selected:
                delegate.paint_state(painter, QRect(first.left, top, width, height), SELECTED)
            pen = None
            for (logical, left, cell_width), look, cell in self._row(row):
                if (row, logical) == focused:
                    delegate.paint_state(painter, QRect(left, top, cell_width, height), FOCUSED)
                    pen = None
                if look.share is not None:
                    delegate.paint_share(painter, QRect(left, top, cell_width, height), look)
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

    def _place_of_rows(self, height: int) -> tuple[int, int, int]:
        """The first row in view, the one after the last, and where the first is painted."""
        first = max(0, self._view.rowAt(0))
        top = self._view.rowViewportPosition(first)
        return first, min(self._table.rowCount(), first - (top - self._view.viewport().height()) // height), top

    def _row(self, row: int) -> _Row:
        record = self._table.record(row)
        parts = self._kept.get(record)
        # A row that is lit differs in more than its ground.
        if parts is None or bool(parts[0].look.light) != bool(self._table.light(row)):
            parts = self._fitted(row)
            if not _is_foldable(parts):
                self._kept[record] = parts
        return parts

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

    def _on_rows_moved(self) -> None:
        self._is_outdated = True

    def _on_light_changed(self, rows: Iterable[int]) -> None:
        view, height = self._view, self._view.verticalHeader().defaultSectionSize()
        for row in rows:
            view.viewport().update(0, view.rowViewportPosition(row), view.viewport().width(), height)

    def _on_look_changed(self, is_different: Callable[[Any], bool]) -> None:
        """Paint again if one of the records in view is among those: of a list that is repeated, most are not."""
        different = [record for record in self._kept if is_different(record)]
        for record in different:
            del self._kept[record]
        if different or self._has_foldable:
            self._is_outdated = True
            self._view.viewport().update()

    def _drop(self, first: int, last: int) -> None:
        """Keep these rows no longer."""
        self._is_outdated = True
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
