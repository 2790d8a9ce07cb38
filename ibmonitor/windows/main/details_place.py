"""Where the details are, and when they are shown: at the right of a wide window, below the tables of a narrow one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow

from ibmonitor.windows.details.dock import DetailsDock

WIDE = 1660
"""The width of the window from which the details are at its right, in pixels: the orders' first columns fit beside."""
_BELOW, _RIGHT = Qt.DockWidgetArea.BottomDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
_HEIGHT = 290
_SHARE, _LEAST, _MOST = 0.3, 460, 760
"""The first width at the right: a share of the window's, in pixels at least and at most."""


class DetailsPlace(QObject):
    """The details are hidden until something is selected, and stay closed once the user has closed them."""

    def __init__(self, window: QMainWindow, dock: DetailsDock) -> None:
        super().__init__(window)
        self._window = window
        self._dock = dock
        self.is_wanted = True
        """Whether the user wants to see details of what is selected."""
        self._was_moved = False
        self._area = _BELOW
        """Where they were put last."""
        self._is_placing = False
        self._is_stage_free = True
        self._has_rows = True
        self._needs_size = True
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._set_size)
        self.action = QAction("&Details", window)
        self.action.setCheckable(True)
        self.action.setChecked(True)
        self.action.setShortcut(QKeySequence("Ctrl+D"))
        self.action.setToolTip("What happened to the selected order, at the right or below (Ctrl+D)")
        self.action.triggered.connect(self._want)
        dock.record_changed.connect(self.place)
        dock.closed_by_user.connect(lambda: self._want(wanted=False))
        window.addDockWidget(_BELOW, dock)
        dock.hide()
        window.installEventFilter(self)

    def open(self) -> None:
        """Show them, also if the user has closed them."""
        self._want(wanted=True)

    @property
    def is_moved(self) -> bool:
        """Whether the user has moved them: from then on they stay there, whatever the window's width."""
        self._was_moved = self._was_moved or self._dock.isFloating()
        self._was_moved = self._was_moved or self._window.dockWidgetArea(self._dock) is not self._area
        return self._was_moved

    def reset(self) -> None:
        """Show them where they are at first."""
        self._dock.setFloating(False)
        self._was_moved = False
        self._area = self._window.dockWidgetArea(self._dock)
        self._needs_size = True
        self._want(wanted=True)

    def set_stage_free(self, *, free: bool) -> None:
        """Whether the tables are shown, and not a page in their place."""
        self._is_stage_free = free
        self.place()

    def set_has_rows(self, *, has_rows: bool) -> None:
        """Whether the tab in front has rows to select. One without them, the day's charts, needs the height below."""
        self._has_rows = has_rows
        self.place()

    def begin_restoring(self) -> None:
        """Leave the dock as it is until `end_restoring`: it is being put where a saved layout has it."""
        self._is_placing = True

    def end_restoring(self, *, wanted: bool, moved: bool) -> None:
        """The dock is where the saved layout has it, and as large; take over what the user has chosen."""
        self._is_placing = self._needs_size = False
        self._area = self._window.dockWidgetArea(self._dock)
        self._was_moved = moved
        self._want(wanted=wanted)

    @property
    def is_closed(self) -> bool:
        """Whether the dock is hidden, for whatever reason."""
        return self._dock.isHidden()

    @property
    def is_elsewhere(self) -> bool:
        """Whether the dock is not where it was at first in earlier versions, which is below."""
        return self._dock.isFloating() or self._window.dockWidgetArea(self._dock) is not _BELOW

    def place(self) -> None:
        """Put them where they belong, and show or hide them."""
        if self._is_placing:
            return
        self._is_placing = True
        area = _RIGHT if self._window.width() >= WIDE else _BELOW
        if not self.is_moved and self._area is not area:
            # As large and as arranged for the other side, it would make the window grow.
            self._dock.hide()
            self._dock.resize(_LEAST, _HEIGHT)
            self._dock.arrange(QSize(_LEAST if area is _RIGHT else self._window.width(), _HEIGHT))
            self._window.addDockWidget(area, self._dock)
            self._area = area
            self._needs_size = True
        has_room = self._is_stage_free and (self._has_rows or area is _RIGHT or self.is_moved)
        self.action.setEnabled(has_room)
        is_shown = self.is_wanted and has_room and self._dock.record is not None
        self._dock.setVisible(is_shown)
        if is_shown and self._needs_size and not self.is_moved:
            self._needs_size = False
            self._set_size()
            # Again once the window has been laid out: before, a dock that comes from another side keeps its size.
            self._later.start()
        self._is_placing = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self.place()
        return super().eventFilter(watched, event)

    def _set_size(self) -> None:
        if self.is_moved:
            return
        if self._area is _RIGHT:
            width = min(max(int(_SHARE * self._window.width()), _LEAST), _MOST)
            self._window.resizeDocks([self._dock], [width], Qt.Orientation.Horizontal)
        else:
            self._window.resizeDocks([self._dock], [_HEIGHT], Qt.Orientation.Vertical)

    def _want(self, wanted: bool) -> None:
        self.is_wanted = wanted
        self.action.setChecked(wanted)
        self.place()
