"""A message on one line: the word before it, the order it is about, TWS's own words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from ibmonitor.domain.records.events import Event, Fault, TwsMessage
from ibmonitor.domain.records.records import Message
from ibmonitor.models.text.message_words import is_about_link, message_line, severity_word
from ibmonitor.models.text.order_words import order_words
from tests.support.blotter_events import AAPL, completed_order, new_blotter, open_order, order_status

TSLA = replace(AAPL, symbol="TSLA", local_symbol="TSLA")
BUY_60 = open_order(7, 1, 5, contract=TSLA, totalQuantity=Decimal(60))
REASON = "Order rejected - reason:Size exceeds the limit of 10,000 USD"


def last_message(*events: Event) -> Message:
    blotter = new_blotter()
    for event in events:
        blotter.apply(event)
    return blotter.messages[-1]


def line_of(*events: Event) -> str:
    message = last_message(*events)
    return f"{severity_word(message)}: {message_line(message)}"


@pytest.mark.parametrize(
    ("code", "text", "line"),
    [
        (201, REASON, "Rejected: BUY 60 TSLA · Size exceeds the limit of 10,000 USD"),
        (203, "Not available.", "Rejected: BUY 60 TSLA · Not available."),
        (321, "Error validating request: no", "Rejected: BUY 60 TSLA · Error validating request: no"),
        (201, "<html>Order rejected - reason:<br>Too <i>big</i></html>", "Rejected: BUY 60 TSLA · Too big"),
        (399, "Message:\nBUY\nWarning: later", "Warning: BUY 60 TSLA · Message: BUY Warning: later"),
        (404, "Order held", "Warning: BUY 60 TSLA · Order held"),
        (10148, "cannot be cancelled, state: Filled", "Warning: BUY 60 TSLA · cannot be cancelled, state: Filled"),
    ],
)
def test_a_message_about_an_order_names_it_and_quotes_tws(code: int, text: str, line: str) -> None:
    assert line_of(BUY_60, TwsMessage(5, code, text, None)) == line


@pytest.mark.parametrize(
    ("code", "req_id", "text", "line"),
    [
        (201, 5, REASON, "Rejected: order ID 5 · Size exceeds the limit of 10,000 USD"),
        (201, 0, REASON, "Rejected: Size exceeds the limit of 10,000 USD"),
        (201, -1, REASON, "Rejected: Size exceeds the limit of 10,000 USD"),
        (399, 5, "later", "Warning: later"),
        (321, -1, "read only", "Error: read only"),
        (1100, -1, "Connectivity has been lost.", "Error: Connectivity has been lost."),
    ],
)
def test_a_message_about_no_known_order(code: int, req_id: int, text: str, line: str) -> None:
    assert line_of(TwsMessage(req_id, code, text, None)) == line


def test_without_words_of_tws_it_is_the_meaning_that_is_shown() -> None:
    message = last_message(BUY_60, TwsMessage(5, 201, " ", None))
    assert message_line(message) == f"BUY 60 TSLA · {message.plain}"
    message = last_message(TwsMessage(-1, 326, "", None))
    assert message_line(message) == message.plain


def test_a_message_that_can_be_about_several_orders_names_none() -> None:
    assert (
        line_of(BUY_60, open_order(8, 2, 5), TwsMessage(5, 201, "no", None))
        == "Rejected: order ID 5 of client 1 or 2 · no"
    )


def test_this_programs_own_messages_stay_as_they_are() -> None:
    assert line_of(Fault("The file <b>x</b>  is damaged.", "detail")) == "Error: The file <b>x</b>  is damaged."
    assert line_of(Fault("", "detail")) == "Error: detail"


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (BUY_60, "BUY 60 TSLA"),
        (open_order(7, 1, 5, totalQuantity=Decimal(0), cashQty=Decimal(500)), "BUY 500.00 USD of AAPL"),
        (open_order(7, 1, 5, totalQuantity=Decimal(0)), "BUY AAPL"),
        (completed_order(7), "BUY AAPL"),
        (order_status(7, 1, 5), "Perm ID 7"),
        (order_status(None, 1, 5), "order ID 5"),
    ],
)
def test_an_order_is_named_by_what_is_known_of_it(event: Event, words: str) -> None:
    blotter = new_blotter()
    blotter.apply(event)
    (order,) = blotter.orders
    assert order_words(order) == words


def test_what_is_about_the_connection() -> None:
    codes = (0, 201, 326, 399, 502, 1100, 1102, 1300, 2104, 2110)
    about = {code for code in codes if is_about_link(last_message(TwsMessage(-1, code, "text", None)))}
    assert about == {326, 502, 1100, 1102, 1300, 2110}
    assert not is_about_link(last_message(Fault("The connection has ended.")))
