"""What stands where a table would be while it has no rows: why, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ibmonitor.windows.widgets.labels import ToneLabel

_WIDEST = 560


class EmptyState(QWidget):
    """A sentence or two in the middle, with at most one button."""

    action_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ToneLabel(tone="muted", parent=self)
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text.setFixedWidth(_WIDEST)
        font = self._text.font()
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self._text.setFont(font)
        self.button = QPushButton(self)
        self.button.clicked.connect(self.action_requested)
        layout = QVBoxLayout(self)
        layout.setSpacing(14)
        layout.addStretch(2)
        layout.addWidget(self._text, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def set_text(self, text: str, action: str = "") -> None:
        """Say why there is nothing; without `action` there is no button."""
        self._text.setText(text)
        # The layout asks a wrapped label for its height before it knows how wide that will be.
        self._text.setMinimumHeight(max(0, self._text.heightForWidth(_WIDEST)))
        self.button.setText(action)
        if not action and self.window().focusWidget() is self.button:
            # Hidden, it would hand the keyboard on to whatever is next in the window.
            self.setFocus()
        self.button.setVisible(bool(action))
        if action and self.window().focusWidget() is self:
            self.button.setFocus()

    def take_focus(self) -> None:
        """Bring the keyboard to the button, or here until there is one, or until there is more to see."""
        (self if self.button.isHidden() else self.button).setFocus()

    def text(self) -> str:
        """What is said."""
        return self._text.text()
