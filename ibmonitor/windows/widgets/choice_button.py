"""A checkable button."""

from __future__ import annotations

from PySide6.QtWidgets import QToolButton, QWidget


class ChoiceButton(QToolButton):
    """Its text is bold while it is checked: on dark palettes the style hardly shows that state."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setCheckable(True)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("MMMMMMM"))
        self.toggled.connect(self._on_toggled)

    def _on_toggled(self, checked: bool) -> None:
        font = self.font()
        font.setBold(checked)
        self.setFont(font)
