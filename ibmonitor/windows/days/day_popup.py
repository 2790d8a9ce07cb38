"""What drops down from the day button: today, yesterday, a calendar, and what is covered of the day pointed at."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ibmonitor.domain.records.covered_day import Day
from ibmonitor.models.history.day_choice import DayChoice
from ibmonitor.models.history.day_words import TODAY, name_of, site_name
from ibmonitor.windows.days.calendar import DayCalendar
from ibmonitor.windows.theme.tokens import SMALL
from ibmonitor.windows.widgets.choice_button import ChoiceButton
from ibmonitor.windows.widgets.labels import ToneLabel

_WIDTH = 340
_LINES = 3
"""Of what is covered: room for a day with three gaps."""
NO_DAYS = "No past days yet. From now on each day on which IB Monitor is connected can be opened here."
OFF = "No history is kept. With a history on this computer, past days can be opened as if they were today."
OFF_NOW = "No history is kept now: today will not be here tomorrow."


class DayPopup(QFrame):
    """A choice closes it, as Esc does."""

    chosen = Signal(object)
    """The `Day`; `None` is today."""
    settings_requested = Signal()
    """The user wants to have a history kept."""

    def __init__(self, opener: QWidget) -> None:
        """`opener` is the button above which it opens."""
        super().__init__(opener, Qt.WindowType.Popup)
        self._opener = opener
        self._choice = DayChoice()
        self.setObjectName("popup")
        self.setAccessibleName("The day to show")
        self.today = QPushButton(TODAY, self)
        self.last = QPushButton(self)
        self.sites = QWidget(self)
        self._site_row = QHBoxLayout(self.sites)
        self._site_row.setContentsMargins(0, 0, 0, 0)
        self._site_group = QButtonGroup(self)
        self._site = ""
        self.calendar = DayCalendar(self)
        self.words = ToneLabel(tone="muted", parent=self)
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.words.setMinimumHeight(_LINES * self.fontMetrics().lineSpacing())
        self.note = ToneLabel(parent=self)
        self.note.setWordWrap(True)
        self.settings = QPushButton("&Settings…", self)
        self._layout()
        self.today.clicked.connect(lambda: self._choose(None))
        self.last.clicked.connect(lambda: self._choose(self._last))
        self.calendar.chosen.connect(self._choose)
        self.calendar.pointed_at.connect(self.words.setText)
        self.settings.clicked.connect(self._on_settings_clicked)

    def offer(self, choice: DayChoice) -> None:
        """Offer these days, from the one that is shown."""
        self._choice = choice
        has_days = bool(choice.days)
        site = choice.site if choice.shown is None else choice.shown.site
        self._site = site if site in choice.sites else next(iter(choice.sites), "")
        self._offer_sites()
        for part in (self.today, self.last, self.calendar, self.words):
            part.setVisible(has_days)
        self.note.setText("" if has_days and choice.is_kept else _note(choice))
        self.note.setVisible(bool(self.note.text()))
        self.settings.setVisible(not choice.is_kept)
        self._show_site()

    def open(self) -> None:
        """Open above the opener, with aligned right edges; at the corner of the window where the opener is hidden."""
        self.setFixedWidth(_WIDTH)
        self.adjustSize()
        opener = self._opener
        if opener.isVisible():
            corner = opener.mapToGlobal(opener.rect().topRight())
        else:
            corner = opener.window().geometry().bottomRight()
        room = opener.screen().availableGeometry()
        left = max(room.left(), min(corner.x() - self.width() + 1, room.right() - self.width()))
        self.move(QPoint(left, max(room.top(), corner.y() - self.height())))
        self.show()
        (self.calendar if self._choice.days else self.settings).setFocus(Qt.FocusReason.PopupFocusReason)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # As in the list of accounts: Qt would pass the click that closes this on to the opener.
        at_opener = self._opener.rect().contains(self._opener.mapFromGlobal(event.globalPosition().toPoint()))
        self.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay, at_opener)
        super().mousePressEvent(event)

    def _layout(self) -> None:
        top = QHBoxLayout()
        for button in (self.today, self.last):
            button.setAutoDefault(False)
            top.addWidget(button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SMALL, SMALL, SMALL, SMALL)
        layout.setSpacing(SMALL)
        layout.addLayout(top)
        for part in (self.sites, self.calendar, self.words, self.note):
            layout.addWidget(part)
        layout.addWidget(self.settings, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def _last(self) -> Day | None:
        return next(reversed(self._choice.of_site(self._site)), None)

    def _offer_sites(self) -> None:
        for old in self._site_group.buttons():
            self._site_group.removeButton(old)
            old.deleteLater()
        self.sites.setVisible(len(self._choice.sites) > 1)
        for site in self._choice.sites:
            button = ChoiceButton(site_name(site), self.sites)
            button.setChecked(site == self._site)
            button.clicked.connect(partial(self._on_site_chosen, site))
            self._site_group.addButton(button)
            self._site_row.addWidget(button)

    def _on_site_chosen(self, site: str) -> None:
        self._site = site
        self._show_site()

    def _show_site(self) -> None:
        last = self._last
        self.last.setText("" if last is None else name_of(last, self._choice))
        self.today.setEnabled(self._choice.shown is not None)
        self.last.setEnabled(last != self._choice.shown)
        self.calendar.offer(self._choice, self._site)
        self.words.setText(self.calendar.words_of(self._choice.shown.day if self._choice.shown else self._choice.today))

    def _choose(self, day: Day | None) -> None:
        self.close()
        self.chosen.emit(day)

    def _on_settings_clicked(self) -> None:
        self.close()
        self.settings_requested.emit()


def _note(choice: DayChoice) -> str:
    if choice.days:
        return OFF_NOW
    return NO_DAYS if choice.is_kept else OFF
