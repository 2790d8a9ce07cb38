"""The profiles of a window: their menu and dialog, and how the window shows the current one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.settings.profiles import Profile
from ibmonitor.settings.table import Settings
from ibmonitor.windows.connection.profile_badge import profile_icon
from ibmonitor.windows.theme.swatch import swatch
from ibmonitor.windows.theme.tokens import PROFILE_COLORS

if TYPE_CHECKING:
    from ibmonitor.windows.settings.profiles_dialog import ProfilesDialog

NO_PROFILE = "&No profile: as in Settings"


class ProfileMenu(QMenu):
    """A submenu."""

    profile_chosen = Signal(str)
    """By its name; an empty one for none."""
    window_requested = Signal(str)
    """A window of its own for the profile with this name."""
    edit_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Pro&files", parent)
        self._choices = QActionGroup(self)
        self._windows: QMenu | None = None
        self.show_profiles((), "")

    def show_profiles(self, profiles: Sequence[Profile], current: str) -> None:
        """List these, with the current one checked; an empty name is none."""
        self.clear()
        if self._windows is not None:
            self._windows.deleteLater()
            self._windows = None
        for action in self._choices.actions():
            self._choices.removeAction(action)
            action.deleteLater()
        for number, profile in enumerate(profiles, start=1):
            action = self._add(_label(number, profile), profile.name, current)
            action.setIcon(swatch(PROFILE_COLORS[profile.color]))
        if profiles:
            self._add(NO_PROFILE, "", current)
            self.addSeparator()
            windows = self._windows = QMenu("Open in new &window", self)
            self.addMenu(windows)
            for number, profile in enumerate(profiles, start=1):
                action = windows.addAction(_label(number, profile))
                action.setIcon(swatch(PROFILE_COLORS[profile.color]))
                action.triggered.connect(partial(self.window_requested.emit, profile.name))
        self.addAction("&Edit profiles…", self.edit_requested.emit)

    def _add(self, text: str, name: str, current: str) -> QAction:
        action = self.addAction(text)
        action.setCheckable(True)
        action.setChecked(name == current)
        action.triggered.connect(lambda: self.profile_chosen.emit(name))
        self._choices.addAction(action)
        return action


def _label(number: int, profile: Profile) -> str:
    key = f"&{number} " if number < 10 else ""
    return key + ACCOUNT_MASK.text(profile.name).replace("&", "&&")


class ProfileControl(QObject):
    """The window calls `show_profiles`; the user's choices leave as signals."""

    chosen = Signal(str)
    """By its name; an empty one for none."""
    window_requested = Signal(str)
    """A window of its own for the profile with this name."""
    accepted = Signal(object)
    """A tuple of `Profile`: all of them, as edited."""

    def __init__(self, window: QWidget, settings: Callable[[], Settings]) -> None:
        """`settings` returns those in force; a new profile starts with them."""
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._profiles: tuple[Profile, ...] = ()
        self.current: Profile | None = None
        """The current profile; `None` is none."""
        self.menu = ProfileMenu(window)
        self.menu.profile_chosen.connect(self.chosen)
        self.menu.window_requested.connect(self.window_requested)
        self.menu.edit_requested.connect(self.edit)

    @property
    def name(self) -> str:
        """The name of the current profile; empty for none."""
        return "" if self.current is None else self.current.name

    def show_profiles(self, profiles: Sequence[Profile], current: Profile | None) -> None:
        """List these, and show the current one in the window's icon."""
        self._profiles, self.current = tuple(profiles), current
        self.menu.show_profiles(profiles, self.name)
        self._window.setWindowIcon(profile_icon(QApplication.windowIcon(), current))

    def edit(self) -> ProfilesDialog:
        """Open the dialog."""
        from ibmonitor.windows.settings.profiles_dialog import ProfilesDialog  # noqa: PLC0415 - see `ToolWindows`

        dialog = ProfilesDialog(self._profiles, self.name, self._settings(), self._window)
        dialog.profiles_accepted.connect(self.accepted)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog
