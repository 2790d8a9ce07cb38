"""Horizontal bars by account, drawn with pyqtgraph, which takes a third of a second to import: import this when needed.

Nothing here zooms, drags or has a menu. pyqtgraph interprets some texts as HTML; these are painted as plain text.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

import pyqtgraph
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QHelpEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ibmonitor.models.allocations.bars import Bars
from ibmonitor.models.text.formats import number_text
from ibmonitor.models.text.plain_text import plain_tooltip
from ibmonitor.windows.allocations.chart_legend import bar_brush, bar_pen
from ibmonitor.windows.theme.theme import tabular, tone_color
from ibmonitor.windows.widgets.chart_items import Rectangles, Texts

pyqtgraph.setConfigOptions(background=None, foreground=None, antialias=False)

_LONGEST = 1e15
"""Longer bars are drawn with this length: pyqtgraph computes with floats."""
_GAP = 8
"""Pixels between two accounts."""
_PAD = 8
"""Pixels between a text and its neighbor."""
_EDGE = 4
"""Pixels between the numbers and the scroll bar."""
_WIDEST_NAMES = 0.45
"""The share of the width that names may use before they are shortened."""
_GRID = 60
"""How opaque the lines through the chart are, of 255."""


class _NumberAxis(pyqtgraph.AxisItem):  # type: ignore[misc]  # it ships no types
    """An axis that formats numbers like the rest of the program."""

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        step = spacing * scale
        places = max(0, math.ceil(-math.log10(step))) if step > 0 else 0
        return [number_text(Decimal(f"{value * scale:.{places}f}"), places) for value in values]


class BarChart(QWidget):
    """The bars of the accounts one below the other, as high as they need to be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars = Bars((), (), (), "", "")
        self._rectangles: list[Rectangles] = []
        self._zero: Rectangles | None = None
        self._view = pyqtgraph.GraphicsView(self, background=None)
        # Mouse events are for this widget and the scroll area around it.
        self._view.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        whole = self._view.centralWidget
        self._box = pyqtgraph.ViewBox(enableMouse=False, enableMenu=False, invertY=True, defaultPadding=0)
        self._scale = _NumberAxis("bottom", linkView=self._box, maxTickLength=4)
        self._scale.enableAutoSIPrefix(False)
        self._scale.setGrid(_GRID)
        self._scale.setStyle(hideOverlappingLabels=False, maxTickLevel=0)
        for item in (self._box, self._scale):
            item.setParentItem(whole)
        self._names = Texts(whole)
        self._texts = Texts(whole)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._dress()

    def show_bars(self, bars: Bars) -> None:
        """Show these bars instead."""
        self._bars = bars
        self._draw()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        rows = len(self._bars.names) * self._row_height
        return QSize(360, rows + self._scale_height if self._bars.series else 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, self.sizeHint().height())

    def name_texts(self) -> list[str]:
        """The names of the accounts, shortened to the width there is."""
        room = round(self.width() * _WIDEST_NAMES) - _PAD
        metrics = self.fontMetrics()
        return [metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room) for name in self._bars.names]

    def hint_at(self, position: QPoint) -> str:
        """The tooltip of the account at a position of this widget; empty outside the accounts."""
        row = position.y() // self._row_height
        return self._bars.hints[row] if 0 <= row < len(self._bars.hints) else ""

    # Qt overrides

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), plain_tooltip(self.hint_at(event.pos())), self)
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._dress()
            self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._view.setGeometry(self.rect())
        self._place()

    # Drawing

    @property
    def _row_height(self) -> int:
        return max(1, self._bars.lanes) * self._lane_height + _GAP

    @property
    def _lane_height(self) -> int:
        return self.fontMetrics().height()

    @property
    def _scale_height(self) -> int:
        return self.fontMetrics().height() + 10

    def _dress(self) -> None:
        """Apply the current colors and font."""
        palette, font = self.palette(), tabular(self.font())
        text = QPen(tone_color(palette, ""))
        self._scale.setPen(QPen(tone_color(palette, "muted")))
        self._scale.setTextPen(text)
        self._scale.setTickFont(font)
        self._names.dress(text, font)
        self._texts.dress(text, font)
        self._draw()

    def _draw(self) -> None:
        for item in (*self._rectangles, *([self._zero] if self._zero else [])):
            item.scene().removeItem(item)
        high = self._lane_height / self._row_height
        first = -0.5 + _GAP / 2 / self._row_height
        palette = self.palette()
        self._rectangles = [
            Rectangles(
                [
                    QRectF(0, row + first + series.lane * high + high * 0.1, _length(value), high * 0.8).normalized()
                    for row, value in enumerate(series.values)
                    if value is not None
                ],
                bar_pen(palette, series.tone),
                bar_brush(palette, series.tone, series.look),
                self._box.childGroup,
            )
            for series in self._bars.series
        ]
        zero = [QRectF(0, -0.5, 0, len(self._bars.names))]
        line = QPen(tone_color(palette, "muted"))
        line.setCosmetic(True)
        self._zero = Rectangles(zero, line, QBrush(), self._box.childGroup)
        lengths = [_length(value) for series in self._bars.series for value in series.values if value is not None]
        least, most = min([0.0, *lengths]), max([0.0, *lengths])
        room = (most - least) * 0.03 or 0.5
        self._box.setRange(
            xRange=(least - (room if least < 0 else 0), most + room),
            yRange=(-0.5, max(1, len(self._bars.names)) - 0.5),
            padding=0,
            disableAutoRange=True,
        )
        self._place()

    def _place(self) -> None:
        """Divide the width among the names, the bars and the texts next to them."""
        metrics, row_height, lane_height = self.fontMetrics(), self._row_height, self._lane_height
        names = self.name_texts()
        texts = [
            (row * row_height + _GAP // 2 + series.lane * lane_height, text)
            for series in self._bars.series
            for row, text in enumerate(series.texts)
            if text
        ]
        left = max((metrics.horizontalAdvance(name) for name in names), default=0)
        right = max((metrics.horizontalAdvance(text) for _, text in texts), default=0)
        high = len(names) * row_height
        wide = max(1, self.width() - left - right - 2 * _PAD - _EDGE)
        self._scale.setHeight(self._scale_height)
        self._box.setGeometry(QRectF(left + _PAD, 0, wide, high))
        self._scale.setGeometry(QRectF(left + _PAD, high, wide, self._scale_height))
        middle = Qt.AlignmentFlag.AlignVCenter
        self._names.show_lines(
            [(QRectF(0, row * row_height, left, row_height), name) for row, name in enumerate(names)],
            Qt.AlignmentFlag.AlignRight | middle,
        )
        at = self.width() - right - _EDGE
        self._texts.show_lines(
            [(QRectF(at, top, right, lane_height), text) for top, text in texts],
            Qt.AlignmentFlag.AlignLeft | middle,
        )


def _length(value: Decimal) -> float:
    number = float(value)
    return 0.0 if math.isnan(number) else max(-_LONGEST, min(_LONGEST, number))
