"""The connection light: its shape shows the state, as well as its color."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from ibmonitor.domain.records.link import LinkState
from ibmonitor.windows.theme.theme import tone_color

STATE_TONES = {
    LinkState.DOWN: "bad",
    LinkState.WAITING: "bad",
    LinkState.CONNECTING: "warning",
    LinkState.SYNCHRONISING: "warning",
    LinkState.UP: "good",
    LinkState.CUT_OFF: "bad",
}


class LinkLight(QWidget):
    """A full disc: up. Half a disc: synchronising. A ring: connecting or waiting. A crossed ring: down.

    A crossed disc: TWS has lost its connection to IB.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = LinkState.DOWN
        self.setFixedSize(self.sizeHint())

    def set_state(self, state: LinkState) -> None:
        self._state = state
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(14, 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = tone_color(self.palette(), STATE_TONES[self._state])
        pen = QPen(color)
        pen.setWidthF(1.8)
        painter.setPen(pen)
        disc = QRectF(2, 2, 10, 10)
        painter.setBrush(QBrush(color) if self._state in (LinkState.UP, LinkState.CUT_OFF) else QBrush())
        painter.drawEllipse(disc)
        if self._state is LinkState.SYNCHRONISING:
            painter.setBrush(QBrush(color))
            painter.drawPie(disc, -90 * 16, 180 * 16)
        elif self._state in (LinkState.DOWN, LinkState.CUT_OFF):
            if self._state is LinkState.CUT_OFF:
                painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Window), 1.8))
            painter.drawLine(QPointF(3.6, 10.4), QPointF(10.4, 3.6))
