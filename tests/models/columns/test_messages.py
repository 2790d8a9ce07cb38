"""What the messages table shows besides TWS's text: how often, about which order, how serious."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from ibmonitor.domain.records.events import Event, Fault, TwsMessage
from ibmonitor.domain.records.records import Message, Severity
from ibmonitor.models.columns.messages import MESSAGE_COLUMNS, row_tone
from ibmonitor.models.table.column import Column
from ibmonitor.models.text.formats import time_text
from tests.support.blotter_events import new_blotter, open_order
from tests.support.make_records import (
    NOON,
    make_message,
)


def only_message(*events: Event) -> Message:
    blotter = new_blotter()
    for event in events:
        blotter.apply(event)
    (message,) = blotter.messages
    return message


def column(key: str) -> Column[Message]:
    (found,) = (column for column in MESSAGE_COLUMNS if column.key == key)
    return found


def hint(key: str, message: Message) -> str:
    read = column(key).hint
    assert read is not None
    return read(message)


WARNING = TwsMessage(6, 399, "a warning", None)


def test_repeats_are_counted_with_the_last_time_and_the_first_in_the_hint() -> None:
    message = only_message(WARNING, WARNING, WARNING)
    assert column("count").text(message) == "×3"
    assert column("time").text(message) == time_text(message.last_received)
    assert time_text(message.received) in hint("time", message)


def test_a_message_received_once_is_not_counted() -> None:
    message = only_message(WARNING)
    assert column("count").text(message) == ""
    assert "first of" not in hint("time", message)


def test_a_certain_order_is_named() -> None:
    message = only_message(open_order(1, 7, 6), WARNING)
    assert column("order").text(message) == "BUY AAPL"
    assert hint("order", message) == ""


def test_an_ambiguous_one_names_the_clients_and_is_no_order() -> None:
    message = only_message(open_order(1, 7, 6), open_order(2, 8, 6, action="SELL"), WARNING)
    assert column("order").text(message) == "ambiguous: client 7 or 8"
    assert "client 8: SELL AAPL" in hint("order", message)
    assert column("perm_id").text(message) == ""


@pytest.mark.parametrize(("code", "tone"), [(2103, "done"), (2104, "done"), (2158, "done"), (2110, ""), (399, "")])
def test_data_farms_are_quiet(code: int, tone: str) -> None:
    assert row_tone(only_message(TwsMessage(-1, code, "usfarm", None))) == tone


def test_the_advanced_description_is_laid_out_in_the_hint() -> None:
    message = only_message(TwsMessage(6, 201, "rejected", None, '{"a":1}'))
    assert hint("advanced_order_reject_json", message) == '{\n  "a": 1\n}'


def test_the_words_of_tws_are_shown_without_html_which_the_hint_has() -> None:
    raw = "<html>Order rejected<br>Too <i>big</i>, R&amp;D</html>"
    message = only_message(TwsMessage(6, 201, raw, None))
    assert column("text").text(message) == "Order rejected Too big, R&D"
    assert hint("text", message) == raw
    own = only_message(Fault("It cannot be read.", "<b>raw</b>\n<ListOfGroups>"))
    assert column("text").text(own) == hint("text", own) == "<b>raw</b>\n<ListOfGroups>"


def column_of(key: str) -> Column[Any]:
    return next(column for column in MESSAGE_COLUMNS if column.key == key)


def test_severities_are_sorted_from_info_to_error() -> None:
    column = column_of("severity")
    messages = [Message(0, NOON, severity, None, None, "", "") for severity in Severity]
    assert [column.text(message) for message in messages] == ["Info", "Warning", "Error"]
    assert sorted(messages, key=column.sort_key) == messages


def test_a_message_without_a_time_of_tws_shows_when_it_was_received() -> None:
    message = make_message(0)
    later = datetime(2026, 7, 2, tzinfo=UTC)
    message.received = later
    assert column_of("time").sort_key(message) == NOON
    message.time = None
    assert column_of("time").sort_key(message) == later
