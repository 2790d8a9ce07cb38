"""The line that summarizes what a connection can see, and opens the panel."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.link import Link, LinkState
from ibmonitor.windows.connection.link_panel import LinkPanel
from ibmonitor.windows.connection.scope_button import ScopeButton
from tests.windows.connection.test_scope_panel import SETTINGS, link


@pytest.fixture
def band(qtbot: QtBot) -> LinkPanel:
    band = LinkPanel()
    qtbot.addWidget(band)
    band.show_link(link(), SETTINGS)
    band.resize(400, 80)
    band.show()
    return band


def button(band: LinkPanel) -> ScopeButton:
    found = band.findChild(ScopeButton)
    assert found is not None
    return found


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_the_line_opens_the_panel_by_keyboard(band: LinkPanel, qtbot: QtBot, key: Qt.Key) -> None:
    assert button(band).focusPolicy() & Qt.FocusPolicy.TabFocus
    with qtbot.waitSignal(band.scope_requested):
        QTest.keyClick(button(band), key)


def test_the_line_opens_the_panel_by_mouse(band: LinkPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(band.scope_requested):
        QTest.mouseClick(button(band), Qt.MouseButton.LeftButton)


def test_the_line_is_shortened_to_its_room_and_named_in_full(band: LinkPanel) -> None:
    line = button(band)
    assert line.shown_line().endswith("…")
    assert line.accessibleName() == line.accessibleName()
    assert line.accessibleName().startswith("Client 7 sees only its own orders live")
    band.resize(20_000, 80)
    QApplication.processEvents()
    assert line.shown_line() == line.accessibleName()


def test_a_reason_with_an_ampersand_or_markup_is_only_text(band: LinkPanel) -> None:
    band.show_link(Link(LinkState.DOWN, reason="A &B <b>c</b>"), SETTINGS)
    assert button(band).accessibleName() == "A &B <b>c</b>"
    assert button(band).shortcut().isEmpty()
    band.resize(90, 80)
    QApplication.processEvents()
    assert "A &amp;B &lt;b&gt;c&lt;/b&gt;" in button(band).hint()
    assert "table by table" in button(band).hint()
