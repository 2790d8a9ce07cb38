"""The button that shows and changes the zone of the times."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from ibmonitor.models.text import shown_zone as module
from ibmonitor.models.text.shown_zone import ShownZone, ZoneChoice
from ibmonitor.windows.widgets.zone_button import ZoneButton

pytestmark = pytest.mark.usefixtures("style_sheet")


@pytest.fixture
def button(qtbot: QtBot, shown_zone: ShownZone) -> ZoneButton:
    del shown_zone
    button = ZoneButton()
    qtbot.addWidget(button)
    return button


def test_it_reads_the_zone_in_force(button: ZoneButton, shown_zone: ShownZone) -> None:
    assert button.accessibleName() == "Times: this computer (Europe/Berlin)"
    assert button.accessibleName() in button.text()
    shown_zone.choose(ZoneChoice.EASTERN)
    assert button.accessibleName() == "Times: US/Eastern"
    assert button.accessibleName() in button.text()
    assert [entry.text().replace("&", "") for entry in button.choices.actions() if entry.isChecked()] == ["US/Eastern"]


def test_a_click_opens_the_choices(button: ZoneButton, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QPoint] = []
    monkeypatch.setattr(button.choices, "popup", opened.append)
    button.click()
    assert len(opened) == 1
    assert button.focusPolicy() is Qt.FocusPolicy.TabFocus


def test_each_entry_chooses_its_zone(button: ZoneButton) -> None:
    chosen = QSignalSpy(button.chosen)
    for entry in button.choices.actions():
        entry.trigger()
    assert [chosen.at(number)[0] for number in range(chosen.count())] == [choice.value for choice in ZoneChoice]
    assert all(entry.toolTip() for entry in button.choices.actions())


def test_a_zone_that_is_missing_cannot_be_chosen(button: ZoneButton, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "zone_named", lambda _name: None)
    button.choices.aboutToShow.emit()
    entry = button.choices.actions()[2]
    assert not entry.isEnabled()
    assert "has no data of the time zone US/Eastern" in entry.toolTip()
