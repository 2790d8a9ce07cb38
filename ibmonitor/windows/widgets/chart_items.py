"""The items of a chart: bars, and the texts next to them, which are painted as plain text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget


class Rectangles(QGraphicsItem):
    """The bars of one series. Its patterns are drawn in pixels, not stretched with the chart."""

    def __init__(self, rectangles: Sequence[QRectF], pen: QPen, brush: QBrush, parent: QGraphicsItem) -> None:
        super().__init__(parent)
        self.rectangles = list(rectangles)
        self._pen = pen
        self._brush = brush
        self._bounds = QRectF()
        for rectangle in self.rectangles:
            self._bounds = self._bounds.united(rectangle)

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        del option, widget
        inverted, is_invertible = painter.worldTransform().inverted()
        if not is_invertible:
            return
        brush = QBrush(self._brush)
        if brush.style() not in (Qt.BrushStyle.NoBrush, Qt.BrushStyle.SolidPattern):
            brush.setTransform(inverted)
        painter.setPen(self._pen)
        painter.setBrush(brush)
        painter.drawRects(self.rectangles)


class Texts(QGraphicsItem):
    """Names and numbers next to the bars, each on one line; only visible ones are painted."""

    def __init__(self, parent: QGraphicsItem) -> None:
        super().__init__(parent)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self._lines: list[tuple[QRectF, str]] = []
        self._alignment = Qt.AlignmentFlag.AlignVCenter
        self._bounds = QRectF()
        self._pen = QPen()
        self._font = QFont()

    def dress(self, pen: QPen, font: QFont) -> None:
        self._pen, self._font = pen, font
        self.update()

    def show_lines(self, lines: Sequence[tuple[QRectF, str]], alignment: Qt.AlignmentFlag) -> None:
        self.prepareGeometryChange()
        self._lines, self._alignment, self._bounds = list(lines), alignment, QRectF()
        for place, _ in self._lines:
            self._bounds = self._bounds.united(place)

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        del widget
        painter.setPen(self._pen)
        painter.setFont(self._font)
        exposed: QRectF = option.exposedRect
        for place, text in self._lines:
            if place.intersects(exposed):
                painter.drawText(place, self._alignment | Qt.TextFlag.TextSingleLine, text)
