"""One chart of a day, drawn with pyqtgraph, which takes a third of a second to import: import this when needed.

The mouse or the arrow keys point at a mark; a click or Enter chooses it. Nothing zooms, drags or has a menu.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

import pyqtgraph
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGraphicsItem, QWidget

from ibmonitor.domain.sums.day_sums import Group
from ibmonitor.models.day.series import DayView, Mark, Series, time_of
from ibmonitor.models.text.formats import number_text, time_text
from ibmonitor.models.text.shown_zone import SHOWN_ZONE
from ibmonitor.windows.day.palette import Look, bar_brush, line_pen, look_of, outline_pen
from ibmonitor.windows.theme.theme import tabular, tokens_of, tone_color
from ibmonitor.windows.widgets.chart_items import Rectangles

pyqtgraph.setConfigOptions(background=None, foreground=None, antialias=False)

_EDGE = 2
"""Pixels around the chart, for the frame of the focus."""
_AXIS_WIDTH = 76
"""The width of the axis of numbers: the same in all charts, so that their times align."""
_GRID = 50
_SYMBOLS = 12
"""How many marks of a line have a symbol: enough to recognize it."""
_STEPS = (60, 300, 600, 900, 1800, 3600, 7200, 10800, 14400, 21600)
"""Seconds between two labeled times."""
_ROOM_OF_A_TIME = 64
_BAR = (0.1, 0.9)
"""The start and the end of a bar within its hour."""
_FAR = 40.0
"""The greatest distance in pixels from the pointer to a mark."""

Pointed = tuple[int, int]
"""The number of a series in the chart, and of a mark in the series."""


class _NumberAxis(pyqtgraph.AxisItem):  # type: ignore[misc]  # it ships no types
    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        step = spacing * scale
        places = max(0, math.ceil(-math.log10(step))) if step > 0 else 0
        return [number_text(Decimal(f"{value * scale:.{places}f}"), places) for value in values]


class _TimeAxis(pyqtgraph.AxisItem):  # type: ignore[misc]
    """Formats times like the tables, in the zone shown."""

    def tickValues(self, minimum: float, maximum: float, size: float) -> list[tuple[float, list[float]]]:
        most = max(1.0, size / _ROOM_OF_A_TIME)
        step = next((each for each in _STEPS if (maximum - minimum) / each <= most), _STEPS[-1])
        first = math.ceil((minimum - 1) / 60) * 60.0
        # Full steps of the zone's time, which may differ from UTC by half an hour.
        local = time_of(first).astimezone(SHOWN_ZONE.zone)
        offset = local.utcoffset()
        shift = offset.total_seconds() if offset is not None else 0.0
        first = math.ceil((first + shift) / step) * step - shift
        return [(step, [first + step * n for n in range(int((maximum - first) // step) + 1)])]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        del scale, spacing
        return [time_text(time_of(value))[11:16] for value in values]


class DayPlot(QWidget):
    """Lines of sums or bars of hours. The arrow keys move from mark to mark and from group to group."""

    pointed = Signal(object)
    """The mark at the pointer: a `Pointed`, or `None`."""
    chosen = Signal(object)
    """The mark that was clicked, or on which Enter was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_data = DayView()
        self.series: tuple[Series, ...] = ()
        self._at: Pointed | None = None
        self._items: list[QGraphicsItem] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(QSize(240, 56))
        self._view = pyqtgraph.GraphicsView(self, background=None)
        self._view.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        whole = self._view.centralWidget
        self._box = pyqtgraph.ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0)
        self._times = _TimeAxis("bottom", linkView=self._box, maxTickLength=4)
        self._numbers = _NumberAxis("left", linkView=self._box, maxTickLength=4)
        for axis in (self._times, self._numbers):
            axis.enableAutoSIPrefix(False)
            axis.setGrid(_GRID)
            axis.setStyle(hideOverlappingLabels=False, maxTickLevel=0)
        for item in (self._box, self._times, self._numbers):
            item.setParentItem(whole)
        # Above all lines, so that it is visible where they cross.
        self._cross = pyqtgraph.InfiniteLine(angle=90, movable=False)
        self._spot = pyqtgraph.ScatterPlotItem(size=11)
        for item in (self._cross, self._spot):
            item.setZValue(10)
            item.setParentItem(self._box.childGroup)
        self._dress()

    @property
    def is_bars(self) -> bool:
        """Whether the chart shows fills by the hour."""
        return bool(self.series) and self.series[0].marks[0].is_hour

    def link_times(self, other: DayPlot) -> None:
        """Show the same range of times as another chart."""
        self._box.setXLink(other._box)

    def show_series(self, view: DayView, series: tuple[Series, ...]) -> None:
        """Show these series. The pointer stays at its mark if that still exists."""
        mark = self.mark
        group = self.series[self._at[0]].group if self._at is not None else None
        self._view_data, self.series = view, series
        self._at = None
        if mark is not None:
            for place, each in enumerate(series):
                if each.group == group:
                    self._at = place, _nearest(each.marks, mark.start)
        self._draw()

    @property
    def mark(self) -> Mark | None:
        """The mark at the pointer."""
        return None if self._at is None else self.series[self._at[0]].marks[self._at[1]]

    @property
    def group(self) -> Group:
        """The group of the mark at the pointer."""
        return None if self._at is None else self.series[self._at[0]].group

    def point_at(self, pointed: Pointed | None) -> None:
        """Point at a mark, or at none."""
        if pointed != self._at:
            self._at = pointed
            self._show_pointed()
            self.pointed.emit(pointed)

    def place_of(self, series: int, mark: int) -> QPointF:
        """The position of a mark in this widget."""
        each = self.series[series].marks[mark]
        x, y = _spot_of(each)
        spot: QPointF = self._box.mapViewToScene(QPointF(x, y))
        return spot + QPointF(_EDGE, _EDGE)

    def mark_at(self, position: QPointF) -> Pointed | None:
        """The mark at a position of this widget; `None` if none is near."""
        inner = QPointF(position.x() - _EDGE, position.y() - _EDGE)
        if not self._box.sceneBoundingRect().adjusted(-_FAR, 0, _FAR, 0).contains(inner):
            return None
        at = self._box.mapSceneToView(inner)
        if self.is_bars:
            return self._bar_at(at.x(), at.y())
        wide, high = self._box.viewPixelSize()
        best: tuple[float, Pointed] | None = None
        for place, each in enumerate(self.series):
            for number in _beside(each.marks, at.x()):
                mark = each.marks[number]
                # To the right of a mark, the line still has the sum of the mark.
                after = each.marks[number + 1].end if number + 1 < len(each.marks) else self._view_data.end
                across = 0.0 if mark.end <= at.x() <= after else abs(mark.end - at.x())
                distance = math.hypot(across / wide, (float(mark.value) - at.y()) / high)
                if best is None or distance < best[0]:
                    best = distance, (place, number)
        return best[1] if best is not None else None

    def sizeHint(self) -> QSize:
        return QSize(700, 180)

    # Qt overrides

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.point_at(self.mark_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self.point_at(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.point_at(self.mark_at(event.position()))
            self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        steps = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.series:
            place = self._at[0] if self._at is not None else 0
            self.point_at((place, 0 if key == Qt.Key.Key_Home else len(self.series[place].marks) - 1))
        elif key in steps and self.series:
            self._step(*steps[Qt.Key(key)])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._at is None and self.series and event.reason() is not Qt.FocusReason.MouseFocusReason:
            self.point_at((0, len(self.series[0].marks) - 1))
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(tokens_of(self).accent, _EDGE))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._dress()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._view.setGeometry(self.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE))
        wide, high = self._view.width(), self._view.height()
        below = self.fontMetrics().height() + 8
        top, right = 6, 24
        inner = QRectF(_AXIS_WIDTH, top, max(1, wide - _AXIS_WIDTH - right), max(1, high - below - top))
        self._box.setGeometry(inner)
        self._numbers.setWidth(_AXIS_WIDTH)
        self._times.setHeight(below)
        self._numbers.setGeometry(QRectF(0, top, _AXIS_WIDTH, inner.height()))
        self._times.setGeometry(QRectF(inner.left(), inner.bottom(), inner.width(), below))

    # Pointing

    def _choose(self) -> None:
        mark = self.mark
        if mark is not None:
            self.chosen.emit(mark)

    def _step(self, groups: int, marks: int) -> None:
        if self._at is None:
            self.point_at((0, len(self.series[0].marks) - 1))
            return
        place = min(max(0, self._at[0] + groups), len(self.series) - 1)
        if groups:
            mark = self.mark
            start = mark.start if mark is not None else self._view_data.end
            self.point_at((place, _nearest(self.series[place].marks, start)))
        else:
            self.point_at((place, min(max(0, self._at[1] + marks), len(self.series[place].marks) - 1)))

    def _bar_at(self, x: float, y: float) -> Pointed | None:
        best: tuple[float, Pointed] | None = None
        for place, each in enumerate(self.series):
            for number, mark in enumerate(each.marks):
                if mark.start <= x < mark.end:
                    top = mark.base + float(mark.value)
                    distance = max(mark.base - y, y - top, 0.0)
                    if best is None or distance < best[0]:
                        best = distance, (place, number)
        return best[1] if best is not None else None

    def _show_pointed(self) -> None:
        mark = self.mark
        self._cross.setVisible(mark is not None)
        self._spot.setVisible(mark is not None)
        if mark is not None:
            x, y = _spot_of(mark)
            self._cross.setPos(x)
            self._spot.setData([x], [y])

    # Drawing

    def _dress(self) -> None:
        palette = self.palette()
        text = QPen(tone_color(palette, ""))
        for axis in (self._times, self._numbers):
            axis.setPen(QPen(tone_color(palette, "muted")))
            axis.setTextPen(text)
            axis.setTickFont(tabular(self.font()))
        line = QPen(tone_color(palette, "muted"))
        line.setCosmetic(True)
        self._cross.setPen(line)
        around = QPen(text.color(), 2)
        around.setCosmetic(True)
        self._spot.setPen(around)
        self._spot.setBrush(palette.base())
        self._draw()

    def _draw(self) -> None:
        # An axis paints its times again only when the range changes; so do they where another zone is shown.
        self._times.picture = None
        self._times.update()
        for item in self._items:
            self._view.scene().removeItem(item)
        self._items = []
        places = {group: place for place, group in enumerate(self._view_data.sums.groups)}
        for each in self.series:
            look = look_of(each.group, places.get(each.group, 0))
            if each.marks[0].is_hour:
                self._draw_bars(each, look)
            else:
                self._draw_line(each, look)
        values = [_spot_of(mark)[1] for each in self.series for mark in each.marks]
        least, most = min([0.0, *values]), max([0.0, *values])
        room = (most - least) * 0.08 or 0.5
        # A margin on all sides: texts at the very edge would not be drawn.
        start, end = self._view_data.start, self._view_data.end
        aside = (end - start) * 0.01
        self._box.setRange(
            xRange=(start - aside, end + aside),
            yRange=(least - room, most + room),
            padding=0,
            disableAutoRange=True,
        )
        self._show_pointed()

    def _draw_line(self, series: Series, look: Look) -> None:
        marks = series.marks
        # Flat until the next fill: a sum does not grow between two.
        xs, ys = [marks[0].end], [0.0]
        for mark in marks:
            xs += [mark.end, mark.end]
            ys += [ys[-1], float(mark.value)]
        # All lines end at the day's last fill.
        last = self._view_data.sums.last
        xs.append(max(marks[-1].end, last.timestamp() if last is not None else 0.0))
        ys.append(ys[-1])
        palette = self.palette()
        self._add(pyqtgraph.PlotCurveItem(xs, ys, pen=line_pen(palette, look)))
        every = max(1, len(marks) // _SYMBOLS)
        some = marks[::-1][::every]
        self._add(
            pyqtgraph.ScatterPlotItem(
                [mark.end for mark in some],
                [float(mark.value) for mark in some],
                symbol=look.symbol,
                size=8,
                pen=outline_pen(palette, look),
                brush=palette.base(),
            )
        )

    def _draw_bars(self, series: Series, look: Look) -> None:
        left, right = _BAR
        rectangles = [
            QRectF(
                mark.start + (mark.end - mark.start) * left,
                mark.base,
                (mark.end - mark.start) * (right - left),
                float(mark.value),
            )
            for mark in series.marks
        ]
        palette = self.palette()
        item = Rectangles(rectangles, outline_pen(palette, look), bar_brush(palette, look), self._box.childGroup)
        self._items.append(item)

    def _add(self, item: QGraphicsItem) -> None:
        self._items.append(item)
        item.setParentItem(self._box.childGroup)


def _spot_of(mark: Mark) -> tuple[float, float]:
    if mark.is_hour:
        return (mark.start + mark.end) / 2, mark.base + float(mark.value)
    return mark.end, float(mark.value)


def _nearest(marks: Sequence[Mark], seconds: float) -> int:
    return min(range(len(marks)), key=lambda number: abs(marks[number].start - seconds))


def _beside(marks: Sequence[Mark], seconds: float) -> list[int]:
    """The last mark before a time and the first one after it."""
    low, high = 0, len(marks)
    while low < high:
        middle = (low + high) // 2
        if marks[middle].end <= seconds:
            low = middle + 1
        else:
            high = middle
    return [number for number in (low - 1, low) if 0 <= number < len(marks)]
