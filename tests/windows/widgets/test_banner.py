"""Banners: one at a time, in one place of constant height, which does not move what is above."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ibmonitor.windows.widgets.banner import Banner, BannerPlace

pytestmark = pytest.mark.usefixtures("style_sheet")


class Two:
    def __init__(self, qtbot: QtBot) -> None:
        self.place = BannerPlace()
        qtbot.addWidget(self.place)
        self.one, self.other = Banner(), Banner()
        for banner in (self.one, self.other):
            banner.row.addWidget(QPushButton("Do"))
            self.place.add(banner)


@pytest.fixture
def two(qtbot: QtBot) -> Two:
    return Two(qtbot)


def test_the_last_one_that_came_is_in_front(two: Two) -> None:
    assert two.place.isHidden()
    two.one.show()
    height = two.place.sizeHint().height()
    assert [two.place.front] == [two.one]
    two.other.show()
    assert [two.place.front] == [two.other]
    assert two.place.sizeHint().height() == height
    two.other.hide()
    assert [two.place.front] == [two.one]
    two.one.hide()
    assert two.place.isHidden()


def test_the_worst_is_in_front_and_a_button_leads_to_the_others(two: Two) -> None:
    two.one.set_tone("bad")
    two.one.show()
    assert two.place.more.isHidden()
    two.other.show()
    assert two.place.front is two.one, "what came later is less bad"
    assert two.place.more.text() == "1 more notice"
    for shown in (two.other, two.one, two.other):
        two.place.more.click()
        assert two.place.front is shown
    two.other.set_tone("info")
    assert two.place.front is two.one
    two.other.set_tone("bad")
    assert two.place.front is two.other
    two.other.hide()
    assert (two.place.front, two.place.more.isHidden()) == (two.one, True)


def test_what_is_behind_takes_no_focus(two: Two) -> None:
    two.one.show()
    two.other.show()
    (behind,), (front,) = two.one.findChildren(QPushButton), two.other.findChildren(QPushButton)
    assert behind.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert front.focusPolicy() == Qt.FocusPolicy.StrongFocus
    two.other.hide()
    assert behind.focusPolicy() == Qt.FocusPolicy.StrongFocus


def test_its_button_dismisses_it(two: Two, qtbot: QtBot) -> None:
    button = two.one.add_dismiss("Dismiss", "Dismiss it")
    with qtbot.waitSignal(two.one.dismissed):
        button.click()
