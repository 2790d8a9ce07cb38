"""Rows of a short list that are as high as a long text in them needs: the text of one column wraps.

A list of more than `_MOST` rows has one line a row, so that it is laid out at once however long it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QStyleOptionViewItem, QTableView

from ibmonitor.models.table.column_model import CellLook, ColumnModel
from ibmonitor.models.table.list_table import ListTable
from ibmonitor.models.text.plain_text import cut
from ibmonitor.windows.table.scroll_anchor import ScrollAnchor
from ibmonitor.windows.theme.theme import row_height, tabular
from ibmonitor.windows.widgets.cell_delegate import MARGIN, CellDelegate, Index, indent_of

_MOST = 500
_LONGEST, _MOST_LINES = 2000, 60
"""Characters and lines of a text that are laid out: more end in an ellipsis. A copy and the Message tab have all."""
_LONG_WORD = re.compile(r"\S{28}(?=\S)")
"""Qt breaks lines between words, or anywhere: only a word longer than any exec ID may be broken."""
_BREAK = "\N{ZERO WIDTH SPACE}"


class WrappingDelegate(CellDelegate):
    """Paints a text in several lines where its row is higher than one."""

    def __init__(self, table: ColumnModel[Any], view: QTableView, wrapped: int) -> None:
        """`wrapped` is the number of the column whose text wraps."""
        super().__init__(table, view)
        self._wrapped = wrapped

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        one_line = row_height(self._view.fontMetrics())
        if option.rect.height() <= one_line:
            super().paint(painter, option, index)
        elif index.column() != self._wrapped:
            # Beside a text of several lines, everything else stands on the first. A new option has no state to paint.
            self.paint_state(painter, option.rect, option.state.value)
            first = QStyleOptionViewItem()
            first.rect = QRect(option.rect.x(), option.rect.y(), option.rect.width(), one_line)
            super().paint(painter, first, index)
        else:
            self._paint_wrapped(painter, option, index, one_line)

    def _paint_wrapped(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, one_line: int) -> None:
        look = self._table.look(index.row(), index.column())
        self.paint_state(painter, option.rect, option.state.value)
        pen = self._pen(look)
        font, metrics = QFont(pen.font), pen.metrics
        font.setStrikeOut(pen.is_struck)
        painter.save()
        painter.setPen(pen.color)
        painter.setFont(font)
        top = option.rect.y() + (one_line - metrics.height()) // 2
        if look.mark:
            painter.drawText(option.rect.x() + MARGIN, top + metrics.ascent(), look.mark)
        left = MARGIN + indent_of(look)
        room = QRect(option.rect.x() + left, top, option.rect.width() - left - MARGIN, option.rect.height())
        painter.setClipRect(option.rect)
        painter.drawText(room, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft, _shown(look.text))
        painter.restore()


class WrappedRows(QObject):
    """Sets the heights of a view's rows whenever its rows or the width of the column change."""

    def __init__(self, view: QTableView, table: ListTable[Any], wrapped: int) -> None:
        super().__init__(view)
        self._view = view
        self._table = table
        self._wrapped = wrapped
        self._is_one_line = True
        self._heights: list[tuple[object, int]] = []
        """Of each row, its record, and the height that it needs."""
        self._measured_for: object = None
        """With which font, and in how much room."""
        table.settled.connect(self.fit)
        table.modelReset.connect(self.fit)
        view.horizontalHeader().sectionResized.connect(self._on_section_resized)

    def fit(self) -> None:
        """Give each row the height that its text needs."""
        rows = self._view.verticalHeader()
        count = self._table.rowCount()
        if count > _MOST:
            if not self._is_one_line:
                self._set_all(rows, count, lambda _row: rows.defaultSectionSize())
            return
        font, known = tabular(self._view.font()), self._heights
        metrics = QFontMetrics(font)
        room = font.key(), self._view.columnWidth(self._wrapped), rows.defaultSectionSize()
        if room != self._measured_for:
            self._measured_for = room
            known.clear()
        del known[count:]
        for row, record in enumerate(self._table.records()):
            if row >= len(known) or known[row][0] is not record:
                known[row : row + 1] = [(record, self._height(row, metrics))]
        self._set_all(rows, count, lambda row: known[row][1])

    def _set_all(self, rows: QHeaderView, count: int, height: Callable[[int], int]) -> None:
        one_line = rows.defaultSectionSize()
        self._is_one_line = True
        for row in range(count):
            wanted = height(row)
            self._is_one_line = self._is_one_line and wanted == one_line
            if rows.sectionSize(row) != wanted:
                rows.resizeSection(row, wanted)

    def _height(self, row: int, metrics: QFontMetrics) -> int:
        one_line = self._view.verticalHeader().defaultSectionSize()
        look: CellLook = self._table.look(row, self._wrapped)
        text = _shown(look.text)
        room = self._view.columnWidth(self._wrapped) - 2 * MARGIN - indent_of(look)
        if room <= 0 or ("\n" not in text and metrics.horizontalAdvance(text) <= room):
            return one_line
        lines = metrics.boundingRect(QRect(0, 0, room, 1_000_000), int(Qt.TextFlag.TextWordWrap), text).height()
        return one_line - metrics.height() + lines

    def _on_section_resized(self, section: int) -> None:
        if section == self._wrapped:
            self.fit()


def _shown(text: str) -> str:
    """Return a text as it is painted: cut where it is too long, with a possible break in each very long word."""
    lines = text.split("\n", _MOST_LINES)
    shown = cut("\n".join([*lines[:_MOST_LINES], *("…" for _ in lines[_MOST_LINES:])]), _LONGEST)
    return _LONG_WORD.sub(rf"\g<0>{_BREAK}", shown)


class WrappedAnchor(ScrollAnchor):
    """Keeps the place in a view whose rows have heights of their own; for short lists."""

    def __init__(self, view: QTableView, table: ListTable[Any]) -> None:
        """To be made after the `WrappedRows` of the view, whose heights it needs."""
        super().__init__(view)
        table.settled.connect(self._on_rows_changed)

    def _place(self) -> tuple[int, int]:
        rows, value = self._view.verticalHeader(), self._view.verticalScrollBar().value()
        row = max(0, rows.logicalIndexAt(0))
        return row, value - rows.sectionPosition(row) if rows.count() else 0

    def _top_of(self, row: int) -> int:
        return self._view.verticalHeader().sectionPosition(row)
