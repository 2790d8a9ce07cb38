"""The dialog for profiles: the list at the left, the selected one at the right."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.plain_text import plain_tooltip
from ibmonitor.settings.profiles import COLORS, LONGEST_NAME, MOST, Profile, find_profile
from ibmonitor.settings.table import Settings
from ibmonitor.windows.settings.profile_form import ProfileForm
from ibmonitor.windows.theme.swatch import swatch
from ibmonitor.windows.theme.tokens import PROFILE_COLORS
from ibmonitor.windows.widgets.labels import ToneLabel
from ibmonitor.windows.widgets.screen_scroll import ScreenScroll

_LIST_WIDTH = 210
_FORM_WIDTH = 680
_ROOM_FOR_NOTES = 110
"""Pixels."""


class ProfilesDialog(QDialog):
    """Show with `open()`. Nothing changes before OK."""

    profiles_accepted = Signal(object)
    """A tuple of `Profile`, all valid."""

    def __init__(
        self, profiles: Sequence[Profile], current: str, settings: Settings, parent: QWidget | None = None
    ) -> None:
        """`current` is the name of the one in force, empty for none; new ones start with `settings`."""
        super().__init__(parent)
        self.setWindowTitle("Profiles")
        self.setModal(True)
        self._settings = settings
        self._profiles = list(profiles)
        self._row = -1
        self.list = QListWidget(self)
        self.list.setAccessibleName("Profiles")
        self.list.setFixedWidth(_LIST_WIDTH)
        self.form = ProfileForm(self)
        self.form.changed.connect(self._on_form_changed)
        self._empty = ToneLabel(
            "A profile is a connection with a name and a color.\nStart with one by: ibmonitor --profile NAME",
            "muted",
            self,
        )
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._warning = ToneLabel(tone="warning", parent=self)
        self._warning.setWordWrap(True)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self.new_button = self._button("&New", self._on_new, "A profile with the connection of the settings in force")
        self.copy_button = self._button("D&uplicate", self._on_duplicate, "Another profile like this one")
        self.delete_button = self._button("De&lete", self._on_delete, "Delete this profile; OK makes it final")
        self.up_button = self._button("Move u&p", lambda: self._move(-1), "")
        self.down_button = self._button("Move &down", lambda: self._move(1), "")
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        for pair in ((self.new_button, self.copy_button), (self.up_button, self.down_button), (self.delete_button,)):
            line = QHBoxLayout()
            for button in pair:
                line.addWidget(button, 1)
            left.addLayout(line)
        right = QVBoxLayout()
        self.form.setMinimumWidth(_FORM_WIDTH)
        # In a stack, so that the form has its room from the beginning.
        self._stack = QStackedWidget(self)
        self._stack.addWidget(ScreenScroll(self.form, self))
        self._stack.addWidget(self._empty)
        right.addWidget(self._stack, 1)
        right.addWidget(self._warning)
        across = QHBoxLayout()
        across.setSpacing(16)
        across.addLayout(left)
        across.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)
        layout.addLayout(across, 1)
        layout.addWidget(self._buttons)
        self.list.currentRowChanged.connect(self._on_row_chosen)
        # Reserve room for the notes below the fields and for the warning, which are not always shown.
        self.resize(self.sizeHint() + QSize(0, _ROOM_FOR_NOTES))
        found = find_profile(self._profiles, current)
        self._fill(self._profiles.index(found) if found is not None else 0)

    def accept(self) -> None:
        if not self._wrong():
            super().accept()
            self.profiles_accepted.emit(tuple(self._profiles))

    def _button(self, text: str, do: object, hint: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.setToolTip(plain_tooltip(hint))
        button.clicked.connect(do)
        return button

    def _fill(self, row: int) -> None:
        """Refresh the list, with this row selected."""
        self.list.blockSignals(True)
        self.list.clear()
        for profile in self._profiles:
            self.list.addItem(_item(profile))
        self.list.blockSignals(False)
        row = min(row, len(self._profiles) - 1)
        self.list.setCurrentRow(row)
        self._on_row_chosen(row)

    def _on_row_chosen(self, row: int) -> None:
        self._row = row
        is_any = row >= 0
        self._stack.setCurrentIndex(0 if is_any else 1)
        if is_any:
            self.form.show_profile(self._profiles[row], self._without(row))
        self._check()

    def _on_form_changed(self) -> None:
        profile, _ = self.form.read()
        if profile is not None and self._row >= 0:
            self._profiles[self._row] = profile
            item = self.list.item(self._row)
            item.setText(_words(profile))
            item.setIcon(swatch(PROFILE_COLORS[profile.color]))
        self._check()

    def _on_new(self) -> None:
        profile = Profile(self._free_name("New profile"), self._free_color()).with_connection_of(self._settings)
        self._insert(len(self._profiles), profile)

    def _on_duplicate(self) -> None:
        profile = self._profiles[self._row]
        copy = dataclasses.replace(profile, name=self._free_name(profile.name), color=self._free_color())
        self._insert(self._row + 1, copy)

    def _insert(self, row: int, profile: Profile) -> None:
        self._profiles.insert(row, profile)
        self._fill(row)
        name = self.form.rows["name"].editor()
        name.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_delete(self) -> None:
        del self._profiles[self._row]
        self._fill(self._row)

    def _move(self, by: int) -> None:
        row = self._row + by
        self._profiles.insert(row, self._profiles.pop(self._row))
        self._fill(row)

    def _check(self) -> None:
        """Enable the buttons that apply."""
        wrong = self._wrong()
        # The errors of the profile that is shown are next to its fields, and must be corrected first.
        self.list.setEnabled(not wrong)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not wrong)
        is_any = self._row >= 0
        self.new_button.setEnabled(not wrong and len(self._profiles) < MOST)
        self.copy_button.setEnabled(is_any and not wrong and len(self._profiles) < MOST)
        self.delete_button.setEnabled(is_any)
        self.up_button.setEnabled(self._row > 0 and not wrong)
        self.down_button.setEnabled(0 <= self._row < len(self._profiles) - 1 and not wrong)
        self._warning.setText(self._clash())
        self._warning.setVisible(bool(self._warning.text()))

    def _wrong(self) -> bool:
        return self._row >= 0 and not self.form.read()[1]

    def _clash(self) -> str:
        """Show which other profile is the same API client of the same TWS."""
        if self._row < 0:
            return ""
        own = self._profiles[self._row]
        key = (own.host.casefold(), own.port, own.client_id)
        for other in self._without(self._row):
            if (other.host.casefold(), other.port, other.client_id) == key:
                return (
                    f"▲ “{other.name}” has the same host, port and client ID. TWS takes each client ID only once at a "
                    "time: of two windows, the second gets another one offered."
                )
        return ""

    def _without(self, row: int) -> list[Profile]:
        return [each for number, each in enumerate(self._profiles) if number != row]

    def _free_name(self, wish: str) -> str:
        names, number = {each.name.casefold() for each in self._profiles}, 1
        name = wish
        while name.casefold() in names:
            number += 1
            ending = f" {number}"
            name = wish[: LONGEST_NAME - len(ending)] + ending
        return name

    def _free_color(self) -> str:
        used = [each.color for each in self._profiles]
        return min(COLORS, key=used.count)


def _item(profile: Profile) -> QListWidgetItem:
    return QListWidgetItem(swatch(PROFILE_COLORS[profile.color]), _words(profile))


def _words(profile: Profile) -> str:
    return ACCOUNT_MASK.text(profile.name) or "(no name)"
