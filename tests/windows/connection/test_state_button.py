"""The state of the connection in the header: a word, more in its tooltip, and all of it on a click."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.link import Link, LinkState
from ibmonitor.windows.connection.link_panel import LinkPanel
from ibmonitor.windows.connection.state_button import StateButton
from tests.windows.connection.test_scope_panel import SETTINGS, link


@pytest.fixture
def panel(qtbot: QtBot) -> LinkPanel:
    panel = LinkPanel()
    qtbot.addWidget(panel)
    panel.show_link(link(), SETTINGS)
    panel.show()
    return panel


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_it_opens_the_scope_by_keyboard(panel: LinkPanel, qtbot: QtBot, key: Qt.Key) -> None:
    assert panel.state.focusPolicy() & Qt.FocusPolicy.TabFocus
    with qtbot.waitSignal(panel.scope_requested):
        QTest.keyClick(panel.state, key)


def test_it_opens_the_scope_by_mouse(panel: LinkPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.scope_requested):
        QTest.mouseClick(panel.state, Qt.MouseButton.LeftButton)


def test_its_tooltip_has_the_connection_and_the_scope(panel: LinkPanel) -> None:
    assert panel.state.accessibleName() == f"Connection: {panel.state.words}"
    assert "Client 7 sees only its own orders live" in panel.state.facts
    assert "table by table" in panel.state.hint()
    panel.show_link(link(), SETTINGS, ["A &B <b>c</b>"])
    assert "A &amp;B &lt;b&gt;c&lt;/b&gt;" in panel.state.hint()
    assert panel.state.shortcut().isEmpty()


def test_what_is_next_to_a_countdown_does_not_move(panel: LinkPanel) -> None:
    button: StateButton = panel.state
    widths = set()
    for seconds in (1, 9, 45):
        waiting = Link(LinkState.WAITING)
        waiting.next_try = datetime.now(UTC) + timedelta(seconds=seconds)
        panel.show_link(waiting, SETTINGS)
        widths.add(button.sizeHint().width())
    assert len(widths) == 1


def test_a_recording_has_a_word_and_no_light(panel: LinkPanel) -> None:
    panel.set_replaying()
    panel.show_link(link(), SETTINGS)
    assert panel.state.words == "Recording"
    assert panel.state._light.isHidden()
    assert panel.state.facts.startswith("Then: Connected")
