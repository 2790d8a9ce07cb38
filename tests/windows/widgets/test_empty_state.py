"""Why a table is empty: the sentence, its button, and the other ways below it."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ibmonitor.windows.widgets.empty_state import EmptyState

pytestmark = pytest.mark.usefixtures("style_sheet")


def offers(state: EmptyState) -> list[QPushButton]:
    return [button for button in state.findChildren(QPushButton) if button.isFlat() and button.isVisibleTo(state)]


def test_other_ways_are_offered_by_key_until_there_are_none(qtbot: QtBot) -> None:
    state = EmptyState()
    qtbot.addWidget(state)
    state.set_text("Nothing.", "Connect")
    state.set_offers((("demo", "Try the demo"), ("setup", "How to set up TWS")))
    chosen = QSignalSpy(state.offer_requested)
    assert [button.text() for button in offers(state)] == ["Try the demo", "How to set up TWS"]
    offers(state)[1].click()
    assert chosen.at(0) == ["setup"]
    state.set_offers((("setup", "How to set up TWS"),))
    assert [button.text() for button in offers(state)] == ["How to set up TWS"]
    state.set_offers(())
    assert offers(state) == []


def test_the_focus_stays_at_the_reason_when_the_button_goes(qtbot: QtBot) -> None:
    state = EmptyState()
    qtbot.addWidget(state)
    state.set_text("Nothing.", "Connect")
    with qtbot.waitActive(state):
        state.show()
    state.take_focus()
    assert state.button.hasFocus()
    state.set_text("Connecting…")
    assert state.hasFocus()
