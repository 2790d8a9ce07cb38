"""The icon in the system tray, if there is one: it shows notifications and the state of the connection."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon, QWidget

from ibmonitor.domain.records.records import Severity

_SHOWN_MS = 8000
"""A hint: most systems decide how long they show a notification."""
_ICONS = {
    Severity.INFO: QSystemTrayIcon.MessageIcon.Information,
    Severity.WARNING: QSystemTrayIcon.MessageIcon.Warning,
    Severity.ERROR: QSystemTrayIcon.MessageIcon.Critical,
}


class Tray(QObject):
    """Created only while notifications are on. Without a tray, the window's taskbar entry asks for attention instead.

    The Linux notification service is not called directly: with a tray, Qt does it, and PySide's QtDBus cannot send the
    unsigned integer that the service's Notify requires.
    """

    clicked = Signal()
    """The user has clicked the last notification."""
    show_requested = Signal()
    quit_requested = Signal()

    def __init__(self, window: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._icon: QSystemTrayIcon | None = None
        self._tooltip = ""
        self._menu = QMenu(window)
        self._menu.addAction("&Show IB Monitor", self.show_requested.emit)
        # Not disabled, so that it is readable; the window shows more.
        self._state = self._menu.addAction("", self.show_requested.emit)
        self._menu.addSeparator()
        self._menu.addAction("&Quit", self.quit_requested.emit)

    def set_wanted(self, *, wanted: bool) -> None:
        """Show or remove the icon."""
        if not wanted:
            self._take_away()
        elif self._icon is None and QSystemTrayIcon.isSystemTrayAvailable():
            icon = self._icon = QSystemTrayIcon(QApplication.windowIcon(), self)
            icon.setContextMenu(self._menu)
            icon.setToolTip(self._tooltip)
            icon.messageClicked.connect(self.clicked)
            icon.activated.connect(self._on_activated)
            icon.show()

    def set_state(self, name: str, state: str) -> None:
        """Set the program's name and the state of its connection."""
        self._state.setText(state.replace("&", "&&"))
        self._tooltip = f"{name}: {state}"
        if self._icon is not None:
            self._icon.setToolTip(self._tooltip)

    def show(self, title: str, text: str, severity: Severity) -> None:
        """Show a notification in the tray or the taskbar, without waiting for the user."""
        # The tray may have been started after this program, with the rest of the desktop.
        self.set_wanted(wanted=True)
        if self._icon is not None:
            self._icon.showMessage(title, text, _ICONS[severity], _SHOWN_MS)
        else:
            QApplication.alert(self._window)

    def _take_away(self) -> None:
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.show_requested.emit()
