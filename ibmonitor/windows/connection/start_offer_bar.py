"""The bar that offers, after the first connection, to connect whenever the program starts."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from ibmonitor.windows.widgets.labels import ElidedLabel

QUESTION = "Connected. Connect automatically when the program starts?"


class StartOfferBar(QFrame):
    """It hides when the user answers."""

    accepted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Connect at start")
        self.accept_button = QPushButton("Connect &automatically", self)
        self.accept_button.clicked.connect(self._on_accepted)
        self.not_now_button = QPushButton("Not now", self)
        self.not_now_button.setToolTip("Settings has the same, at any time")
        self.not_now_button.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 4, 10, 4)
        layout.setSpacing(10)
        layout.addWidget(ElidedLabel(QUESTION, "info", parent=self), 1)
        layout.addWidget(self.accept_button)
        layout.addWidget(self.not_now_button)
        self.hide()

    def ask(self) -> None:
        """Show the offer."""
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, QUESTION))

    def _on_accepted(self) -> None:
        self.hide()
        self.accepted.emit()
