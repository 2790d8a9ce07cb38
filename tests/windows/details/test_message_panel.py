"""A message is shown in full, with links to the orders it is or may be about."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLabel, QListWidget, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.events import Fault, TwsMessage
from ibmonitor.models.text.shown_zone import ShownZone, ZoneChoice
from ibmonitor.windows.details.message_panel import MessagePanel
from tests.support.blotter_events import new_blotter, open_order, order_status


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
    assert "Possibly one of" in shown(panel)
    assert "first received" in shown(panel)
    assert "2 times" in shown(panel)
    assert panel.text().count("Possibly order: ") == 2


def test_showing_the_same_message_keeps_the_selection(panel: MessagePanel, blotter: Blotter) -> None:
    message = blotter.messages[1]
    panel.resize(400, 60)
    panel.show_message(message)
    orders(panel).setCurrentRow(1)
    words = next(label for label in panel.findChildren(QLabel) if label.text() == message.text)
    words.setSelection(0, 3)
    QTest.qWait(0)
    panel.verticalScrollBar().setValue(panel.verticalScrollBar().maximum())
    scrolled = panel.verticalScrollBar().value()
    blotter.apply(order_status(1003, 8, 6, status="Submitted"))
    blotter.apply(TwsMessage(6, 399, "either", None))
    panel.show_message(message)
    assert "3 times" in shown(panel)
    assert "Submitted" in orders(panel).item(1).text()
    assert orders(panel).currentRow() == 1
    assert words.selectedText() == "eit"
    assert panel.verticalScrollBar().value() == scrolled > 0


def test_the_programs_own_words_are_not_called_those_of_tws(panel: MessagePanel, blotter: Blotter) -> None:
    panel.show_message(blotter.messages[2])
    assert "TWS message" not in shown(panel)
    assert "Details: detail" in panel.text()
    panel.show_message(blotter.messages[0])
    assert "TWS message" in shown(panel)


def test_the_copy_button_is_visible_however_long_the_message_is(panel: MessagePanel, blotter: Blotter) -> None:
    panel.resize(860, 120)
    panel.show_message(blotter.messages[0])
    QTest.qWait(0)
    assert not panel.findChildren(QPushButton)[0].visibleRegion().isEmpty()


def test_enter_and_a_double_click_choose_the_order(panel: MessagePanel, blotter: Blotter) -> None:
    panel.show_message(blotter.messages[1])
    chosen = QSignalSpy(panel.order_chosen)
    listed = orders(panel)
    listed.setCurrentRow(1)
    QTest.keyClick(listed, Qt.Key.Key_Return)
    middle = listed.visualItemRect(listed.item(0)).center()
    QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseDClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert [chosen.at(n)[0].client_id for n in range(chosen.count())] == [8, 7]


def test_empty_rows_of_a_message_are_hidden(panel: MessagePanel, blotter: Blotter) -> None:
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
    assert copied.startswith("Severity: Error, code 201\nMeaning: ")
    assert 'Perm ID 1001\n{\n  "code": 201\n}' in copied


def test_times_are_in_the_zone_shown(panel: MessagePanel, shown_zone: ShownZone, blotter: Blotter) -> None:
    message = blotter.messages[1]
    message.received = datetime(2026, 6, 11, 13, 30, tzinfo=UTC)
    for choice, text in ((ZoneChoice.LOCAL, "15:30:00"), (ZoneChoice.UTC, "13:30:00")):
        shown_zone.choose(choice)
        panel.show_message(message)
        assert f"first received 2026-06-11 {text}" in shown(panel)
