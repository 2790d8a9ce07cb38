"""The settings dialog, built from the table of settings. It checks entries while the user types."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLayout,
    QMessageBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ibmonitor.settings.checks import SettingValue, auto_bind_caution
from ibmonitor.settings.table import CONNECTION, DEFAULTS, HISTORY, PAGES, SETTINGS, Settings, problems
from ibmonitor.windows.connection_test.test_row import ConnectionTestRow
from ibmonitor.windows.history_upkeep.upkeep_row import UpkeepRow
from ibmonitor.windows.settings.setting_rows import FlagRow, SettingRow, row_for
from ibmonitor.windows.widgets.screen_scroll import ScreenScroll

_WIDTH = 640


class SettingsDialog(QDialog):
    """Show with `open()`. `api_settings` are TWS's own, by TWS's names, if they could be read."""

    settings_accepted = Signal(object)
    """Settings, all valid."""

    def __init__(
        self, settings: Settings, api_settings: Mapping[str, object] | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Settings")
        self.setModal(True)
        self._api_settings = api_settings
        self._binds_already = settings.auto_bind
        self.rows: dict[str, SettingRow] = {}
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._defaults_button = self._buttons.addButton("&Defaults", QDialogButtonBox.ButtonRole.ResetRole)
        self._defaults_button.setAutoDefault(False)
        self._defaults_button.clicked.connect(lambda: self._fill(DEFAULTS))
        self.test_row = ConnectionTestRow(self._valid, self)
        self.upkeep_row = UpkeepRow(self)
        layout = QVBoxLayout(self)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)
        self._pages = QTabWidget(self)
        for title, sections in PAGES:
            self._pages.addTab(self._page(sections), title)
        self.test_row.other_port_chosen.connect(self.rows["port"].set_value)
        self.test_row.other_client_id_chosen.connect(self.rows["client_id"].set_value)
        layout.addWidget(self._pages)
        layout.addWidget(self._buttons)
        self.setMinimumWidth(_WIDTH)
        self._fill(dataclasses.asdict(settings))

    def ok_button(self) -> QWidget:
        return self._buttons.button(QDialogButtonBox.StandardButton.Ok)

    def accept(self) -> None:
        settings, reasons = self._read()
        if settings is None or reasons:
            return
        if settings.auto_bind and not self._binds_already:
            self._confirm_binding(settings)
        else:
            self._hand_over(settings)

    def _hand_over(self, settings: Settings) -> None:
        super().accept()
        self.settings_accepted.emit(settings)

    def _confirm_binding(self, settings: Settings) -> None:
        """Confirm binding: it is the only request of this program that changes orders."""
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("Bind orders made in TWS?")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText("Bind the orders made in TWS, both existing and future ones?")
        box.setInformativeText(
            f"{auto_bind_caution(True)}\n\nSwitching auto-bind off later binds no more orders; those that are "
            "bound keep their new IDs."
        )
        leave = box.addButton("Do &not bind", QMessageBox.ButtonRole.RejectRole)
        bind = box.addButton("&Bind orders", QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(leave)
        box.finished.connect(box.deleteLater)
        bind.clicked.connect(lambda: self._hand_over(settings))
        box.open()

    def _page(self, sections: Sequence[str]) -> ScreenScroll:
        rows = QWidget(self)
        lines = QVBoxLayout(rows)
        lines.addLayout(self._grid(sections))
        if CONNECTION in sections:
            lines.addSpacing(8)
            lines.addWidget(self.test_row)
        if HISTORY in sections:
            lines.addWidget(self.upkeep_row)
        lines.addStretch(1)
        return ScreenScroll(rows, self)

    def _grid(self, sections: Sequence[str]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        section = ""
        for line, (key, setting) in enumerate(SETTINGS.items()):
            if setting.section not in sections:
                continue
            if setting.section != section:
                section = setting.section
                grid.addWidget(_heading(section, self), line * 2, 0, 1, 2)
            row = row_for(setting, DEFAULTS[key], self)
            row.changed.connect(self._on_changed)
            self.rows[key] = row
            if not isinstance(row, FlagRow):
                label = QLabel(setting.label, self)
                label.setBuddy(row.editor())
                label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
                label.setContentsMargins(0, 5, 0, 0)
                grid.addWidget(label, line * 2 + 1, 0)
            grid.addWidget(row, line * 2 + 1, 1)
        return grid

    def _fill(self, values: Mapping[str, SettingValue]) -> None:
        for key, row in self.rows.items():
            row.set_value(values[key])
        self._check()

    def _read(self) -> tuple[Settings | None, dict[str, str]]:
        values: dict[str, SettingValue] = {}
        reasons: dict[str, str] = {}
        for key, row in self.rows.items():
            value, reason = row.read()
            if value is None:
                reasons[key] = reason
            else:
                values[key] = value
        if reasons:
            return None, reasons
        settings = dataclasses.replace(Settings(), **values)  # type: ignore[arg-type]  # each row reads its own type
        return settings, problems(settings)

    def _valid(self) -> Settings | None:
        settings, reasons = self._read()
        return None if reasons else settings

    def _on_changed(self) -> None:
        self.test_row.forget()
        self._check()

    def _check(self) -> None:
        """Show the error of each field, and allow only valid settings."""
        if len(self.rows) < len(SETTINGS):
            return
        client_id, _ = self.rows["client_id"].read()
        auto_bind = self.rows["auto_bind"]
        if client_id != 0:
            auto_bind.set_value(False)
        auto_bind.editor().setEnabled(client_id == 0)
        _, reasons = self._read()
        for key, row in self.rows.items():
            fact, caution = self._master_client_id_of_tws(client_id) if key == "is_master" else ("", "")
            row.show_note(reasons.get(key, ""), fact, caution)
        self._mark_pages({SETTINGS[key].section for key in reasons})
        self.test_row.set_testable(testable=not reasons)
        self.ok_button().setEnabled(not reasons)

    def _mark_pages(self, wrong: AbstractSet[str]) -> None:
        """Mark the pages with errors: they may not be in front."""
        for number, (title, sections) in enumerate(PAGES):
            self._pages.setTabText(number, title if wrong.isdisjoint(sections) else f"▲ {title}")

    def _master_client_id_of_tws(self, client_id: SettingValue | None) -> tuple[str, str]:
        """TWS's Master Client ID, if it could be read, and what to do if it contradicts the user's setting."""
        if self._api_settings is None:
            return "", ""
        checked, _ = self.rows["is_master"].read()
        master = self._api_settings.get("masterClientId")
        if not isinstance(master, int):
            return "TWS reports that no Master Client ID is set.", "This should not be checked then." if checked else ""
        if master == client_id:
            fact = f"TWS reports that the Master Client ID is {master}: this one."
            return fact, "" if checked else "This should be checked then."
        return (
            f"TWS reports that the Master Client ID is {master}.",
            "This should not be checked then." if checked else "",
        )


def _heading(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label
