"""Waits for the first picture of the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

_AT_LATEST_MS = 1000
"""A window that is minimized or on another desktop may not be painted for hours."""


class FirstPaint(QObject):
    """Calls `then` once: when `widget` has been painted for the first time, or after a second."""

    def __init__(self, widget: QWidget, then: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AT_LATEST_MS)
        self._timer.timeout.connect(then)
        self._timer.start()
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            if self._timer.isActive():
                # After the rest of the window, which is painted in this turn of the loop.
                self._timer.start(0)
        return super().eventFilter(watched, event)
