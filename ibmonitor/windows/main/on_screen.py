"""Keeps windows on a screen: the screen they were on may have been removed or changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMargins, QObject, QRect, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

_TITLE = 32
"""The height of the title bar, by which a window can be dragged, in pixels."""
_LEAST_SEEN = 120
"""The width of the title bar that must be on a screen, in pixels."""
_FRAME = QMargins(8, _TITLE, 8, 8)
"""What a frame may take of the screen around a window; it is not known before the window is shown."""


def room(screen: QRect) -> QRect:
    """The part of a screen's available area that a window can have for itself, inside its frame."""
    return screen.marginsRemoved(_FRAME)


def fitted(window: QRect, screens: Sequence[QRect]) -> QRect:
    """The window's rectangle; if its title bar cannot be reached, moved onto the nearest screen, and shrunk to it.

    It is the rectangle inside the frame, which is on the screen as well.

    `screens` are the available areas of the screens, the primary one first.
    """
    if not screens:
        return window
    for screen in screens:
        top = QRect(window.topLeft(), window.size()).intersected(screen)
        reached = top.width() >= min(_LEAST_SEEN, window.width()) and window.top() >= screen.top()
        if reached and window.top() + _TITLE <= screen.bottom() + 1 and _fits(window, screen):
            return window
    nearest = room(min(screens, key=lambda screen: _distance(window, screen)))
    size = window.size().boundedTo(nearest.size())
    left = min(max(window.left(), nearest.left()), nearest.right() + 1 - size.width())
    top_edge = min(max(window.top(), nearest.top()), nearest.bottom() + 1 - size.height())
    return QRect(left, top_edge, size.width(), size.height())


class OnScreen(QObject):
    """Moves a window and its docks back: after they have been restored, and whenever a screen is removed or changes."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        # The system may move the windows first.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self.bring_back)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenRemoved.connect(self._later.start)
            application.primaryScreenChanged.connect(self._later.start)

    def bring_back(self) -> None:
        """Move windows that cannot be reached onto a screen."""
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
    """Whether it and its frame are no larger than the screen."""
    return window.width() <= room(screen).width() and window.height() <= room(screen).height()


def _distance(window: QRect, screen: QRect) -> int:
    center, other = window.center(), screen.center()
    return (center.x() - other.x()) ** 2 + (center.y() - other.y()) ** 2
