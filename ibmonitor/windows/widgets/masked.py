"""Texts and fields that hide account numbers, for everything other than labels and tables."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit, QWidget

from ibmonitor.models.text.account_mask import ACCOUNT_MASK


class MaskedText(QObject):
    """One text of a widget, such as its accessible name; updated when accounts are hidden or shown."""

    def __init__(self, owner: QWidget, show: Callable[[str], object]) -> None:
        """`show` sets the text on the widget."""
        super().__init__(owner)
        self._show = show
        self._text = ""
        ACCOUNT_MASK.changed.connect(self._on_mask_changed)

    def set_text(self, text: str) -> None:
        """Show this text."""
        if text != self._text:
            self._text = text
            self._show(ACCOUNT_MASK.text(text))

    def _on_mask_changed(self) -> None:
        self._show(ACCOUNT_MASK.text(self._text))


class MaskedEdit(QLineEdit):
    """A field that accepts an account by its number or its name, and shows the name when the user is done typing.

    The text never changes while the user types.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editingFinished.connect(self._show_names)
        ACCOUNT_MASK.changed.connect(self._show_names)

    def value(self) -> str:
        """The text, with account numbers in place of the names shown."""
        return ACCOUNT_MASK.unmask(self.text())

    def set_value(self, text: str) -> None:
        """Show this text, with accounts by the names that may be shown."""
        shown = ACCOUNT_MASK.text(text)
        if shown != self.text():
            self.setText(shown)

    def _show_names(self) -> None:
        self.set_value(self.value())
