"""The button that shows the time zone of all times in the window, and lets the user choose another."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from ibmonitor.models.text.plain_text import plain_tooltip
from ibmonitor.models.text.shown_zone import SHOWN_ZONE, ZoneChoice
from ibmonitor.models.text.zone_words import zone_hint, zone_title, zone_words

_LETTERS = {
    ZoneChoice.LOCAL: "T",
    ZoneChoice.UTC: "U",
    ZoneChoice.EASTERN: "S",
    ZoneChoice.EXCHANGE: "x",
    ZoneChoice.SENT: "A",
}
"""The key of each choice in the menu."""


class ZoneButton(QToolButton):
    """Reads "Times: this computer (Europe/Berlin)"; a click opens the choices."""

    chosen = Signal(str)
    """The value of the setting."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip("The time zone of all times in the window. It never changes how they are sorted or compared.")
        # Not the button's own menu: its arrow is tiny and stands on the text.
        self.choices = menu = QMenu("&Times", self)
        menu.setToolTipsVisible(True)
        group = QActionGroup(self)
        self._entries: dict[ZoneChoice, QAction] = {}
        for choice in ZoneChoice:
            entry = self._entries[choice] = menu.addAction("")
            entry.setCheckable(True)
            group.addAction(entry)
            entry.triggered.connect(lambda _=False, key=choice.value: self.chosen.emit(key))
        menu.aboutToShow.connect(self._show_entries)
        self.clicked.connect(self._on_clicked)
        SHOWN_ZONE.changed.connect(self._show)
        self._show()

    def _on_clicked(self) -> None:
        # Above the button, which is at the bottom of the window.
        self.choices.popup(self.mapToGlobal(QPoint(0, -self.choices.sizeHint().height())))

    def _show(self) -> None:
        words = f"Times: {zone_words()}"
        self.setText(f"{words}  ▾")
        self.setAccessibleName(words)
        self._show_entries()

    def _show_entries(self) -> None:
        for choice, entry in self._entries.items():
            problem = SHOWN_ZONE.problem(choice)
            entry.setText(_with_letter(zone_title(choice), _LETTERS[choice]))
            entry.setToolTip(plain_tooltip(problem or zone_hint(choice)))
            entry.setEnabled(not problem)
            entry.setChecked(choice is SHOWN_ZONE.choice)


def _with_letter(title: str, letter: str) -> str:
    before, key, after = title.replace("&", "&&").partition(letter)
    return f"{before}&{key}{after}"
