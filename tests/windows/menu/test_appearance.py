"""The menu of the window's look."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtTest import QSignalSpy

from ibmonitor.settings.table import Settings
from tests.windows.bench import Bench

pytestmark = pytest.mark.usefixtures("style_sheet")


@pytest.mark.parametrize(("key", "value"), [("theme", "dark"), ("density", "compact"), ("accent", "violet")])
def test_a_choice_becomes_a_setting_and_is_marked(bench: Bench, key: str, value: str) -> None:
    spy = QSignalSpy(bench.window.settings_accepted)
    actions = bench.window.appearance._groups[key]
    assert [name for name, action in actions.items() if action.isChecked()] == [getattr(Settings(), key)]
    actions[value].trigger()
    assert getattr(spy.at(0)[0], key) == getattr(bench.window.settings, key) == value
    assert [name for name, action in actions.items() if action.isChecked()] == [value]


def test_the_choices_are_those_of_the_settings_in_force(bench: Bench) -> None:
    bench.window.set_settings(replace(bench.window.settings, theme="light"))
    assert bench.window.appearance._groups["theme"]["light"].isChecked()


def test_an_accent_is_shown_in_its_color(bench: Bench) -> None:
    menu = bench.window.appearance
    menu._accents.aboutToShow.emit()
    drawn = {action.icon().pixmap(16, 16).toImage().pixelColor(8, 8).name() for action in menu._accents.actions()}
    assert len(drawn) == len(menu._accents.actions())
