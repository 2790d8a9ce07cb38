"""Paints the inline bar of an account: a bar of what it got, and a tick at what it should get."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyleOptionViewItem

from ibmonitor.models.allocations.share_bar import ShareBar
from ibmonitor.windows.theme.theme import tokens_of

_MARGIN = 6
_THICKNESS = 6
_TICK_WIDTH, _TICK_HEIGHT = 2, 12
_LENGTH_SHARE = 0.5
"""Of the cell's width; the number has the rest. A long number makes its bar shorter."""
_GAP = 8
_LEAST = 16
"""Pixels: a shorter bar would show nothing."""


def paint_share_bar(painter: QPainter, option: QStyleOptionViewItem, bar: ShareBar, text: str) -> None:
    """Paint the bar at the left of a cell whose number is at the right."""
    rect, colors = option.rect, tokens_of(option.palette)
    room = rect.width() - 2 * _MARGIN - option.fontMetrics.horizontalAdvance(text) - _GAP
    length = min(round(rect.width() * _LENGTH_SHARE), room)
    if length < _LEAST:
        return
    left, middle = rect.x() + _MARGIN, rect.y() + rect.height() / 2
    fill = {"bad": colors.bad, "pending": colors.text_muted}.get(bar.tone, colors.bar)
    palette = option.palette
    painter.fillRect(QRectF(left, middle - _THICKNESS / 2, length, _THICKNESS), colors.bar_track)
    painter.fillRect(QRectF(left, middle - _THICKNESS / 2, length * bar.allocated, _THICKNESS), fill)
    tick = QRectF(
        QPointF(left + length * bar.expected - _TICK_WIDTH / 2, middle - _TICK_HEIGHT / 2),
        QPointF(left + length * bar.expected + _TICK_WIDTH / 2, middle + _TICK_HEIGHT / 2),
    )
    painter.fillRect(tick, palette.color(QPalette.ColorRole.Text))
