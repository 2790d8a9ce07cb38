"""A scroll area for the rows of a dialog: as high as they are, or as the screen allows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

_AROUND = 90
"""Pixels that the window's title and the spaces around its rows, tabs and buttons need."""
_LINES_AROUND = 5
"""Lines of text, as high as those of the tabs and buttons together."""


class ScreenScroll(QScrollArea):
    """Requests the full height of its content, up to that of the screen; beyond that it scrolls."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The fields inside take the focus.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        content = self._content.minimumSizeHint().expandedTo(self._content.minimumSize())
        room = self.screen().availableGeometry().height() - _AROUND - _LINES_AROUND * self.fontMetrics().height()
        if content.height() <= room:
            return content
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(content.width() + bar, room)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and watched is self._content:
            # The height of a note has changed.
            self.updateGeometry()
        return super().eventFilter(watched, event)
