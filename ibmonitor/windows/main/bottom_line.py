"""The last line of the window: counts and sums of the tab in front, of the selection, how current they are, the day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QStackedWidget, QWidget

from ibmonitor.models.text.formats import short_time_text
from ibmonitor.models.text.plain_text import plain_tooltip
from ibmonitor.models.text.shown_zone import SHOWN_ZONE
from ibmonitor.windows.days.day_button import DayButton
from ibmonitor.windows.theme.theme import tabular
from ibmonitor.windows.theme.tokens import LARGE, MEDIUM
from ibmonitor.windows.widgets.labels import ElidedLabel, SteadyLabel, ToneLabel
from ibmonitor.windows.widgets.zone_button import ZoneButton

_AWAY_HINT = "Show only the orders that ended while the connection was lost"


class BottomLine(QWidget):
    """Constant in height. The footers are those of the pages, and stay theirs."""

    away_requested = Signal()
    """The user wants to see what happened while the connection was lost."""

    def __init__(self, footers: Iterable[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stack = QStackedWidget(self)
        self._stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        for footer in footers:
            self.add_footer(footer)
        self.selection = ElidedLabel(parent=self)
        self.selection.setAccessibleName("Sums of the selected rows")
        self.away = QPushButton(self)
        self.away.setFlat(True)
        self.away.setToolTip(plain_tooltip(_AWAY_HINT))
        self.away.clicked.connect(self._on_away_clicked)
        self.sign = ToneLabel(tone="warning", parent=self)
        self._updated: datetime | None = None
        self._progress = ""
        self.updated = SteadyLabel(tone="muted", parent=self)
        self.updated.setFont(tabular(self.updated.font()))
        self.days = DayButton(self)
        self.zone = ZoneButton(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, MEDIUM, 0)
        row.setSpacing(LARGE)
        row.addWidget(self._stack, 1)
        for part in (self.selection, self.away, self.sign, self.updated, self.days, self.zone):
            row.addWidget(part)
        self.selection.hide()
        self.away.hide()
        self.sign.hide()
        SHOWN_ZONE.changed.connect(self._show_updated)
        SHOWN_ZONE.day_changed.connect(self._show_updated)
        self._show_updated()

    def add_footer(self, footer: QWidget) -> None:
        """Make room for this footer, too."""
        self._stack.addWidget(footer)

    def show_footer(self, footer: QWidget) -> None:
        """Show the footer of the tab in front."""
        self._stack.setCurrentWidget(footer)

    def show_selection(self, text: str) -> None:
        """Show the sums of the selected rows; an empty text shows none."""
        self.selection.setText(text)
        self.selection.setVisible(bool(text))

    def show_away(self, text: str, hint: str = _AWAY_HINT) -> None:
        """Offer to show what happened while the connection was lost, in these words; an empty text offers nothing."""
        self.away.setToolTip(plain_tooltip(hint))
        self.away.setText(f"{text}  Show")
        self.away.setVisible(bool(text))

    def show_sign(self, text: str) -> None:
        """Show what must not be forgotten, such as that accounts are hidden."""
        self.sign.setText(text)
        self.sign.setVisible(bool(text))

    def set_updated(self, time: datetime | None) -> None:
        """When something was last received that is shown; `None` before anything was."""
        self._updated = time
        self._show_updated()

    def show_progress(self, words: str) -> None:
        """Show how far the synchronization has come instead of the last update; empty words end that."""
        self._progress = words
        self._show_updated()

    def _show_updated(self) -> None:
        if self._progress:
            self.updated.setText(self._progress)
            return
        self.updated.setText("" if self._updated is None else f"Updated {short_time_text(self._updated)}")

    def _on_away_clicked(self) -> None:
        self.away.hide()
        self.away_requested.emit()
