"""The rows of the settings dialog: the editor for each type of setting, and the note below it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.settings.checks import SettingValue
from ibmonitor.settings.setting import Setting
from ibmonitor.settings.table import DEFAULTS, SETTINGS
from ibmonitor.windows.settings.setting_rows import ChoiceRow, FlagRow, ListRow, NumberRow, SettingRow, TextRow, row_for

Make = Callable[[str], SettingRow]


@pytest.fixture
def make(qtbot: QtBot) -> Make:
    """Makes the row of a setting."""
    parent = QWidget()
    qtbot.addWidget(parent)
    return lambda key: row_for(SETTINGS[key], DEFAULTS[key], parent)


@pytest.mark.parametrize(
    ("key", "kind", "value"),
    [
        ("is_master", FlagRow, True),
        ("port", NumberRow, 4001),
        ("log_level", ListRow, "Debug"),
        ("zone", ChoiceRow, "Asia/Tokyo"),
        ("host", TextRow, "::1"),
    ],
)
def test_each_type_of_setting_has_its_editor(make: Make, key: str, kind: type[SettingRow], value: SettingValue) -> None:
    row = make(key)
    assert type(row) is kind
    changed = QSignalSpy(row.changed)
    row.set_value(value)
    assert (row.read(), changed.count()) == ((value, ""), 1)


def test_a_number_that_cannot_be_used_is_read_as_its_error(make: Make) -> None:
    row = make("port")
    for text, reason in (("", "Enter a number"), ("74x", "digits"), ("65536", "between 1 and 65535")):
        row.set_value(text)
        value, why = row.read()
        assert value is None
        assert reason in why


def test_a_zone_is_searched_by_any_part_of_its_name(make: Make) -> None:
    combo = make("zone").editor()
    assert isinstance(combo, QComboBox)
    completer = combo.completer()
    assert completer is not None
    completer.setCompletionPrefix("berl")
    assert completer.currentCompletion() == "Europe/Berlin"


def test_the_note_is_the_error_or_the_caution_or_the_help(qtbot: QtBot) -> None:
    setting = Setting(section="", label="Name", help="Any text.", caution=lambda value: "Odd." if value == "?" else "")
    row = TextRow(setting)
    qtbot.addWidget(row)
    row.show_note("", "A fact.")
    assert (row.note.text(), row.note.tone) == ("A fact. Any text.", "muted")
    row.show_note("", "A fact.", "Careful.")
    assert (row.note.text(), row.note.tone) == ("▲ A fact. Careful.", "warning")
    row.set_value("?")
    row.show_note("")
    assert (row.note.text(), row.note.tone) == ("▲ Odd.", "warning")
    row.show_note("No.", "A fact.", "Careful.")
    assert (row.note.text(), row.note.tone) == ("✖ No.", "bad")
    assert row.editor().accessibleDescription() == "✖ No."


def test_presets_fill_in_the_port_and_show_which_is_chosen(make: Make) -> None:
    row = make("port")
    assert isinstance(row, NumberRow)
    row.set_value(7497)
    buttons = {button.text(): button for _, button in row.presets}
    assert buttons["TWS, paper"].isChecked()
    for label, port in (("TWS, live", 7496), ("Gateway, live", 4001), ("Gateway, paper", 4002)):
        buttons[label].click()
        assert row.read() == (port, "")
        assert [text for text, button in buttons.items() if button.isChecked()] == [label]
    row.set_value(5000)
    assert not any(button.isChecked() for button in buttons.values())


@pytest.mark.parametrize("key", ["zone", "log_level"])
def test_the_wheel_scrolls_past_a_list_without_choosing_from_it(make: Make, key: str) -> None:
    row = make(key)
    row.set_value(DEFAULTS[key])
    combo, before = row.editor(), row.read()
    middle = QPointF(combo.rect().center())
    for delta in (-120, 120):
        turn = QWheelEvent(
            middle,
            combo.mapToGlobal(middle),
            QPoint(),
            QPoint(0, delta),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(combo, turn)
        assert row.read() == before
