"""The fields of one profile: its name, its color, and the connection by the rows of the settings dialog."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QWidget

from ibmonitor.settings.profiles import COLORS, PROFILE_SETTINGS, Profile, name_problem, profile_problems
from ibmonitor.settings.setting import Setting
from ibmonitor.settings.table import DEFAULTS, SETTINGS
from ibmonitor.windows.settings.setting_rows import FlagRow, SettingRow, row_for
from ibmonitor.windows.theme.swatch import swatch
from ibmonitor.windows.theme.tokens import PROFILE_COLORS

_NAME = Setting(section="", label="Name", help="Shown in the window's title and in front of the connection.")


class ProfileForm(QWidget):
    """Shows the error of each field next to it."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._others: Sequence[Profile] = ()
        self._showing = False
        self.rows: dict[str, SettingRow] = {"name": row_for(_NAME, "", self)}
        self.colors = QComboBox(self)
        self.colors.setAccessibleName("Color")
        for color in COLORS:
            self.colors.addItem(swatch(PROFILE_COLORS[color]), color.capitalize(), color)
        self.rows |= {key: row_for(SETTINGS[key], DEFAULTS[key], self) for key in PROFILE_SETTINGS}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        self._add(grid, "Name", self.rows["name"], self.rows["name"].editor())
        self._add(grid, "Color", self.colors, self.colors)
        for key in PROFILE_SETTINGS:
            row = self.rows[key]
            self._add(grid, "" if isinstance(row, FlagRow) else SETTINGS[key].label, row, row.editor())
        grid.setRowStretch(grid.rowCount(), 1)
        for row in self.rows.values():
            row.changed.connect(self._on_changed)
        self.colors.currentIndexChanged.connect(self._on_changed)

    def show_profile(self, profile: Profile, others: Sequence[Profile]) -> None:
        """Show a profile in the fields; its name must differ from those of the others."""
        self._others = others
        self._showing = True
        for key, row in self.rows.items():
            row.set_value(getattr(profile, key))
        self.colors.setCurrentIndex(self.colors.findData(profile.color))
        self._showing = False
        self._check()

    def read(self) -> tuple[Profile | None, bool]:
        """The entries as far as their types are right, and whether the profile is valid."""
        values = {key: row.read()[0] for key, row in self.rows.items()}
        name = str(values.pop("name") or "").strip()
        if any(each is None for each in values.values()):
            return None, False
        profile = dataclasses.replace(Profile(name, str(self.colors.currentData())), **values)  # type: ignore[arg-type]  # each row reads its own type
        return profile, not (name_problem(name, self._others) or profile_problems(profile))

    def _add(self, grid: QGridLayout, title: str, row: QWidget, editor: QWidget) -> None:
        line = grid.rowCount()
        if title:
            label = QLabel(title, self)
            label.setBuddy(editor)
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            label.setContentsMargins(0, 5, 0, 0)
            grid.addWidget(label, line, 0)
        grid.addWidget(row, line, 1)

    def _on_changed(self) -> None:
        if not self._showing:
            self._check()
            self.changed.emit()

    def _check(self) -> None:
        client_id, _ = self.rows["client_id"].read()
        auto_bind = self.rows["auto_bind"]
        if client_id != 0:
            auto_bind.set_value(False)
        auto_bind.editor().setEnabled(client_id == 0)
        profile, _ = self.read()
        reasons = {} if profile is None else profile_problems(profile)
        for key, row in self.rows.items():
            value, why = row.read()
            if key == "name":
                why = name_problem(str(value or ""), self._others)
            row.show_note(why or reasons.get(key, ""))
