"""`DayControl`: the day button and the menu's entries for the day before and after."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from ibmonitor.models.history.day_choice import DayChoice
from ibmonitor.windows.days.day_button import DayButton
from ibmonitor.windows.menu.actions import WindowActions

_TODAY, _BEFORE, _AFTER, _CHOOSE = "today", "day_before", "day_after", "choose_day"


class DayControl(QObject):
    """Until days are offered, as in a replay, it shows nothing."""

    requested = Signal(object)
    """The `Day` that the user wants to see; `None` is today."""

    def __init__(self, button: DayButton, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.button = button
        self._actions: WindowActions | None = None
        self._is_offered = False
        button.chosen.connect(self.requested)

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What each action of the menus does, by its key."""
        return {
            _TODAY: lambda: self.requested.emit(None),
            _BEFORE: lambda: self.requested.emit(self.button.choice.before),
            _AFTER: lambda: self.requested.emit(self.button.choice.after),
            _CHOOSE: self.button.open,
        }

    def use(self, actions: WindowActions) -> None:
        """Enable these actions where they lead to another day."""
        self._actions = actions
        self.enable()

    def offer(self, choice: DayChoice) -> None:
        """Offer these days."""
        self._is_offered = True
        self.button.offer(choice)
        self.enable()

    def enable(self) -> None:
        """Enable and show the actions for what is offered now."""
        if self._actions is None:
            return
        choice = self.button.choice
        is_past = choice.shown is not None
        enabled = {_TODAY: is_past, _BEFORE: choice.before is not None, _AFTER: is_past, _CHOOSE: True}
        for key, is_enabled in enabled.items():
            self._actions[key].setEnabled(is_enabled)
            self._actions[key].setVisible(self._is_offered and (key == _CHOOSE or not choice.is_empty))
