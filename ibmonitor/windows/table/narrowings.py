"""The chips of a table's further filters: each names one, and a click on it clears it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from ibmonitor.models.text.plain_text import cut, plain_tooltip
from ibmonitor.windows.widgets.masked import MaskedText

_MOST_DESCRIBED = 36
"""Characters of a chip: several have room next to each other, and the tooltip has the full text."""


class Narrowings(QWidget):
    """Hidden while there are none."""

    closed = Signal(str)
    """The key of the filter whose chip was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: dict[str, Narrowing] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self.hide()

    @property
    def descriptions(self) -> dict[str, str]:
        """What each filter shows, by its key, in the order in which they were added."""
        return {key: chip.description for key, chip in self._chips.items()}

    def chip(self, key: str) -> QToolButton:
        """The chip of a filter; raises `KeyError`."""
        return self._chips[key]

    def add(self, key: str, description: str) -> None:
        """Name a filter; one with the same key is named anew."""
        if key not in self._chips:
            chip = self._chips[key] = Narrowing(self)
            chip.clicked.connect(lambda: self.closed.emit(key))
            self._row.addWidget(chip)
        self._chips[key].describe(description)
        self.show()

    def remove(self, key: str) -> bool:
        """Remove a filter's chip; return whether there was one."""
        chip = self._chips.pop(key, None)
        if chip is None:
            return False
        chip.hide()
        chip.deleteLater()
        self.setVisible(bool(self._chips))
        return True


class Narrowing(QToolButton):
    """One chip."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setChecked(True)
        # It is always on: a click removes it.
        self.clicked.connect(lambda: self.setChecked(True))
        self.description = ""
        self._text = MaskedText(self, self._show)

    def describe(self, description: str) -> None:
        """Name the filter."""
        self.description = description
        self._text.set_text(description)

    def _show(self, description: str) -> None:
        # Qt would treat an ampersand as a shortcut.
        self.setText(f"{cut(description, _MOST_DESCRIBED)}  ✕".replace("&", "&&"))
        self.setToolTip(plain_tooltip(f"{description}\nClick to remove this filter"))
        self.setAccessibleName(f"Showing only: {description}. Remove this filter")
