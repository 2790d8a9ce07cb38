"""The look of bars, by tone and pattern, and the legend of a chart."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QGridLayout, QWidget

from ibmonitor.models.allocations.bars import BarSeries, Look
from ibmonitor.windows.theme.theme import tone_color
from ibmonitor.windows.widgets.labels import ElidedLabel

_A_ROW = 2
_PATTERNS: dict[Look, Qt.BrushStyle] = {
    "filled": Qt.BrushStyle.SolidPattern,
    "hollow": Qt.BrushStyle.NoBrush,
    "hatched": Qt.BrushStyle.BDiagPattern,
    "crossed": Qt.BrushStyle.DiagCrossPattern,
}


def bar_pen(palette: QPalette, tone: str) -> QPen:
    """The outline of bars with this tone."""
    pen = QPen(tone_color(palette, tone), 1)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen


def bar_brush(palette: QPalette, tone: str, look: Look) -> QBrush:
    """The fill of bars with this tone and pattern."""
    return QBrush(tone_color(palette, tone), _PATTERNS[look])


class Swatch(QWidget):
    """A small bar in the look of a series."""

    def __init__(self, tone: str, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = tone
        self._look: Look = look
        height = self.fontMetrics().ascent()
        self.setFixedSize(QSize(2 * height, height))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setPen(bar_pen(self.palette(), self._tone))
        painter.setBrush(bar_brush(self.palette(), self._tone, self._look))
        painter.drawRect(self.rect().adjusted(1, 1, -2, -2))


class ChartLegend(QWidget):
    """Swatches with titles, a few per row: charts are in a narrow pane."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(6)
        self._layout.setVerticalSpacing(2)
        self._layout.setColumnStretch(2 * _A_ROW, 1)
        self._entries: list[QWidget] = []
        self._shown: list[tuple[str, str, Look]] = []

    def show_series(self, series: Sequence[BarSeries]) -> None:
        """Show these series."""
        wanted = [(each.title, each.tone, each.look) for each in series]
        if wanted == self._shown:
            return
        self._shown = wanted
        while self._layout.takeAt(0) is not None:
            pass
        for entry in self._entries:
            entry.hide()
            entry.deleteLater()
        self._entries = []
        for number, (title, tone, look) in enumerate(wanted):
            swatch, label = Swatch(tone, look, self), ElidedLabel(title, parent=self)
            row, column = divmod(number, _A_ROW)
            self._layout.addWidget(swatch, row, 2 * column)
            self._layout.addWidget(label, row, 2 * column + 1)
            self._entries += [swatch, label]
