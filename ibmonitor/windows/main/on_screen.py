"""Keeps windows where they can be reached: a screen they were on may be gone, or be another by now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QRect, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

_TITLE = 32
"""Pixels of a window's top by which it can be taken hold of."""
_LEAST_SEEN = 120
"""Pixels of that, from left to right, that have to be on a screen."""


def fitted(window: QRect, screens: Sequence[QRect]) -> QRect:
    """The window as it is where it can be taken hold of, else moved onto the screen nearest to it, and shrunk to it.

    `screens` are the parts of the screens that are free for windows, the first one's first.
    """
    if not screens:
        return window
    for screen in screens:
        top = QRect(window.topLeft(), window.size()).intersected(screen)
        reached = top.width() >= min(_LEAST_SEEN, window.width()) and window.top() >= screen.top()
        if reached and window.top() + _TITLE <= screen.bottom() + 1 and _fits(window, screen):
            return window
    nearest = min(screens, key=lambda screen: _distance(window, screen))
    size = window.size().boundedTo(nearest.size())
    left = min(max(window.left(), nearest.left()), nearest.right() + 1 - size.width())
    top_edge = min(max(window.top(), nearest.top()), nearest.bottom() + 1 - size.height())
    return QRect(left, top_edge, size.width(), size.height())


class OnScreen(QObject):
    """Looks after a window and its docks: when it has been restored, and whenever a screen goes or changes."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        # The system moves windows by itself first, or does not.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self.bring_back)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenRemoved.connect(self._later.start)
            application.primaryScreenChanged.connect(self._later.start)

    def bring_back(self) -> None:
        """Bring back what cannot be reached."""
        self._fit(self._window)
        for dock in self._window.findChildren(QDockWidget):
            if dock.isFloating():
                self._fit(dock)

    @staticmethod
    def _fit(widget: QWidget) -> None:
        if widget.isMaximized() or widget.isFullScreen():
            return
        primary = QGuiApplication.primaryScreen()
        screens = sorted(QGuiApplication.screens(), key=lambda screen: screen is not primary)
        where = QRect(widget.geometry())
        there = fitted(where, [screen.availableGeometry() for screen in screens])
        if there != where:
            widget.setGeometry(there)


def _fits(window: QRect, screen: QRect) -> bool:
    """Whether it is no larger than the screen, but for a frame's width."""
    return window.width() <= screen.width() + _TITLE and window.height() <= screen.height() + _TITLE


def _distance(window: QRect, screen: QRect) -> int:
    center, other = window.center(), screen.center()
    return (center.x() - other.x()) ** 2 + (center.y() - other.y()) ** 2
