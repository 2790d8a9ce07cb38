"""The banner that offers, after the first connection, to connect whenever the program starts."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ibmonitor.windows.widgets.banner import Banner, one_line
from ibmonitor.windows.widgets.labels import ElidedLabel

QUESTION = "Connect automatically when the program starts?"


class StartOfferBar(Banner):
    """It hides when the user answers."""

    accepted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_tone("info")
        self.setAccessibleName("Connect at start")
        question = ElidedLabel(QUESTION, parent=self)
        one_line(question)
        self.accept_button = QPushButton("Connect &automatically", self)
        self.accept_button.clicked.connect(self._on_accepted)
        self.row.addWidget(question, 1)
        self.row.addWidget(self.accept_button)
        self.not_now_button = self.add_dismiss("Not now", "Not now: Settings has the same, at any time")
        self.dismissed.connect(self.hide)

    def ask(self) -> None:
        """Show the offer."""
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, QUESTION))

    def _on_accepted(self) -> None:
        self.hide()
        self.accepted.emit()
