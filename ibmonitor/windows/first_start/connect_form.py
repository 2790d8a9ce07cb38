"""The fields of a first connection: address, port and client ID, the test, and the button that connects."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ibmonitor.settings.checks import SettingValue
from ibmonitor.settings.table import DEFAULTS, SETTINGS, Settings, problems
from ibmonitor.windows.connection_test.test_row import ConnectionTestRow
from ibmonitor.windows.settings.setting_rows import FlagRow, SettingRow, row_for
from ibmonitor.windows.widgets.labels import ToneLabel

KEYS = ("host", "port", "client_id", "keep_history")


class ConnectForm(QWidget):
    """Enter in a field tests the entries."""

    connect_requested = Signal(object)
    """Settings, all valid."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.rows: dict[str, SettingRow] = {}
        self.test_row = ConnectionTestRow(self.read, self)
        self.connect_button = QPushButton("Connect and o&pen", self)
        self.connect_button.setAutoDefault(False)
        self.connect_button.setDefault(True)
        self.connect_button.clicked.connect(self._on_connect)
        self.test_row.line.addWidget(self.connect_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(self._grid())
        layout.addWidget(self.test_row)
        for key, row in self.rows.items():
            row.set_value(getattr(settings, key))
        self.test_row.other_port_chosen.connect(self.rows["port"].set_value)
        self.test_row.other_client_id_chosen.connect(self.rows["client_id"].set_value)
        for row in self.rows.values():
            row.changed.connect(self._on_changed)
        self._check()

    def in_tab_order(self) -> list[QWidget]:
        """What Tab reaches, as it is read: the fields from above, the test, the connection, what the test offers."""
        fields = [each for row in self.rows.values() for each in row.in_tab_order()]
        return [*fields, self.test_row.button, self.connect_button, self.test_row.offer_button]

    def read(self) -> Settings | None:
        """The settings with the entries of this form; `None` while they are invalid."""
        settings, reasons = self._read()
        return None if reasons else settings

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for line, key in enumerate(KEYS):
            setting = SETTINGS[key]
            row = self.rows[key] = row_for(setting, DEFAULTS[key], self)
            editor = row.editor()
            if isinstance(editor, QLineEdit):
                editor.returnPressed.connect(self.test_row.test)
            if not isinstance(row, FlagRow):
                label = ToneLabel(setting.label, parent=self)
                label.setBuddy(editor)
                label.setContentsMargins(0, 5, 0, 0)
                grid.addWidget(label, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(row, line, 1)
        return grid

    def _read(self) -> tuple[Settings, dict[str, str]]:
        values: dict[str, SettingValue] = {}
        reasons: dict[str, str] = {}
        for key, row in self.rows.items():
            value, reason = row.read()
            if value is None:
                reasons[key] = reason
            else:
                values[key] = value
        if values.get("client_id") != 0:
            # Only client 0 can bind orders.
            values["auto_bind"] = False
        settings = dataclasses.replace(self._settings, **values)  # type: ignore[arg-type]  # each row reads its own type
        return settings, reasons or problems(settings)

    def _check(self) -> None:
        _, reasons = self._read()
        for key, row in self.rows.items():
            row.show_note(reasons.get(key, ""))
        self.test_row.set_testable(testable=not reasons)
        self.connect_button.setEnabled(not reasons)

    def _on_changed(self) -> None:
        self.test_row.forget()
        self._check()

    def _on_connect(self) -> None:
        settings = self.read()
        if settings is not None:
            self.test_row.forget()
            self.connect_requested.emit(settings)
