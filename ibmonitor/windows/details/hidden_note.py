"""The line above the details if their row is hidden in its table: what hides it, and a button that shows it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from ibmonitor.windows.widgets.labels import ElidedLabel


class HiddenNote(QFrame):
    """Visible only while there is a text."""

    show_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = ElidedLabel(tone="warning", parent=self)
        self.label.setAccessibleName("Why the row is not visible")
        self.button = QPushButton("S&how", self)
        self.button.setToolTip("Clear what hides the row, then select it and scroll to it")
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.show_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 3, 6, 3)
        layout.addWidget(self.label)
        layout.addWidget(self.button)
        layout.addStretch(1)
        self.hide()

    def set_text(self, text: str) -> None:
        """Show a text; an empty one hides the line."""
        self.label.setText(text)
        self.setVisible(bool(text))
