"""The bar that asks whether to keep TWS's new port. The connection uses the new port either way."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from ibmonitor.windows.widgets.labels import ElidedLabel


class MovedPortBar(QFrame):
    """It hides when the user answers."""

    keep_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("New port")
        self._text = ElidedLabel(tone="info", parent=self)
        self.keep_button = QPushButton("&Keep", self)
        self.keep_button.setToolTip("Connect to this port from now on")
        self.keep_button.clicked.connect(self._on_keep)
        self.not_now_button = QPushButton("Not now", self)
        self.not_now_button.setToolTip("Use this port until IB Monitor is closed; what is saved stays as it is")
        self.not_now_button.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 4, 10, 4)
        layout.setSpacing(10)
        layout.addWidget(self._text, 1)
        layout.addWidget(self.keep_button)
        layout.addWidget(self.not_now_button)
        self.hide()

    def ask(self, port: int, profile: str = "") -> None:
        """Ask about this port instead of an earlier one; `profile` is the current one, if any."""
        where = f"the profile “{profile}”" if profile else "Settings"
        self._text.setText(f"TWS moved to port {port}. Keep it in {where}?")
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.text()))

    def text(self) -> str:
        """The question; empty while the bar is hidden."""
        return "" if self.isHidden() else self._text.text()

    def _on_keep(self) -> None:
        self.hide()
        self.keep_requested.emit()
