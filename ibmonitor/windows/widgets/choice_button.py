"""A checkable button, with a count next to its label where there is one."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QToolButton, QWidget

_PADDING = 18
"""Pixels at both sides together, with the border."""


class ChoiceButton(QToolButton):
    """Its text is bold while it is checked, as a second sign next to its color; it does not change its width then."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = text
        self.setCheckable(True)
        self.set_count(None)
        self.toggled.connect(self._on_toggled)

    def set_count(self, count: int | None) -> None:
        """Show how many there are; `None` shows no count."""
        text = self.label if count is None else f"{self.label}  {count:,}"
        if text != self.text():
            self.setText(text)
            bold = QFont(self.font())
            bold.setBold(True)
            width = QFontMetrics(bold).horizontalAdvance(text) + _PADDING
            # It never shrinks: the counts change while the user types into the filter next to it.
            self.setMinimumWidth(max(width, self.minimumWidth()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # Another style sheet gives the button the font back that it had under the first one.
        if event.type() is QEvent.Type.StyleChange and self.font().bold() != self.isChecked():
            self._on_toggled(self.isChecked())

    def _on_toggled(self, checked: bool) -> None:
        font = self.font()
        font.setBold(checked)
        self.setFont(font)
