"""The bar above the day's charts: day, grouping, and currency."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QWidget

from ibmonitor.domain.sums.day_sums import GroupBy
from ibmonitor.domain.wording.money import currency_name
from ibmonitor.models.day.series import DayView
from ibmonitor.models.day.words import day_name
from ibmonitor.models.text.shown_zone import SHOWN_ZONE
from ibmonitor.windows.widgets.choice_button import ChoiceButton
from ibmonitor.windows.widgets.labels import ToneLabel

_LABELS = {GroupBy.ALL: "All", GroupBy.ACCOUNT: "By account", GroupBy.SYMBOL: "By symbol"}
_HINTS = {
    GroupBy.ALL: "One line for all selected accounts",
    GroupBy.ACCOUNT: "A line for each account; beyond eight, the others share one",
    GroupBy.SYMBOL: "A line for each symbol; beyond eight, the others share one",
}


class DayBar(QWidget):
    """Emits what the user chooses; the page carries it out."""

    day_chosen = Signal(object)
    """A `date`."""
    grouping_chosen = Signal(object)
    """A `GroupBy`."""
    currency_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day = QComboBox(self)
        self.day.setAccessibleName("Day")
        self.day.setToolTip("The days of which fills are known, by TWS's execution time in the time zone next to it")
        self.currency = QComboBox(self)
        self.currency.setAccessibleName("Currency")
        self.currency.setToolTip("The currency of commission and realized P&L; amounts of several are never added")
        for combo in (self.day, self.currency):
            # They are filled after they are first shown.
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.buttons: dict[GroupBy, ChoiceButton] = {}
        self._days: tuple[date, ...] = ()
        self._day_names: list[str] = []
        self._zone = ToneLabel(tone="muted", parent=self)
        self._currencies: tuple[str, ...] = ()
        layout = self._layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 0, 10, 0)
        layout.addWidget(ToneLabel("Day", parent=self))
        layout.addWidget(self.day)
        layout.addWidget(self._zone)
        layout.addSpacing(12)
        choices = QButtonGroup(self)
        for group_by, label in _LABELS.items():
            button = self.buttons[group_by] = ChoiceButton(label, self)
            button.setToolTip(_HINTS[group_by])
            button.setAccessibleName(f"Lines: {label}")
            button.setMinimumHeight(self.day.sizeHint().height())
            choices.addButton(button)
            layout.addWidget(button)
        self.buttons[GroupBy.ALL].setChecked(True)
        choices.buttonClicked.connect(self._on_button_clicked)
        layout.addSpacing(12)
        layout.addWidget(ToneLabel("Currency", parent=self))
        layout.addWidget(self.currency)
        layout.addStretch(1)
        self.day.activated.connect(lambda place: self.day_chosen.emit(self._days[place]))
        self.currency.activated.connect(lambda place: self.currency_chosen.emit(self._currencies[place]))

    def add(self, widget: QWidget) -> None:
        """Add a widget at the right end."""
        widget.setMinimumHeight(self.day.sizeHint().height())
        self._layout.addWidget(widget)

    def show_view(self, view: DayView) -> None:
        """List the days and currencies there are, and show the current choice."""
        self._zone.setText(SHOWN_ZONE.name)
        names = [day_name(day, SHOWN_ZONE.today()) for day in view.days]
        if names != self._day_names:
            self._days, self._day_names = view.days, names
            _offer(self.day, names)
        if view.currencies != self._currencies:
            self._currencies = view.currencies
            _offer(self.currency, [currency_name(currency) for currency in view.currencies])
        if view.day in view.days:
            self.day.setCurrentIndex(view.days.index(view.day))
        if view.currency in view.currencies:
            self.currency.setCurrentIndex(view.currencies.index(view.currency))
        self.buttons[view.group_by].setChecked(True)

    def _on_button_clicked(self) -> None:
        chosen = next(group_by for group_by, button in self.buttons.items() if button.isChecked())
        self.grouping_chosen.emit(chosen)


def _offer(combo: QComboBox, texts: Sequence[str]) -> None:
    combo.clear()
    combo.addItems(list(texts))
    combo.setEnabled(bool(texts))
