"""The menu of the profiles: which one is in force, another one, the dialog for them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.settings.profiles import Profile
from ibmonitor.windows.connection.profile_badge import swatch

NO_PROFILE = "&No profile: as in Settings"


class ProfileMenu(QMenu):
    """Shown as a part of another menu."""

    profile_chosen = Signal(str)
    """By its name; an empty one for none."""
    edit_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Pro&files", parent)
        self._choices = QActionGroup(self)
        self.show_profiles((), "")

    def show_profiles(self, profiles: Sequence[Profile], current: str) -> None:
        """Show these, with the one in force ticked; an empty name is none."""
        self.clear()
        for action in self._choices.actions():
            self._choices.removeAction(action)
            action.deleteLater()
        for number, profile in enumerate(profiles, start=1):
            key = f"&{number} " if number < 10 else ""
            action = self._add(key + ACCOUNT_MASK.text(profile.name).replace("&", "&&"), profile.name, current)
            action.setIcon(swatch(profile.color))
        if profiles:
            self._add(NO_PROFILE, "", current)
            self.addSeparator()
        self.addAction("&Edit profiles…", self.edit_requested.emit)

    def _add(self, text: str, name: str, current: str) -> QAction:
        action = self.addAction(text)
        action.setCheckable(True)
        action.setChecked(name == current)
        action.triggered.connect(lambda: self.profile_chosen.emit(name))
        self._choices.addAction(action)
        return action
