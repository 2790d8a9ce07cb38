"""A message is shown whole, and leads to the orders it is or may be about."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel, QListWidget, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from ibmonitor.domain.blotter import Blotter
from ibmonitor.domain.events import Fault, TwsMessage
from ibmonitor.windows.message_panel import MessagePanel
from tests.domain.blotter_events import new_blotter, open_order


@pytest.fixture
def panel(qtbot: QtBot) -> MessagePanel:
    panel = MessagePanel()
    qtbot.addWidget(panel)
    panel.show()
    return panel


@pytest.fixture
def blotter() -> Blotter:
    blotter = new_blotter()
    for event in (
        open_order(1001, 7, 5),
        open_order(1002, 7, 6),
        open_order(1003, 8, 6),
        TwsMessage(5, 201, "Order rejected - reason:<b>too big</b>", None, '{"code":201}'),
        TwsMessage(6, 399, "either", None),
        TwsMessage(6, 399, "either", None),
        Fault("It failed.", "detail"),
    ):
        blotter.apply(event)
    return blotter


def shown(panel: MessagePanel) -> str:
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def orders(panel: MessagePanel) -> QListWidget:
    (found,) = panel.findChildren(QListWidget)
    return found


def test_a_rejection_is_shown_with_its_order_and_its_json(panel: MessagePanel, blotter: Blotter) -> None:
    panel.show_message(blotter.messages[0])
    assert "Error, code 201" in shown(panel)
    assert "Order rejected - reason:<b>too big</b>" in shown(panel)
    (json,) = panel.findChildren(QPlainTextEdit)
    assert json.isVisible()
    assert json.toPlainText() == '{\n  "code": 201\n}'
    chosen = QSignalSpy(panel.order_chosen)
    assert orders(panel).item(0).text() == "BUY 100 AAPL · PreSubmitted · client 7 · Perm ID 1001"
    orders(panel).itemActivated.emit(orders(panel).item(0))
    assert chosen.at(0)[0] is blotter.orders[0]


def test_an_ambiguous_one_lists_all_it_may_be_about(panel: MessagePanel, blotter: Blotter) -> None:
    panel.show_message(blotter.messages[1])
    assert orders(panel).count() == 2
    assert "Perhaps one of" in shown(panel)
    assert "2 times, last" in shown(panel)


def test_what_a_message_lacks_takes_no_room(panel: MessagePanel, blotter: Blotter) -> None:
    panel.show_message(blotter.messages[0])
    panel.show_message(blotter.messages[2])
    assert "Request or order ID" not in shown(panel)
    assert not orders(panel).isVisible()
    assert not panel.findChildren(QPlainTextEdit)[0].isVisible()
    panel.show_message(None)
    assert shown(panel) == ""


def test_all_of_it_is_copied_at_once(panel: MessagePanel, blotter: Blotter) -> None:
    panel.show_message(blotter.messages[0])
    panel.findChildren(QPushButton)[0].click()
    copied = QGuiApplication.clipboard().text()
    assert copied == panel.text()
    assert copied.startswith("Severity: Error, code 201\nWhat it means: ")
    assert 'Perm ID 1001\n{\n  "code": 201\n}' in copied
