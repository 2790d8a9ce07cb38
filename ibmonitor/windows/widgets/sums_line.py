"""The line of counts and sums below a table or a chart."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ibmonitor.windows.widgets.labels import ElidedLabel, ToneLabel

_ASIDE, _ABOVE, _BETWEEN = 10, 3, 18
"""Pixels."""


class SumsLine(QWidget):
    """Counts in the width that they need, if there are any, and sums in the rest.

    It lays itself out: with a layout of Qt's, the whole window would be laid out again whenever a number changes.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        """Both labels still need their names for screen readers."""
        super().__init__(parent)
        self.counts = ToneLabel(parent=self)
        self.sums = ElidedLabel(parent=self)

    def sizeHint(self) -> QSize:
        counts, sums = self.counts.sizeHint(), self.sums.sizeHint()
        height = max(counts.height(), sums.height()) + 2 * _ABOVE
        return QSize(_ASIDE + counts.width() + _BETWEEN + sums.width() + _ASIDE, height)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def _place(self) -> None:
        room = self.height() - 2 * _ABOVE
        width = self.counts.sizeHint().width() if self.counts.text() else 0
        left = _ASIDE + (width and width + _BETWEEN)
        self.counts.setGeometry(_ASIDE, _ABOVE, width, room)
        self.sums.setGeometry(left, _ABOVE, max(0, self.width() - left - _ASIDE), room)
