"""The strip: which messages are listed and counted, what its buttons do, and when a message is removed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.events import TwsMessage
from ibmonitor.domain.records.records import Message, Order, Severity
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.windows.main.message_strip import MOST_LISTED, MessageStrip
from tests.support.blotter_events import open_order
from tests.support.label_texts import shown_text
from tests.support.make_records import NOON, make_message, make_order
from tests.windows.bench import Bench


@pytest.fixture
def strip(qtbot: QtBot) -> MessageStrip:
    strip = MessageStrip()
    qtbot.addWidget(strip)
    return strip


def warning(serial: int, text: str = "", order: Order | None = None, code: int | None = 399) -> Message:
    text = text or f"warning {serial}"
    return Message(serial, NOON, Severity.WARNING, code, -1, text, "" if code is None else text, order=order)


def click(strip: MessageStrip, text: str) -> None:
    (button,) = (each for each in strip.findChildren(QPushButton) if each.text() == text)
    assert button.isVisibleTo(strip)
    button.click()


def labels(strip: MessageStrip) -> list[str]:
    return [each.text() for each in strip.findChildren(QPushButton) if each.isVisibleTo(strip)]


# What is listed and counted


def test_beyond_a_bound_messages_are_counted_and_not_listed(strip: MessageStrip) -> None:
    strip.show_messages([warning(number) for number in range(20_000)])
    assert (shown_text(strip), strip._more.text()) == ("warning 19999", "and 19,999 earlier")
    assert [message.serial for message in strip._listed] == list(range(20_000 - MOST_LISTED, 20_000))
    strip.show_messages([warning(20_000)])
    assert (shown_text(strip), strip._more.text()) == ("warning 20000", "and 20,000 earlier")
    assert len(strip._listed) == MOST_LISTED


def test_a_repeated_message_is_shown_again_and_counted_once(strip: MessageStrip) -> None:
    messages = [warning(number) for number in range(MOST_LISTED + 3)]
    strip.show_messages(messages)
    for message in (messages[0], messages[-1], messages[-1]):
        strip.show_messages([message])
        assert (shown_text(strip), strip._more.text()) == (message.text, f"and {len(messages) - 1} earlier")


def test_the_work_for_a_message_does_not_grow(strip: MessageStrip, monkeypatch: pytest.MonkeyPatch) -> None:
    class Looked(list[Message]):
        looks = 0

        def __iter__(self) -> Iterator[Message]:
            for message in super().__iter__():
                Looked.looks += 1
                yield message

    shown: list[str] = []
    monkeypatch.setattr(strip.label, "setText", shown.append)
    for start in range(0, 5_000, 1_000):
        strip.show_messages(Looked(warning(number) for number in range(start, start + 1_000)))
    assert Looked.looks == 5_000, "each is looked at once"
    assert len(shown) == 5, "the text is shown once for all that arrive together"


def test_information_is_never_shown(strip: MessageStrip) -> None:
    message = warning(1)
    message.severity = Severity.INFO
    strip.show_messages([message])
    assert (shown_text(strip), strip._more.text()) == ("", "")
    strip.show_messages([warning(2), message])
    assert (shown_text(strip), strip._more.text()) == ("warning 2", "")


def test_dismissed_messages_are_counted_no_longer(strip: MessageStrip) -> None:
    strip.show_messages([warning(number) for number in range(300)])
    (dismiss,) = strip.findChildren(QToolButton)
    assert dismiss.toolTip() == "Dismiss. The message stays in the Messages tab."
    dismiss.click()
    assert strip.isHidden()
    strip.show_messages([warning(299)])
    assert (shown_text(strip), strip._more.text()) == ("warning 299", "")


def test_withdrawing_a_message_shows_the_previous_one(strip: MessageStrip) -> None:
    strip.show_messages([warning(1), warning(2, "mended"), warning(3), warning(4, "mended")])
    strip.withdraw(lambda message: message.text == "mended")
    assert (shown_text(strip), strip._more.text()) == ("warning 3", "and 1 earlier")
    strip.withdraw(lambda message: message.text == "never said")
    assert shown_text(strip) == "warning 3"
    strip.withdraw(lambda _message: True)
    assert strip.isHidden()
    strip.show_messages([warning(5)])
    assert strip._more.text() == ""


# What is shown of a message


def test_the_word_the_order_and_the_words_of_tws(strip: MessageStrip) -> None:
    strip.show_messages([make_message(1, "<html>Order rejected - reason:<br>Too big</html>")])
    assert (strip._word.text(), strip._word.tone) == ("✖ Rejected:", "bad")
    assert shown_text(strip) == "BUY · Too big"
    assert strip.accessibleName() == "Rejected: BUY · Too big"
    assert "plain" in strip.label.toolTip()
    assert labels(strip) == ["Show &order"]
    strip.show_messages([warning(2)])
    assert (strip._word.text(), strip._word.tone) == ("▲ Warning:", "warning")
    assert labels(strip) == ["Show &all"]
    strip.show_messages([warning(3, "own", code=None)])
    assert strip.label.toolTip() == ""


def test_hidden_accounts_are_hidden_in_the_strip(strip: MessageStrip) -> None:
    ACCOUNT_MASK.learn_aliases({"Groß": "U1234567"})
    strip.show_messages([warning(1, "For GROSS.", order=make_order(1, action="BUY"))])
    ACCOUNT_MASK.set_hiding(True)
    try:
        assert "GROSS" not in f"{shown_text(strip)} {strip.label.toolTip()} {strip.accessibleName()}"
    finally:
        ACCOUNT_MASK.set_hiding(False)
    assert "GROSS" in shown_text(strip)


# In the window


def selected(bench: Bench, key: str) -> list[Any]:
    """The selected records of the tab with this key, which is in front."""
    page = bench.window.page(key)
    assert bench.window.tabs.current_page is page
    rows = sorted({index.row() for index in page.view.selectionModel().selectedIndexes()})
    return [page.table.record(row) for row in rows]


def reject(bench: Bench) -> None:
    bench.connect()
    bench.receive(open_order(7, 1, 5), open_order(8, 1, 6), TwsMessage(5, 201, "Order rejected - reason:Too big", None))


def test_show_order_selects_the_order(bench: Bench) -> None:
    reject(bench)
    bench.window.tabs.show_page("fills")
    strip = bench.window._strip
    assert shown_text(strip) == "BUY 100 AAPL · Too big"
    click(strip, "Show &order")
    assert [order.perm_id for order in selected(bench, "orders")] == [7]
    assert bench.window.details.pane.record is bench.blotter.orders[0]


def test_show_order_selects_the_order_that_the_row_has_become_part_of(bench: Bench) -> None:
    bench.connect()
    bench.receive(open_order(9, 3, 4), open_order(None, 1, 5), TwsMessage(5, 201, "Too big", None))
    bench.receive(open_order(9, 1, 5))
    click(bench.window._strip, "Show &order")
    assert [order.perm_id for order in selected(bench, "orders")] == [9]


def test_show_all_selects_the_message_that_is_shown(bench: Bench) -> None:
    bench.connect()
    bench.receive(*(TwsMessage(-1, 399, f"warning {number}", None) for number in range(50)))
    bench.receive(TwsMessage(-1, 2104, "A farm is connected", None))
    bench.window.page("messages")._text.setText("farm")
    click(bench.window._strip, "Show &all")
    assert [message.text for message in selected(bench, "messages")] == ["warning 49"]
    assert bench.window._strip.isHidden()
