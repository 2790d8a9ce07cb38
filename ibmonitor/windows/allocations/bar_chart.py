"""Horizontal bars by account, with their names on one side and their numbers on the other."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ibmonitor.models.allocations.bars import Bars, BarSeries
from ibmonitor.models.text.plain_text import plain_tooltip
from ibmonitor.models.text.ticks import Tick, number_ticks
from ibmonitor.windows.allocations.chart_legend import bar_brush, bar_pen
from ibmonitor.windows.theme.theme import tabular, tone_color
from ibmonitor.windows.widgets.chart_axes import LABEL_DROP, Axis, length_of, paint_bottom_axis, range_of

_GAP = 8
"""Pixels between two accounts."""
_PAD = 8
"""Pixels between a text and its neighbor."""
_EDGE = 4
"""Pixels between the numbers and the scroll bar."""
_WIDEST_NAMES = 0.45
"""The share of the width that names may use before they are shortened."""
_ROOM = 0.03
"""Of the range of numbers, beyond the longest bar."""
_LABEL_WIDTH, _LABEL_GAP = 28, 16
"""Pixels for a label of the axis, as long as labels are not known to be longer, and between two of them at least."""
_THICKNESS = 0.8
"""Of a bar, as a share of the height of its lane."""


class BarChart(QWidget):
    """The bars of the accounts one below the other, as high as they need to be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars = Bars((), (), (), "", "")
        self._names: list[str] = []
        """As they are shown: shortened to the width there is."""
        self._axis = Axis(0.0, 1.0, 0.0, 1.0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Bars) -> None:
        """Show these bars instead."""
        self._bars = bars
        self._place()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        rows = len(self._bars.names) * self._row_height
        return QSize(360, rows + self._scale_height if self._bars.series else 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, self.sizeHint().height())

    def name_texts(self) -> list[str]:
        """The names of the accounts, shortened to the width there is."""
        return self._names

    def hint_at(self, position: QPoint) -> str:
        """The tooltip of the account at a position of this widget; empty outside the accounts."""
        row = position.y() // self._row_height
        return self._bars.hints[row] if 0 <= row < len(self._bars.hints) else ""

    def bar_of(self, series: BarSeries, row: int) -> QRectF | None:
        """The bar of an account, `None` if it has none: from 0, so that its width is negative below 0."""
        value = series.values[row]
        if value is None:
            return None
        top = row * self._row_height + _GAP // 2 + series.lane * self._lane_height
        aside = round(self._lane_height * (1 - _THICKNESS) / 2)
        start, end = (round(self._axis.pixel(number)) for number in (0.0, length_of(value)))
        return QRectF(start, top + aside, end - start, self._lane_height - 2 * aside)

    # Qt overrides

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), plain_tooltip(self.hint_at(event.pos())), self)
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._place()
            self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, palette, height = QPainter(self), self.palette(), self._row_height
        painter.setFont(tabular(self.font()))
        box = QRectF(self._axis.start, 0, self._axis.end - self._axis.start, len(self._names) * height)
        paint_bottom_axis(painter, palette, box, self._axis)
        # There may be hundreds of accounts, most of them outside the scroll area.
        rows = range(event.rect().top() // height, min(len(self._names), event.rect().bottom() // height + 1))
        for series in self._bars.series:
            painter.setPen(bar_pen(palette, series.tone))
            painter.setBrush(bar_brush(palette, series.tone, series.look))
            bars = [bar.normalized() for row in rows if (bar := self.bar_of(series, row)) is not None]
            # The outline is one pixel wide.
            painter.drawRects([QRectF(bar.topLeft(), bar.size() - QSizeF(min(1.0, bar.width()), 1.0)) for bar in bars])
        painter.setPen(tone_color(palette, ""))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        for row in rows:
            place = QRectF(0, row * height, self._axis.start - _PAD, height)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | middle, self._names[row])
            for series in self._bars.series:
                top = row * height + _GAP // 2 + series.lane * self._lane_height
                place = QRectF(self._axis.end + _PAD, top, self.width(), self._lane_height)
                painter.drawText(place, Qt.AlignmentFlag.AlignLeft | middle, series.texts[row])

    # Places

    @property
    def _row_height(self) -> int:
        return max(1, self._bars.lanes) * self._lane_height + _GAP

    @property
    def _lane_height(self) -> int:
        return self.fontMetrics().height()

    @property
    def _scale_height(self) -> int:
        return self.fontMetrics().height() + LABEL_DROP + _EDGE

    def _place(self) -> None:
        """Divide the width among the names, the bars and the texts next to them."""
        metrics = QFontMetrics(tabular(self.font()))
        room = round(self.width() * _WIDEST_NAMES) - _PAD
        self._names = [metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room) for name in self._bars.names]
        texts = [text for series in self._bars.series for text in series.texts]
        left = max(map(metrics.horizontalAdvance, self._names), default=0) + _PAD
        right = self.width() - max(map(metrics.horizontalAdvance, texts), default=0) - _PAD - _EDGE
        lengths = [length_of(value) for series in self._bars.series for value in series.values if value is not None]
        least, most = range_of(lengths, _ROOM)
        ticks: tuple[Tick, ...] = ()
        widest = _LABEL_WIDTH
        for _ in range(2):
            # The first labels show how long they are.
            ticks = number_ticks(least, most, (right - left) / (widest + _LABEL_GAP))
            widest = max((metrics.horizontalAdvance(text) for _, text in ticks), default=widest)
        self._axis = Axis(least, most, left, max(left + 1, right), ticks)
        self.update()
