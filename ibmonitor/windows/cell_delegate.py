"""How a cell is painted: tones become colours and fonts, numbers stand with their decimal points below each other."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from ibmonitor.models.formats import separators
from ibmonitor.models.roles import DecimalsRole, RowToneRole, ToneRole
from ibmonitor.windows.theme import tabular, tone_color

_COLOURS = {
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
"""Tones of the models to tones of the theme. Words or fonts say the same: colour is never the only sign."""

_FIGURE_SPACE = "\u2007"
"""As wide as a digit."""
_PUNCTUATION_SPACE = "\u2008"
"""As wide as a decimal point."""
_MARGINS = 8
"""Pixels that the style leaves free at the sides of a cell, generously."""


class CellDelegate(QStyledItemDelegate):
    """Paints every table of the program."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._point = separators()[1]

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        font = tabular(option.font)
        row_tone = index.data(RowToneRole)
        tone = index.data(ToneRole)
        if row_tone == "superseded":
            font.setStrikeOut(True)
            tone = row_tone
        elif row_tone in {"done", "stale"}:
            tone = row_tone
        font.setItalic(tone in {"pending", "stale"})
        option.font = font
        if tone in _COLOURS:
            palette = QPalette(option.palette)
            color = tone_color(palette, _COLOURS[tone])
            palette.setColor(QPalette.ColorRole.Text, color)
            palette.setColor(QPalette.ColorRole.HighlightedText, color)
            option.palette = palette
        decimals = index.data(DecimalsRole)
        if decimals and option.displayAlignment & Qt.AlignmentFlag.AlignRight:
            aligned = self._aligned(option.text, decimals)
            # Without room for the blanks, digits matter more than points below each other.
            if option.fontMetrics.horizontalAdvance(aligned) + _MARGINS <= option.rect.width():
                option.text = aligned

    def _aligned(self, text: str, decimals: int) -> str:
        """Fill up with blanks of the right widths so that the decimal points stand below each other."""
        _, point, fraction = text.rpartition(self._point)
        if point and fraction.isdecimal():
            return text + _FIGURE_SPACE * (decimals - len(fraction))
        if text[-1:].isdecimal():
            return text + _PUNCTUATION_SPACE + _FIGURE_SPACE * decimals
        return text
