"""The line that opens the panel of what a connection can see, and the panel."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.link import Link, LinkState, Request, RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.settings.table import Settings
from ibmonitor.windows.connection.link_panel import LinkPanel
from ibmonitor.windows.connection.scope_button import ScopeButton
from ibmonitor.windows.connection.scope_panel import ScopePanel

SETTINGS = Settings(client_id=7)


def link(*requests: Request, **api_settings: object) -> Link:
    return Link(
        LinkState.UP,
        client_id=7,
        server_version=225,
        api_settings=api_settings or None,
        requests={(request.kind, request.words): request for request in requests},
    )


@pytest.fixture
def panel(qtbot: QtBot) -> ScopePanel:
    panel = ScopePanel()
    qtbot.addWidget(panel)
    panel.show_scope(link(), SETTINGS)
    panel.show()
    return panel


@pytest.fixture
def band(qtbot: QtBot) -> LinkPanel:
    band = LinkPanel()
    qtbot.addWidget(band)
    band.show_link(link(), SETTINGS)
    band.resize(400, 80)
    band.show()
    return band


def shown(panel: ScopePanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisibleTo(panel) and label.text()]


def test_the_copy_has_the_visible_texts(panel: ScopePanel) -> None:
    copied = panel.text()
    assert len(shown(panel)) > 40
    for text in shown(panel):
        assert text in copied
    panel.copy_button.click()
    assert QGuiApplication.clipboard().text() == copied
    assert "Copied." in shown(panel)


def test_every_text_is_plain(panel: ScopePanel) -> None:
    panel.show_scope(link(Request(RequestKind.QUERY, RequestProgress.REFUSED, "<i>no</i>", "<b>x</b>")), SETTINGS)
    assert "<i>no</i>" in shown(panel)
    assert {label.textFormat() for label in panel.findChildren(QLabel)} == {Qt.TextFormat.PlainText}


def test_the_open_window_is_kept_up_to_date(panel: ScopePanel) -> None:
    assert "Complete" not in shown(panel)
    panel.show_scope(link(Request(RequestKind.OPEN_ORDERS, RequestProgress.RUNNING)), SETTINGS)
    assert "Under way" in shown(panel)
    panel.show_scope(link(Request(RequestKind.OPEN_ORDERS, RequestProgress.COMPLETE)), SETTINGS)
    assert "Complete" in shown(panel)
    assert "Under way" not in shown(panel)
    panel.show_scope(link(masterClientId=7), SETTINGS)
    assert "Client 7, the master client" in shown(panel)
    panel.show_scope(Link(LinkState.DOWN, client_id=7), SETTINGS)
    assert any(text.startswith("Not connected") for text in shown(panel))
    panel.show_scope(link(), SETTINGS)
    assert not any(text.startswith("Not connected") for text in shown(panel))


def test_a_request_that_ends_leaves_the_labels_and_the_place_alone(panel: ScopePanel) -> None:
    panel.show_scope(link(Request(RequestKind.OPEN_ORDERS, RequestProgress.RUNNING)), SETTINGS)
    panel.resize(500, 250)
    bar = panel._area.verticalScrollBar()
    bar.setValue(40)
    before = panel._area.widget()
    panel.show_scope(link(Request(RequestKind.OPEN_ORDERS, RequestProgress.COMPLETE)), SETTINGS)
    assert panel._area.widget() is before
    assert bar.value() == 40


def test_it_is_not_modal_and_escape_closes_it(panel: ScopePanel) -> None:
    assert not panel.isModal()
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()


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
    assert line.accessibleName() == line.line()
    assert line.line().startswith("Client 7 sees only its own orders live")
    band.resize(20_000, 80)
    QApplication.processEvents()
    assert line.shown_line() == line.line()


def test_a_reason_with_an_ampersand_or_markup_is_only_text(band: LinkPanel) -> None:
    band.show_link(Link(LinkState.DOWN, reason="A &B <b>c</b>"), SETTINGS)
    assert button(band).line() == "A &B <b>c</b>"
    assert button(band).shortcut().isEmpty()
    band.resize(90, 80)
    QApplication.processEvents()
    assert "A &amp;B &lt;b&gt;c&lt;/b&gt;" in button(band).hint()
    assert "table by table" in button(band).hint()
