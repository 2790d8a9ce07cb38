"""The line that opens the panel of what a connection can see, and the panel."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.link import Link, LinkState, Request, RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.settings.table import Settings
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
