"""The axes of a chart: from values to pixels and back, and their lines and labels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen

from ibmonitor.models.text.ticks import Tick
from ibmonitor.windows.theme.contrast import blend
from ibmonitor.windows.theme.theme import tone_color

_MOST = 1e15
"""Greater numbers are drawn as this one: axes are computed with floats."""
_GRID_SHARE = 0.22
"""How much of the muted text's color the lines through a chart have."""
LABEL_GAP = 8
"""Pixels between the labels of numbers and the chart."""
LABEL_DROP = 6
"""Pixels between the chart and the labels below it."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A range of values over a range of pixels, either of which may run backward."""

    least: float
    most: float
    start: float
    """The pixel of `least`."""
    end: float
    ticks: tuple[Tick, ...] = ()

    def pixel(self, value: float) -> float:
        """The pixel of a value."""
        return self.start + (value - self.least) / (self.most - self.least) * (self.end - self.start)

    def value(self, pixel: float) -> float:
        """The value at a pixel."""
        return self.least + (pixel - self.start) / (self.end - self.start) * (self.most - self.least)


def length_of(number: Decimal) -> float:
    """A number as it is drawn: not a number is 0, and what floats cannot compute with is shorter."""
    length = float(number)
    return 0.0 if length != length else max(-_MOST, min(_MOST, length))  # noqa: PLR0124 - not a number


def range_of(values: Iterable[float], room: float) -> tuple[float, float]:
    """The range of an axis with these values and 0, and this share of it before and after them; never empty."""
    every = [0.0, *values]
    least, most = min(every), max(every)
    more = (most - least) * room or 0.5
    return least - (more if least < 0 else 0.0), most + more


def paint_bottom_axis(painter: QPainter, palette: QPalette, box: QRectF, axis: Axis) -> None:
    """Paint lines up from the ticks, the line below the chart, and the labels."""
    places = [(axis.pixel(value), value, text) for value, text in axis.ticks]
    lines = [(QLineF(at, box.top(), at, box.bottom()), value == 0) for at, value, _ in places]
    _paint_lines(painter, palette, lines, QLineF(box.bottomLeft(), box.bottomRight()))
    height = painter.fontMetrics().height()
    for at, _, text in places:
        room = QRectF(at - box.width(), box.bottom() + LABEL_DROP, 2 * box.width(), height)
        painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextSingleLine, text)


def paint_left_axis(painter: QPainter, palette: QPalette, box: QRectF, axis: Axis) -> None:
    """Paint lines to the right of the ticks, the line left of the chart, and the labels."""
    places = [(axis.pixel(value), value, text) for value, text in axis.ticks]
    lines = [(QLineF(box.left(), at, box.right(), at), value == 0) for at, value, _ in places]
    _paint_lines(painter, palette, lines, QLineF(box.topLeft(), box.bottomLeft()))
    height = painter.fontMetrics().height()
    for at, _, text in places:
        room = QRectF(0, at - height / 2, box.left() - LABEL_GAP, height)
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextSingleLine, text)


def _paint_lines(painter: QPainter, palette: QPalette, lines: list[tuple[QLineF, bool]], edge: QLineF) -> None:
    """Lines at 0 are as strong as the edge. Leaves the pen of the labels."""
    muted = tone_color(palette, "muted")
    painter.setPen(QPen(blend(palette.window().color(), muted, _GRID_SHARE), 1))
    painter.drawLines([line for line, is_zero in lines if not is_zero])
    painter.setPen(QPen(muted, 1))
    painter.drawLines([line for line, is_zero in lines if is_zero] + [edge])
    painter.setPen(tone_color(palette, ""))
