"""One chart of a day. The mouse or the arrow keys point at a mark; a click or Enter chooses it."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from ibmonitor.domain.sums.day_sums import Group
from ibmonitor.models.day.series import DayView, Mark, Series
from ibmonitor.models.text.ticks import Tick, number_ticks, time_ticks
from ibmonitor.windows.day.drawing import Frame, steps_of, values_of
from ibmonitor.windows.day.palette import look_of
from ibmonitor.windows.theme.theme import tabular, tokens_of, tone_color
from ibmonitor.windows.theme.tokens import TIGHT
from ibmonitor.windows.widgets.chart_axes import LABEL_DROP, LABEL_GAP, Axis, range_of

_EDGE = 2
"""Pixels around the chart, for the frame of the focus."""
_ROOM = 0.08
"""Of the range of numbers, above the highest mark."""
_ASIDE = 0.01
"""Of the range of times, before the first and after the last hour."""
_LEAST_NUMBERS = "-9,999"
"""The axis of numbers is as wide as this at least, so that it is rarely made wider during a day."""
_WIDEST_TIME = "00:00"
_TIME_GAP, _NUMBER_GAP = 28, 4
"""Pixels between two labels of an axis at least."""
_MOST_NUMBERS = 6
"""Labels of the axis of numbers, about: more would not be read."""
_FAR = 40.0
"""The greatest distance in pixels from the pointer to a mark."""
_SPOT = 5.5
"""The radius of the circle at the mark that is pointed at."""

Pointed = tuple[int, int]
"""The number of a series in the chart, and of a mark in the series."""


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
        self._steps: list[QPolygonF] = []
        """By series; none where it has bars."""
        self._range = (0.0, 1.0)
        self._aligned: Sequence[DayPlot] = (self,)
        self._picture = QPixmap()
        """The chart without the pointer, which moves more often than that changes."""
        self._painted: object = None
        """What the picture depends on besides the series; `None` for other series."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(QSize(240, 56))

    @property
    def is_bars(self) -> bool:
        """Whether the chart shows fills by the hour."""
        return bool(self.series) and self.series[0].marks[0].is_hour

    def align_with(self, plots: Sequence[DayPlot]) -> None:
        """Start where these charts start, of which this is one, so that their times are above each other."""
        self._aligned = plots

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
        last = view.sums.last
        end = last.timestamp() if last is not None else 0.0
        # All lines end at the day's last fill.
        self._steps = [] if self.is_bars else [steps_of(each, end) for each in series]
        self._range = range_of(values_of(series), _ROOM)
        self._painted = None
        self.update()

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
            self.update()
            self.pointed.emit(pointed)

    def place_of(self, series: int, mark: int) -> QPointF:
        """The position of a mark in this widget."""
        return self._frame().place_of(self.series[series].marks[mark])

    def mark_at(self, position: QPointF) -> Pointed | None:
        """The mark at a position of this widget; `None` if none is near."""
        frame = self._frame()
        if not frame.box.adjusted(-_FAR, 0, _FAR, 0).contains(position):
            return None
        time = frame.times.value(position.x())
        if self.is_bars:
            return self._bar_at(time, frame.numbers.value(position.y()))
        best: tuple[float, Pointed] | None = None
        for place, each in enumerate(self.series):
            for number in _beside(each.marks, time):
                mark = each.marks[number]
                # To the right of a mark, the line still has the sum of the mark.
                after = each.marks[number + 1].end if number + 1 < len(each.marks) else self._view_data.end
                away = frame.place_of(mark) - position
                distance = math.hypot(0.0 if mark.end <= time <= after else away.x(), away.y())
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
        painter, frame = QPainter(self), self._frame()
        # The widget may be painted in a picture with another number of pixels than the screen's.
        scale = painter.deviceTransform().m11()
        wanted = self.size(), scale, frame, self.palette().cacheKey(), self.font().key()
        if wanted != self._painted:
            self._paint_chart(frame, scale)
            self._painted = wanted
        painter.drawPixmap(0, 0, self._picture)
        mark = self.mark
        if mark is not None:
            self._paint_pointed(painter, frame, frame.place_of(mark))
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens_of(self).accent, _EDGE))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _paint_chart(self, frame: Frame, scale: float) -> None:
        self._picture = QPixmap(self.size() * scale)
        self._picture.setDevicePixelRatio(scale)
        palette = self.palette()
        # Opaque: letters are painted sharper so.
        self._picture.fill(palette.color(self.backgroundRole()))
        painter = QPainter(self._picture)
        painter.setFont(tabular(self.font()))
        frame.paint_axes(painter, palette)
        places = {group: place for place, group in enumerate(self._view_data.sums.groups)}
        for number, each in enumerate(self.series):
            look = look_of(each.group, places.get(each.group, 0))
            if self.is_bars:
                frame.paint_bars(painter, palette, each, look)
            else:
                frame.paint_line(painter, palette, each, self._steps[number], look)
        painter.end()

    def _paint_pointed(self, painter: QPainter, frame: Frame, place: QPointF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(tone_color(self.palette(), "muted"), 1))
        painter.drawLine(QPointF(place.x(), frame.box.top()), QPointF(place.x(), frame.box.bottom()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(tone_color(self.palette(), ""), 2))
        painter.setBrush(self.palette().base())
        painter.drawEllipse(place, _SPOT, _SPOT)

    # Places

    def _frame(self) -> Frame:
        metrics = self._metrics()
        left = _EDGE + TIGHT + max(each.numbers_width() for each in self._aligned) + LABEL_GAP
        # Half of a label may be above the highest number and to the right of the last time.
        right = self.width() - _EDGE - metrics.horizontalAdvance(_WIDEST_TIME) / 2
        top, bottom = self._heights()
        box = QRectF(left, top, max(1.0, right - left), max(1.0, bottom - top))
        start, end = self._view_data.start, self._view_data.end
        aside = (end - start) * _ASIDE
        ticks = time_ticks(start, end, box.width() / (metrics.horizontalAdvance(_WIDEST_TIME) + _TIME_GAP))
        times = Axis(start - aside, end + aside, box.left(), box.right(), ticks)
        return Frame(box, times, Axis(*self._range, box.bottom(), box.top(), self._number_ticks()))

    def numbers_width(self) -> int:
        """The width that the labels of the axis of numbers need."""
        metrics = self._metrics()
        return max(metrics.horizontalAdvance(text) for text in (_LEAST_NUMBERS, *(t for _, t in self._number_ticks())))

    def _number_ticks(self) -> tuple[Tick, ...]:
        top, bottom = self._heights()
        count = min(_MOST_NUMBERS, (bottom - top) / (self._metrics().height() + _NUMBER_GAP))
        return number_ticks(*self._range, count, is_whole=self.is_bars)

    def _heights(self) -> tuple[float, float]:
        """The top and the bottom of the box."""
        height = self._metrics().height()
        return _EDGE + height // 2, self.height() - _EDGE - height - LABEL_DROP

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(tabular(self.font()))

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


def _nearest(marks: Sequence[Mark], seconds: float) -> int:
    return min(range(len(marks)), key=lambda number: abs(marks[number].start - seconds))


def _beside(marks: Sequence[Mark], seconds: float) -> list[int]:
    """The last mark before a time and the first one after it."""
    after = bisect_right(marks, seconds, key=lambda mark: mark.end)
    return [number for number in (after - 1, after) if 0 <= number < len(marks)]
