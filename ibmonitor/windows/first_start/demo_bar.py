"""The bar above the demo: it shows that this is not the user's TWS, with a button that ends the demo."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from ibmonitor.windows.widgets.labels import ElidedLabel, ToneLabel

WORDS = "A simulated TWS on this computer, with made-up accounts. No order here is real."


class DemoBar(QFrame):
    end_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Demo")
        name = ToneLabel("Demo", "info", parent=self)
        font = name.font()
        font.setBold(True)
        name.setFont(font)
        self.end_button = QPushButton("&End the demo", self)
        self.end_button.setToolTip("Back to the start page")
        self.end_button.clicked.connect(self.end_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 4, 10, 4)
        layout.setSpacing(10)
        layout.addWidget(name)
        layout.addWidget(ElidedLabel(WORDS, "muted", parent=self), 1)
        layout.addWidget(self.end_button)
