"""Draws the lines and bars of one chart of a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPalette, QPolygonF, QTransform

from ibmonitor.models.day.series import Mark, Series
from ibmonitor.windows.day.palette import Look, bar_brush, line_pen, outline_pen
from ibmonitor.windows.day.symbols import PATHS
from ibmonitor.windows.widgets.chart_axes import Axis, length_of, paint_bottom_axis, paint_left_axis

_SYMBOLS = 12
"""How many marks of a line have a symbol: enough to recognize it."""
_SYMBOL_WIDTH = 1.4
_BAR = (0.1, 0.9)
"""The start and the end of a bar within its hour."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a chart is drawn in its widget."""

    box: QRectF
    times: Axis
    numbers: Axis

    def place_of(self, mark: Mark) -> QPointF:
        """The end of a mark's step; the middle of the top of an hour's bar."""
        time, number = spot_of(mark)
        return QPointF(self.times.pixel(time), self.numbers.pixel(number))

    def paint_axes(self, painter: QPainter, palette: QPalette) -> None:
        paint_bottom_axis(painter, palette, self.box, self.times)
        paint_left_axis(painter, palette, self.box, self.numbers)

    def paint_line(self, painter: QPainter, palette: QPalette, series: Series, steps: QPolygonF, look: Look) -> None:
        """Paint a line with its symbols. `steps` are those of the series."""
        # Steps are straight: each pixel is theirs or it is not.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(line_pen(palette, look))
        painter.drawPolyline(self._to_pixels().map(steps))
        for mark in series.marks[::-1][:: max(1, len(series.marks) // _SYMBOLS)]:
            paint_symbol(painter, palette, look, self.place_of(mark))

    def paint_bars(self, painter: QPainter, palette: QPalette, series: Series, look: Look) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(outline_pen(palette, look))
        painter.setBrush(bar_brush(palette, look))
        painter.drawRects([self._bar(mark) for mark in series.marks])

    def _bar(self, mark: Mark) -> QRectF:
        left, right = (round(self.times.pixel(mark.start + (mark.end - mark.start) * share)) for share in _BAR)
        bottom, top = (round(self.numbers.pixel(number)) for number in (mark.base, mark.base + length_of(mark.value)))
        # The outline is one pixel wide, and parts above each other do not share it.
        return QRectF(left, top, right - left, max(0, bottom - top - 1))

    def _to_pixels(self) -> QTransform:
        times, numbers = self.times, self.numbers
        across = (times.end - times.start) / (times.most - times.least)
        up = (numbers.end - numbers.start) / (numbers.most - numbers.least)
        return QTransform(across, 0, 0, up, times.pixel(0), numbers.pixel(0))


def paint_symbol(painter: QPainter, palette: QPalette, look: Look, place: QPointF) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(outline_pen(palette, look, _SYMBOL_WIDTH))
    painter.setBrush(palette.base())
    painter.drawPath(PATHS[look.symbol].translated(place))


def steps_of(series: Series, last: float) -> QPolygonF:
    """The line of a series, in seconds and sums. It is flat from a fill to the next one, and ends at `last`."""
    first = series.marks[0].end
    points, level = [QPointF(first, 0.0)], 0.0
    for mark in series.marks:
        points.append(QPointF(mark.end, level))
        level = length_of(mark.value)
        points.append(QPointF(mark.end, level))
    points.append(QPointF(max(series.marks[-1].end, last), level))
    return QPolygonF(points)


def spot_of(mark: Mark) -> tuple[float, float]:
    """Where a mark is pointed at, in seconds and in the chart's numbers."""
    if mark.is_hour:
        return (mark.start + mark.end) / 2, mark.base + length_of(mark.value)
    return mark.end, length_of(mark.value)


def values_of(series: Iterable[Series]) -> list[float]:
    """All numbers at which the marks are drawn."""
    return [spot_of(mark)[1] for each in series for mark in each.marks]
