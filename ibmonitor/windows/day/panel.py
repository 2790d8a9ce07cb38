"""The panel next to the day's charts: the legend, and the fills at the pointer."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from ibmonitor.domain.sums.day_sums import GroupBy
from ibmonitor.models.day.series import DayView
from ibmonitor.models.day.words import group_name
from ibmonitor.windows.day.drawing import paint_symbol
from ibmonitor.windows.day.palette import Look, bar_brush, line_pen, look_of, outline_pen
from ibmonitor.windows.widgets.labels import ElidedLabel, ToneLabel

_HOW = "Point at a chart to see its fills. A click, or Enter, shows them in the Fills tab; the arrow keys move."


class _Swatch(QWidget):
    """A piece of a group's line with its symbol, next to a piece of its bar."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        height = self.fontMetrics().ascent()
        self.setFixedSize(QSize(4 * height, height))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter, palette = QPainter(self), self.palette()
        wide, high = self.width(), self.height()
        long = wide * 2 // 3 - 3
        painter.setPen(outline_pen(palette, self._look))
        painter.setBrush(bar_brush(palette, self._look))
        painter.drawRect(wide * 2 // 3 + 1, 1, wide // 3 - 3, high - 2)
        painter.setPen(line_pen(palette, self._look))
        painter.drawLine(1, high // 2, long, high // 2)
        paint_symbol(painter, palette, self._look, QPointF((1 + long) / 2, high // 2))


class DayLegend(QWidget):
    """The groups of a day, one below the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setVerticalSpacing(3)
        self._layout.setColumnStretch(1, 1)
        self._entries: list[QWidget] = []
        self._shown: list[tuple[Look, str]] = []
        """What each entry shows."""

    def show_view(self, view: DayView) -> None:
        # One line for everything needs no name.
        self.setVisible(view.group_by is not GroupBy.ALL)
        groups = view.sums.groups
        shown = [(look_of(group, place), group_name(group, view.group_by)) for place, group in enumerate(groups)]
        if shown == self._shown:
            return
        self._shown = shown
        while self._layout.takeAt(0) is not None:
            pass
        for entry in self._entries:
            entry.hide()
            entry.deleteLater()
        self._entries = []
        for place, (look, name) in enumerate(shown):
            swatch = _Swatch(look, self)
            label = ElidedLabel(name, parent=self)
            self._layout.addWidget(swatch, place, 0)
            self._layout.addWidget(label, place, 1)
            self._entries += [swatch, label]


class DayPanel(QWidget):
    """Of fixed width; long lists of fills scroll."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.legend = DayLegend(self)
        self._title = ToneLabel(parent=self)
        self._title.setAccessibleName("Pointed at")
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._text = ToneLabel(_HOW, tone="muted", parent=self)
        self._text.setAccessibleName("Fills pointed at")
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        for label in (self._title, self._text):
            label.setWordWrap(True)
        self._area = QScrollArea(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 10, 4)
        layout.setSpacing(10)
        layout.addWidget(self.legend)
        layout.addWidget(self._title)
        layout.addWidget(self._area, 1)
        self.setFixedWidth(self.fontMetrics().averageCharWidth() * 46)
        self.show_text("", "")

    def show_text(self, title: str, text: str) -> None:
        """Show the fills at the pointer; an empty text shows how to point."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._text.set_tone("" if text else "muted")
        self._text.setText(text or _HOW)
