"""Paints cells: tones become colors and fonts, and the decimal points of the numbers in view are aligned.

Painted here rather than by the style: a live table is repainted many times a second, and a style asks the model ten
questions for every cell and lays out every text again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, cast

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter, QPalette, QStaticText
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QToolTip

from ibmonitor.models.table.column_model import CellLook, ColumnModel
from ibmonitor.models.text.plain_text import cut, plain_tooltip
from ibmonitor.windows.theme.contrast import blend
from ibmonitor.windows.theme.theme import selection_tint, tabular, tokens_of, tone_color

COLORS = {
    "good": "good",
    "bad": "bad",
    "warning": "warning",
    "pending": "muted",
    "stale": "muted",
    "done": "muted",
    "superseded": "muted",
    "buy": "info",
    "sell": "warning",
}
"""Tones of the models to tones of the theme. Words or fonts show the same: color is never the only sign."""

_OVERRULING = frozenset({"done", "stale", "superseded"})
"""Tones of a row that override those of its cells."""

_ALARMING = frozenset({"bad", "warning"})
"""Tones of a cell that are seen in a stale row too: a rejection stays one when the connection is lost."""

MARGIN = 4
"""Pixels free at each side of a cell."""

BAR_WIDTH = 3
"""Pixels of the bar at the left of a selected row: its tint alone is too faint for some eyes and screens."""

_BAR_HEIGHT = 3
"""Pixels of the bar that shows how much is filled; fewer where the text leaves fewer below it."""

MARK_WIDTH = 16
"""Pixels for the mark of an expandable row."""

PART_INDENT = 24
"""Pixels by which a child row is indented: past the text of its parent."""

_MOST_PAINTED = 2000
"""Characters. Laying out a text of millions takes a second, and its width overflows Qt's integers."""

_CACHED_TEXTS = 5000
"""Size of the cache of laid-out texts of each tone: a few screens full."""

# Looked up once, and flags as plain numbers: an operation on Python's flags costs more than drawing a rectangle.
_PLAIN = Qt.TextFormat.PlainText
_RIGHT = int(Qt.AlignmentFlag.AlignRight)
SELECTED = QStyle.StateFlag.State_Selected.value
FOCUSED = QStyle.StateFlag.State_HasFocus.value

Index = QModelIndex | QPersistentModelIndex


class _LaidOut(NamedTuple):
    text: QStaticText
    width: int


class Pen:
    """Pen and font of one tone, and its cache of laid-out texts."""

    def __init__(self, color: QColor, font: QFont, *, is_struck: bool) -> None:
        self.color = color
        self.font = font
        self.is_struck = is_struck
        """The line is drawn by hand: on a scaled screen, Qt misplaces the strike-out line of a static text."""
        self.metrics = QFontMetrics(font)
        self.height = self.metrics.height()
        self.line = self.metrics.ascent() - self.metrics.strikeOutPos()
        """Where the line is drawn, in pixels below the upper edge of the text."""
        self._texts: dict[str, _LaidOut] = {}

    def laid_out(self, text: str) -> _LaidOut:
        found = self._texts.get(text)
        if found is None:
            if len(self._texts) >= _CACHED_TEXTS:
                self._texts.clear()
            static = QStaticText(text)
            static.setTextFormat(_PLAIN)
            static.prepare(font=self.font)
            found = self._texts[text] = _LaidOut(static, round(static.size().width()))
        return found

    def take(self, painter: QPainter) -> None:
        """Have the painter draw with it."""
        painter.setPen(self.color)
        painter.setFont(self.font)


class Cell(NamedTuple):
    """The text of a cell, ready to be drawn."""

    pen: Pen
    text: QStaticText
    width: int
    left: int
    """Where the text begins in its cell, in pixels, before numbers are aligned with each other."""
    spare: int
    """By how much it can begin further left."""
    tail: int
    """The width of what follows the place at which its column is aligned; -1 where it is not aligned."""
    mark: QStaticText | None

    def draw(self, painter: QPainter, x: int, y: int, height: int, widest_tail: int) -> None:
        """Draw it in the cell at this place with its pen; `widest_tail` is what its column is aligned with."""
        y += (height - self.pen.height) // 2
        if self.mark is not None:
            painter.drawStaticText(x + MARGIN, y, self.mark)
        x += self.left
        if 0 <= self.tail < widest_tail:
            x -= min(self.spare, widest_tail - self.tail)
        painter.drawStaticText(x, y, self.text)
        if self.pen.is_struck:
            painter.drawLine(x, y + self.pen.line, x + self.width - 1, y + self.pen.line)


class CellDelegate(QStyledItemDelegate):
    """Paints the cells of one view over one table."""

    shortened = Signal(int, int)
    """A column, and by how many pixels it is too narrow for a text that has just been painted in it."""

    def __init__(self, table: ColumnModel[Any], view: QAbstractItemView) -> None:
        super().__init__(view)
        self._table = table
        self._view = view
        self._widest_tails: dict[int, int] = {}
        """By column, while the view paints: the width of the longest fraction in view."""
        self._aligned: dict[int, int] = {}
        """The same as when the view last painted."""
        self.forget_look()

    def forget_look(self) -> None:
        """Clear cached fonts and colors: the palette or the font has changed."""
        self._pens: dict[tuple[str, bool, bool], Pen] = {}
        palette = self._view.palette()
        self._selection = selection_tint(palette)
        self._focus = palette.color(QPalette.ColorRole.Accent)
        self._lit = tokens_of(palette).lit
        self._bar_color, self._stale_bar = tone_color(palette, "good"), tone_color(palette, COLORS["stale"])
        self._bar_ground = blend(palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Text), 0.14)
        self._metrics = QFontMetrics(tabular(self._view.font()))
        self._tail_widths: dict[str, int] = {}

    def start_painting(self) -> None:
        """Measure again what numbers are aligned with; to be called by the view before it paints."""
        self._widest_tails.clear()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = self._table.look(index.row(), index.column())
        rect = option.rect
        self.paint_light(painter, rect, look.light)
        self.paint_state(painter, rect, option.state.value)
        self.paint_share(painter, rect, look)
        cell = self.fitted(look, index.column(), rect.width(), can_be_bold=self._is_leftmost(rect))
        if cell is not None:
            cell.pen.take(painter)
            cell.draw(painter, rect.x(), rect.y(), rect.height(), self._widest_tail(index.column()))

    def _is_leftmost(self, rect: QRect) -> bool:
        return rect.x() == -self._view.horizontalScrollBar().value()

    def fitted(self, look: CellLook, column: int, width: int, *, can_be_bold: bool) -> Cell | None:
        """The text of a cell as it fits in this width; `None` where there is none.

        A lit row begins in bold if that fits too: color alone is no sign for everybody.
        """
        text = look.text
        if not text:
            return None
        if "\n" in text or len(text) > _MOST_PAINTED:
            text = _one_line(text)
        indent = indent_of(look)
        room = width - 2 * MARGIN - indent
        pen = self._pen(look)
        static, text_width = pen.laid_out(text)
        if text_width > room:
            self.shortened.emit(column, text_width - room)
            static, text_width = pen.laid_out(pen.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))
        elif look.light and can_be_bold:
            bold = self._pen(look, is_bold=True)
            bold_text = bold.laid_out(text)
            if bold_text.width <= room:
                pen, (static, text_width) = bold, bold_text
        is_right = bool(look.alignment & _RIGHT)
        spare = max(0, room - text_width) if is_right else 0
        tail = self._advance(look.tail) if is_right and look.tail is not None else -1
        mark = pen.laid_out(look.mark).text if look.mark else None
        return Cell(pen, static, text_width, MARGIN + indent + spare, spare, tail, mark)

    def _advance(self, tail: str) -> int:
        """The width of what follows a decimal point."""
        width = self._tail_widths.get(tail)
        if width is None:
            if len(self._tail_widths) >= _CACHED_TEXTS:
                self._tail_widths.clear()
            width = self._tail_widths[tail] = self._metrics.horizontalAdvance(tail)
        return width

    def paint_light(self, painter: QPainter, rect: QRect, light: float) -> None:
        """Paint the ground of a row that has changed, or of a part of it."""
        if light:
            color = QColor(self._lit)
            color.setAlphaF(light)
            painter.fillRect(rect, color)

    def paint_state(self, painter: QPainter, rect: QRect, state: int) -> None:
        """Paint the ground of a selected row, or of a part of it; the edge of a cell with the focus."""
        if state & SELECTED:
            painter.fillRect(rect, self._selection)
            if self._is_leftmost(rect):
                painter.fillRect(rect.x(), rect.y(), BAR_WIDTH, rect.height(), self._focus)
        if state & FOCUSED:
            painter.setPen(self._focus)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))

    def paint_share(self, painter: QPainter, rect: QRect, look: CellLook) -> None:
        """Paint the bar of a cell, if it has one."""
        if look.share is not None:
            self._paint_bar(painter, rect, look.share, self._stale_bar if look.row_tone == "stale" else self._bar_color)

    def _paint_bar(self, painter: QPainter, rect: QRect, share: float, color: QColor) -> None:
        """A thin bar at the bottom of the cell, its filled part at the left."""
        left, width = rect.x() + MARGIN, rect.width() - 2 * MARGIN
        below_text = (rect.height() - self._metrics.height()) // 2
        height = min(_BAR_HEIGHT, below_text)
        top = rect.bottom() + 1 - height - (below_text > height)
        painter.fillRect(left, top, width, height, self._bar_ground)
        painter.fillRect(left, top, round(width * share), height, color)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """Show the full text of a shortened cell, above the model's hint if that differs."""
        if event.type() == QEvent.Type.ToolTip and index.isValid():
            look = self._table.look(index.row(), index.column())
            width = self._pen(look).metrics.horizontalAdvance(_one_line(look.text))
            indent = indent_of(look)
            short = width > option.rect.width() - 2 * MARGIN - indent
            tip, text = index.data(Qt.ItemDataRole.ToolTipRole) or "", plain_tooltip(look.text)
            whole, tip = text if short else "", "" if tip == text else tip
            QToolTip.showText(event.globalPos(), "<br>".join(filter(None, (whole, tip))), view)
            return True
        return super().helpEvent(event, view, option, index)

    def _widest_tail(self, column: int) -> int:
        """The width of the longest fraction of this column that is in view.

        Only what is in view counts, and is measured each time the view paints: otherwise one order of half a share
        would move all whole numbers for good.
        """
        widest = self._widest_tails.get(column)
        if widest is None:
            widest = max((self._advance(tail) for tail in set(self._tails_in_view(column)) if tail), default=0)
            self._widest_tails[column] = widest
            self.note_aligned({column: widest})
        return widest

    def note_aligned(self, widest: Mapping[int, int]) -> None:
        """What columns are aligned with now; if that is another width, all in view has to be painted again."""
        if any(self._aligned.get(column, width) != width for column, width in widest.items()):
            self._view.viewport().update()
        self._aligned.update(widest)

    def _tails_in_view(self, column: int) -> Iterable[str | None]:
        view = cast("QTableView", self._view)
        first, last = view.rowAt(0), view.rowAt(view.viewport().height() - 1)
        rows = range(max(0, first), (last if last >= 0 else view.model().rowCount() - 1) + 1)
        return (self._table.tail(row, column) for row in rows)

    def _pen(self, look: CellLook, *, is_bold: bool = False) -> Pen:
        tone = look.row_tone if look.row_tone in _OVERRULING else look.tone or look.row_tone
        is_stale = tone == "stale"
        if is_stale and look.tone in _ALARMING:
            tone = look.tone
        key = tone, is_stale, is_bold
        pen = self._pens.get(key)
        if pen is None:
            font = tabular(self._view.font())
            font.setItalic(is_stale or tone == "pending")
            font.setBold(is_bold)
            color = tone_color(self._view.palette(), COLORS.get(tone, ""))
            pen = self._pens[key] = Pen(color, font, is_struck=tone == "superseded")
        return pen


def indent_of(look: CellLook) -> int:
    """How far the text of a cell is from its left edge, besides the margin, in pixels."""
    return PART_INDENT if look.is_indented else MARK_WIDTH if look.mark or look.has_mark_room else 0


def _one_line(text: str) -> str:
    return " ".join(cut(text, _MOST_PAINTED).split())
