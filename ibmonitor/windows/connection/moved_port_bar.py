"""The banner that asks whether to keep TWS's new port. The connection uses the new port either way."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ibmonitor.windows.widgets.banner import Banner, one_line
from ibmonitor.windows.widgets.labels import ElidedLabel


class MovedPortBar(Banner):
    """It hides when the user answers."""

    keep_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_tone("info")
        self.setAccessibleName("New port")
        self._text = ElidedLabel(parent=self)
        one_line(self._text)
        self.keep_button = QPushButton("&Keep", self)
        self.keep_button.setToolTip("Connect to this port from now on")
        self.keep_button.clicked.connect(self._on_keep)
        self.row.addWidget(self._text, 1)
        self.row.addWidget(self.keep_button)
        self.not_now_button = self.add_dismiss(
            "Not now", "Not now: use this port until IB Monitor is closed; what is saved stays as it is"
        )
        self.dismissed.connect(self.hide)

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
