"""The profiles of a window: their menu and their dialog, and how the one in force shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.settings.profiles import Profile
from ibmonitor.settings.table import Settings
from ibmonitor.windows.connection.profile_badge import profile_icon, swatch
from ibmonitor.windows.settings.profiles_dialog import ProfilesDialog

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


class ProfileControl(QObject):
    """Who it belongs to says by `show_profiles` what there is, and hears what the user wants."""

    chosen = Signal(str)
    """By its name; an empty one for none."""
    accepted = Signal(object)
    """A tuple of `Profile`: all of them, as the user wants them."""

    def __init__(self, window: QWidget, settings: Callable[[], Settings]) -> None:
        """`settings` tells those in force, with which a new profile begins."""
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._profiles: tuple[Profile, ...] = ()
        self.current: Profile | None = None
        """The one in force; `None` is none."""
        self.menu = ProfileMenu(window)
        self.menu.profile_chosen.connect(self.chosen)
        self.menu.edit_requested.connect(self.edit)

    @property
    def name(self) -> str:
        """That of the profile in force; empty for none."""
        return "" if self.current is None else self.current.name

    def show_profiles(self, profiles: Sequence[Profile], current: Profile | None) -> None:
        """Offer these, and show in the window's icon which one is in force."""
        self._profiles, self.current = tuple(profiles), current
        self.menu.show_profiles(profiles, self.name)
        self._window.setWindowIcon(profile_icon(QApplication.windowIcon(), current))

    def edit(self) -> ProfilesDialog:
        """Open the dialog."""
        dialog = ProfilesDialog(self._profiles, self.name, self._settings(), self._window)
        dialog.profiles_accepted.connect(self.accepted)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog
