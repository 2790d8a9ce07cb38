"""The button in the bottom line that names the day that is shown, and drops down the choice of another one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from ibmonitor.models.history.day_choice import DayChoice
from ibmonitor.models.history.day_words import TODAY, coverage_words, date_text
from ibmonitor.models.text.plain_text import plain_tooltip
from ibmonitor.models.text.shown_zone import SHOWN_ZONE
from ibmonitor.windows.days.day_popup import DayPopup

_HINT = "The day that is shown; a click offers the days of the history (Ctrl+PgUp, Ctrl+PgDown)"


class DayButton(QToolButton):
    """Hidden until there are days to choose from."""

    chosen = Signal(object)
    """The `Day` that the user wants to see; `None` is today."""
    opening = Signal()
    """The choice is about to be shown: `offer` may bring what is new, also while it is open."""
    settings_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.choice = DayChoice(is_kept=False)
        self._popup: DayPopup | None = None
        self.clicked.connect(self.open)
        SHOWN_ZONE.changed.connect(self._show)
        self.hide()

    @property
    def popup(self) -> DayPopup:
        """Made when it is first used."""
        if self._popup is None:
            self._popup = DayPopup(self)
            self._popup.chosen.connect(self.chosen)
            self._popup.settings_requested.connect(self.settings_requested)
            self._popup.offer(self.choice)
        return self._popup

    def offer(self, choice: DayChoice) -> None:
        """Offer these days."""
        if choice == self.choice:
            return
        self.choice = choice
        self.setVisible(not choice.is_empty)
        self._show()
        if self._popup is not None:
            self._popup.offer(choice)

    def open(self) -> None:
        """Drop down the choice."""
        self.opening.emit()
        self.popup.open()

    def _show(self) -> None:
        shown = self.choice.shown
        words = TODAY if shown is None else date_text(shown.day)
        self.setText(f"{words}  ▾")
        self.setAccessibleName(f"Day: {words}")
        coverage = "" if shown is None else f"{coverage_words(shown, self.choice.today)}\n"
        self.setToolTip(plain_tooltip(f"{coverage}{_HINT}"))
