"""Small pictures of a color, for lists and menus, next to its name."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

_SIZES = (16, 20, 24, 32, 48)
"""Pixels: an icon of a menu at 100 to 300 %, so that none is scaled."""


def swatch(color: QColor, *, is_round: bool = False) -> QIcon:
    """A square with rounded corners, or a disc, of this color."""
    made = QIcon()
    for size in _SIZES:
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        edge = size / 16
        place = QRectF(edge, edge, size - 2 * edge, size - 2 * edge)
        radius = place.width() / 2 if is_round else 3 * edge
        painter.drawRoundedRect(place, radius, radius)
        painter.end()
        made.addPixmap(pixmap)
    return made
