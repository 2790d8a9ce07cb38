"""The parts around the tables: message strip, footer, and empty states."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.events import Fault, TwsMessage
from ibmonitor.domain.records.link import LinkState
from ibmonitor.domain.records.records import Message, Severity
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.windows.main.message_strip import MessageStrip
from tests.support.blotter_events import commission, execution
from tests.support.label_texts import label_texts, shown_text
from tests.support.make_records import NOON, make_message
from tests.windows.bench import Bench, exec_id


@pytest.fixture
def strip(qtbot: QtBot) -> MessageStrip:
    strip = MessageStrip()
    qtbot.addWidget(strip)
    return strip


def test_the_strip_shows_warnings_and_errors_only(strip: MessageStrip) -> None:
    message = fault("A farm is connected.", "")
    message.severity = Severity.INFO
    strip.show_messages([message])
    assert strip.isHidden()
    message.severity, message.plain = Severity.WARNING, "<b>Careful</b>"
    strip.show_messages([message])
    assert not strip.isHidden()
    assert shown_text(strip) == "<b>Careful</b>"
    assert strip.label.textFormat() == Qt.TextFormat.PlainText
    assert "Warning" in strip._word.text()
    assert strip.accessibleName() == "Warning: <b>Careful</b>"


def test_the_strip_keeps_to_the_last_message_and_counts(strip: MessageStrip) -> None:
    for number in range(3):
        strip.show_messages([make_message(number, f"message {number}")])
    assert shown_text(strip) == "BUY · message 2"
    assert strip._more.text() == "and 2 earlier"
    strip.findChild(QToolButton).click()  # type: ignore[union-attr]  # it is there
    assert shown_text(strip) == ""
    strip.show_messages([make_message(5)])
    assert strip._more.text() == ""


def test_an_endless_message_is_cut(strip: MessageStrip) -> None:
    strip.show_messages([make_message(1, "x" * 10_000)])
    assert len(shown_text(strip)) < 500


def fault(plain: str, detail: str) -> Message:
    message = make_message(1, detail)
    message.plain, message.code, message.order = plain, None, None
    return message


def button_of(strip: MessageStrip, text: str) -> QPushButton:
    (button,) = (each for each in strip.findChildren(QPushButton) if each.text() == text)
    return button


def copy_button(strip: MessageStrip) -> QPushButton:
    return button_of(strip, "Copy &details")


def test_the_details_of_an_error_of_this_program_can_be_copied(strip: MessageStrip) -> None:
    trace = "Traceback\n  File x\nValueError: <b>&amp;"
    strip.show_messages([fault("Something went wrong.", trace)])
    copy_button(strip).click()
    time, *rest = QGuiApplication.clipboard().text().split("\n")
    assert datetime.fromisoformat(time) == NOON
    assert rest == ["Something went wrong.", *trace.split("\n")]
    long_text = fault("", "y" * 10_000)
    strip.show_messages([long_text])
    copy_button(strip).click()
    assert QGuiApplication.clipboard().text().endswith("y" * 10_000)


def test_accounts_that_are_hidden_are_hidden_in_what_is_copied(strip: MessageStrip) -> None:
    ACCOUNT_MASK.learn(["DU9000001"])
    ACCOUNT_MASK.set_hiding(True)
    try:
        strip.show_messages([fault("Something went wrong.", "ValueError: DU9000001")])
        copy_button(strip).click()
    finally:
        ACCOUNT_MASK.set_hiding(False)
    assert "ValueError: " in QGuiApplication.clipboard().text()
    assert "DU9000001" not in QGuiApplication.clipboard().text()


def test_only_errors_of_this_program_have_details_to_copy(strip: MessageStrip) -> None:
    strip.show_messages([fault("Something went wrong.", "Traceback")])
    assert copy_button(strip).isVisibleTo(strip)
    for message in (
        fault("All is said.", ""),
        fault("All is said.", "All is said."),
        fault("", "raw"),
        make_message(1),
    ):
        strip.show_messages([message])
        assert not copy_button(strip).isVisibleTo(strip)


def test_the_footer_sums_each_currency_separately_and_counts_pending_commissions(bench: Bench, qtbot: QtBot) -> None:
    bench.connect()
    bench.receive(
        execution(exec_id(1), perm_id=1),
        execution(exec_id(2), perm_id=2),
        execution(exec_id(3), perm_id=3),
        execution(exec_id(4), perm_id=4, acct_number="DU1"),
        commission(exec_id(1), "1.25", realized_pnl=Decimal(-3)),
        commission(exec_id(2), "-0.20", currency="EUR"),
        commission(exec_id(3), "1.00", realized_pnl=Decimal("10.5")),
    )
    page, footer = bench.window.page("fills"), bench.footer("fills")
    qtbot.waitUntil(lambda: "Commission" in "  ".join(label_texts(footer)))
    said = "  ".join(label_texts(footer))
    assert said.startswith("4 fills")
    assert "-0.20 EUR, 2.25 USD" in said
    assert "7.50 USD" in said
    assert "1 commission pending" in said
    page.table.set_predicate("account", lambda fill: fill.execution.acct_number == "DU1")
    qtbot.waitUntil(lambda: "2.25" not in "  ".join(label_texts(footer)))
    assert "  ".join(label_texts(footer)).startswith("1 of 4 fills")
    assert "1 commission pending" in "  ".join(label_texts(footer))
    assert "0.00" not in "  ".join(label_texts(footer))


def test_footer_follows_a_commission_that_comes_late(bench: Bench, qtbot: QtBot) -> None:
    bench.connect()
    bench.receive(execution(exec_id(1), perm_id=1))
    footer = bench.footer("fills")
    qtbot.waitUntil(lambda: "1 commission pending" in "  ".join(label_texts(footer)))
    bench.receive(commission(exec_id(1), "1.25"))
    qtbot.waitUntil(lambda: "1.25 USD" in "  ".join(label_texts(footer)))
    assert "pending" not in "  ".join(label_texts(footer))


def test_an_empty_table_says_what_to_do(bench: Bench, qtbot: QtBot) -> None:
    page = bench.window.page("orders")
    assert page.empty.isVisibleTo(page)
    assert "Connect to TWS" in page.empty.label.text()
    with qtbot.waitSignal(bench.window.connect_requested):
        page.empty.button.click()
    bench.link(LinkState.CONNECTING)
    assert not page.empty.button.isVisibleTo(page)
    bench.connect()
    assert page.empty.label.text().startswith("TWS shows no orders")
    assert not page.empty.button.isVisibleTo(page)
    bench.link(LinkState.DOWN, "TWS closed the connection.")
    assert "TWS closed the connection." in page.empty.label.text()


def test_the_strips_button_leads_to_all_messages(bench: Bench) -> None:
    bench.window._strip.show_messages([make_message(1)])
    button_of(bench.window._strip, "Show &all").click()
    assert bench.window.tabs.current_page is bench.window.page("messages")
    assert bench.window._strip.isHidden()


def test_the_reason_for_no_connection_is_removed_when_it_is_up(bench: Bench) -> None:
    bench.connect()
    strip = bench.window._strip
    bench.receive(TwsMessage(-1, 201, "Order rejected", None))
    for sentence in (
        "The connection to TWS has ended: TWS closed it.",
        "No TWS or Gateway is listening on 127.0.0.1:7497.",
    ):
        bench.link(LinkState.WAITING, sentence)
        bench.receive(Fault(sentence))
    assert shown_text(strip).startswith("No TWS or Gateway is listening")
    bench.connect()
    assert shown_text(strip)
    assert "listens" not in shown_text(strip)
    bench.window._strip.dismiss()
    bench.link(LinkState.WAITING, "TWS closed it.")
    bench.receive(Fault("TWS closed it."))
    assert shown_text(strip)
    bench.connect()
    assert shown_text(strip) == ""
