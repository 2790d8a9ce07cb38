"""What drops down from the day button."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.covered_day import Day
from ibmonitor.models.history.day_choice import DayChoice
from ibmonitor.windows.days.day_button import DayButton
from ibmonitor.windows.days.day_popup import NO_DAYS, OFF, OFF_NOW

MONDAY, TUESDAY = (Day(date(2026, 11, number), "paper", ()) for number in (16, 17))
LIVE = Day(date(2026, 11, 17), "live", ())
CHOICE = DayChoice((MONDAY, TUESDAY), date(2026, 11, 18))

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support")


@pytest.fixture
def button(qtbot: QtBot) -> DayButton:
    button = DayButton()
    qtbot.addWidget(button)
    return button


def test_it_names_the_day_that_is_shown(button: DayButton) -> None:
    assert not button.isVisible()
    button.offer(CHOICE)
    assert button.accessibleName() == "Day: Today (live)"
    button.offer(replace(CHOICE, shown=TUESDAY))
    assert button.accessibleName() == "Day: 17 Nov 2026"
    assert "17 Nov: nothing is kept of this day" in button.toolTip()


def test_it_offers_today_and_the_last_day(button: DayButton) -> None:
    chosen: list[Day | None] = []
    button.chosen.connect(chosen.append)
    button.offer(replace(CHOICE, shown=MONDAY))
    popup = button.popup
    assert (popup.last.text(), popup.today.isEnabled(), popup.last.isEnabled()) == ("Yesterday", True, True)
    popup.last.click()
    popup.today.click()
    popup.calendar.chosen.emit(MONDAY)
    assert chosen == [TUESDAY, None, MONDAY]
    button.offer(CHOICE)
    assert not popup.today.isEnabled()


def test_of_two_sites_one_is_shown_at_a_time(button: DayButton) -> None:
    button.offer(replace(CHOICE, days=(MONDAY, LIVE, TUESDAY), site="live"))
    popup = button.popup
    popup.show()
    names = {each.text(): each for each in popup._site_group.buttons()}
    assert set(names) == {"Paper", "Live"}
    assert names["Live"].isChecked()
    assert popup.last.text() == "Yesterday (Live)"
    names["Paper"].click()
    assert popup.last.text() == "Yesterday (Paper)"
    popup.close()


@pytest.mark.parametrize(
    ("choice", "note"),
    [
        (CHOICE, ""),
        (replace(CHOICE, days=()), NO_DAYS),
        (replace(CHOICE, is_kept=False), OFF_NOW),
        (replace(CHOICE, days=(), is_kept=False), OFF),
    ],
)
def test_it_says_why_there_is_nothing_and_offers_the_settings(button: DayButton, choice: DayChoice, note: str) -> None:
    wanted: list[None] = []
    button.settings_requested.connect(lambda: wanted.append(None))
    button.offer(choice)
    popup = button.popup
    popup.show()
    assert popup.note.text() == note
    assert popup.settings.isVisible() is not choice.is_kept
    assert popup.calendar.isVisible() is bool(choice.days)
    popup.settings.click()
    assert wanted == [None]
    assert not popup.isVisible()
