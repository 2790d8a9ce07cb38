"""The reason for an order's state in TWS's own words, and messages that give none."""

from __future__ import annotations

import pytest

from ibmonitor.domain.explain.explanation import explain
from ibmonitor.domain.messages.reasons import ReasonSource, reason_of
from ibmonitor.domain.records.events import Event, RequestChanged, TwsMessage
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.domain.records.records import Order
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.domain.timeline.timeline import timeline
from tests.support.blotter_events import completed_order, new_blotter, open_order, order_status

OPEN = open_order(7, 1, 5, status="PreSubmitted")
INACTIVE = open_order(7, 1, 5, status="Inactive")
CANCELLED = order_status(7, 1, 5, status="Cancelled")
EMPTY_202 = TwsMessage(5, 202, "Order Canceled - reason:", None)
UNTIL = "Your order will not be placed at the exchange until 2026-11-30 09:30:00 US/Eastern."
WARNING_399 = TwsMessage(5, 399, f"Order Message:\nBUY 3 IBM NYSE\nWarning: {UNTIL}", None)
LISTED = [
    RequestChanged(RequestKind.OPEN_ORDERS, progress)
    for progress in (RequestProgress.RUNNING, RequestProgress.COMPLETE)
]


def message(code: int, text: str) -> TwsMessage:
    return TwsMessage(5, code, text, None)


def one_order(*events: Event) -> Order:
    blotter = new_blotter()
    for event in events:
        blotter.apply(event)
    (order,) = blotter.orders
    return order


NO_FUNDS = "Order rejected - reason:Insufficient <b>funds</b>.<br>Deposit first."


@pytest.mark.parametrize(
    ("events", "words", "headline"),
    [
        (
            [INACTIVE, message(201, NO_FUNDS)],
            "Insufficient funds. Deposit first.",
            "Rejected (TWS status: Inactive): ",
        ),
        ([INACTIVE, message(203, "Not allowed here")], "Not allowed here", "Rejected (TWS status: Inactive): "),
        ([INACTIVE, message(435, "You must specify an account.")], "You must specify an account.", "Rejected (TWS"),
        ([INACTIVE, message(443, "Unknown algo attribute:x")], "Unknown algo attribute:x", "Rejected (TWS status:"),
        (
            [OPEN, CANCELLED, message(202, "Order Canceled - reason:Too near the close")],
            "Too near the close",
            'Cancelled: "Too near the close"',
        ),
        (
            [OPEN, message(322, "No exercise today"), EMPTY_202, CANCELLED],
            "No exercise today",
            'Cancelled: "No exercise',
        ),
        (
            [OPEN, CANCELLED, message(202, "Order Canceled - reason:Discarded"), message(161, "Cancel attempted")],
            "Discarded",
            'Cancelled: "Discarded"',
        ),
        (
            [
                OPEN,
                CANCELLED,
                message(202, "Order Canceled - reason:Out"),
                message(10148, "OrderId 5, state: Cancelled."),
            ],
            "Out",
            'Cancelled: "Out"',
        ),
        ([OPEN, WARNING_399], UNTIL, f'PreSubmitted: "{UNTIL}"'),
        ([OPEN, WARNING_399, message(135, "Can't find order with id =5")], UNTIL, f'PreSubmitted: "{UNTIL}"'),
        (
            [completed_order(7, state={"completedStatus": "Rejected by System:\nOrder is already expired."})],
            "Order is already expired.",
            'Rejected (TWS status: Cancelled): "Order is already expired."',
        ),
        (
            [completed_order(7, state={"completedStatus": "Cancelled by System:\nVwap: start is after close"})],
            "Vwap: start is after close",
            'Cancelled: "Vwap: start is after close"',
        ),
        (
            [completed_order(7, state={"completedStatus": "Cancelled by Trader"})],
            "Cancelled by Trader",
            "Cancelled by ",
        ),
        ([open_order(7, 1, 5, status="Inactive", state={"warningText": "Cap"})], "Cap", 'Inactive: TWS warns: "Cap"'),
        (
            [open_order(7, 1, 5, status="Inactive", state={"warningText": "Warning: <b>Cap</b> of 5"})],
            "Cap of 5",
            'Inactive: TWS warns: "Cap of 5"',
        ),
    ],
)
def test_the_best_reason_is_quoted(events: list[Event], words: str, headline: str) -> None:
    order = one_order(*events)
    reason = reason_of(order)
    assert reason is not None
    assert reason.words == words
    explanation = explain(order)
    assert explanation.headline.startswith(headline)
    assert explanation.reason == reason
    assert explanation.look_at == ()


@pytest.mark.parametrize(
    "events",
    [
        [OPEN, CANCELLED, EMPTY_202],
        [OPEN, CANCELLED, EMPTY_202, message(161, "Cancel attempted when order is not in a cancellable state.")],
        [OPEN, message(10147, "OrderId 5 that needs to be cancelled is not found.")],
        [open_order(7, 1, 5, status="Submitted"), message(201, NO_FUNDS)],
        [completed_order(7, state={"completedStatus": "Cancelled by System:\n"})],
        [open_order(7, 1, 5, status="Submitted"), WARNING_399],
    ],
)
def test_messages_without_a_reason_are_not_quoted_as_one(events: list[Event]) -> None:
    assert reason_of(one_order(*events)) is None


def test_a_refused_change_is_no_rejection_of_the_order() -> None:
    order = one_order(OPEN, message(201, NO_FUNDS), order_status(7, 1, 5), CANCELLED)
    assert reason_of(order) is None


def test_inactive_with_a_refusal_that_drops_out_of_the_list_is_rejected_and_done() -> None:
    order = one_order(INACTIVE, message(201, NO_FUNDS), *LISTED)
    assert (order.is_done, order.status) == (True, "Inactive"), "the status stays TWS's own"
    assert explain(order).headline.startswith("Rejected (TWS status: Inactive): ")
    order = one_order(INACTIVE, *LISTED, message(201, NO_FUNDS))
    assert order.is_done, "the message can come after the list"


def test_inactive_without_a_reason_has_an_unknown_outcome() -> None:
    order = one_order(INACTIVE, *LISTED)
    assert not order.is_done
    assert "No longer" in explain(order).headline


def test_a_refused_order_that_comes_back_works_again() -> None:
    order = one_order(INACTIVE, message(201, NO_FUNDS), *LISTED, open_order(7, 1, 5, status="Submitted"))
    assert not order.is_done
    assert explain(order).headline.startswith("Submitted: ")


def test_a_rejection_leaves_no_possible_reasons() -> None:
    explanation = explain(one_order(INACTIVE, message(201, NO_FUNDS)))
    text = " ".join((explanation.headline, *explanation.facts, *explanation.look_at))
    assert "closed" not in text
    assert 'IB documents Inactive as "the order was received by the system but is no longer active' in text


def test_a_reject_reason_comes_before_messages() -> None:
    order = one_order(open_order(7, 1, 5, status="Inactive", state={"rejectReason": "R"}), message(201, NO_FUNDS))
    reason = reason_of(order)
    assert reason is not None
    assert (reason.words, reason.source) == ("R", ReasonSource.REJECT_REASON)


def test_a_refused_change_is_not_the_reason_of_a_cancellation_by_the_trader() -> None:
    order = one_order(
        open_order(7, 1, 5, status="Submitted"),
        message(201, "Order rejected - reason:Price too aggressive"),
        EMPTY_202,
        CANCELLED,
        completed_order(7, 1, 5, state={"completedStatus": "Cancelled by Trader"}),
    )
    assert explain(order).headline.startswith("Cancelled by Trader.")


def test_a_rejected_order_is_not_called_open() -> None:
    not_found = message(10147, "OrderId 5 that needs to be cancelled is not found.")
    explained = explain(one_order(INACTIVE, message(201, NO_FUNDS), not_found))
    assert explained.headline.startswith("Rejected (TWS status: Inactive)")
    assert not any("is unchanged" in fact for fact in explained.facts)
    assert any("is unchanged" in fact for fact in explain(one_order(OPEN, not_found)).facts)


@pytest.mark.parametrize("status", ["Inactive", "PreSubmitted"])
def test_the_last_reason_of_an_order_that_is_gone_is_shown_without_a_status(status: str) -> None:
    looked_up = [
        RequestChanged(name, progress)
        for name in (RequestKind.EXECUTIONS, RequestKind.COMPLETED_ORDERS)
        for progress in (RequestProgress.RUNNING, RequestProgress.COMPLETE)
    ]
    discarded = message(202, "Order Canceled - reason:Order was discarded.")
    order = one_order(open_order(7, 1, 5, status=status), discarded, *LISTED, *looked_up)
    explanation = explain(order)
    assert not order.is_done
    assert explanation.headline == (
        "No longer open: neither executions nor completed orders show how it ended. "
        f'The last status was {status}. TWS\'s last message: "Order was discarded."'
    )
    assert explanation.reason is not None


def test_an_inactive_order_has_the_reason_of_its_cancellation() -> None:
    explanation = explain(one_order(INACTIVE, message(202, "Order Canceled - reason:Order was discarded.")))
    assert explanation.headline == 'Inactive: "Order was discarded."'
    assert explanation.look_at == ()


@pytest.mark.parametrize("text", ["Order Canceled", "Order Cancelled.", "Order Canceled - reason:<br>"])
def test_a_cancellation_without_words_gives_no_reason(text: str) -> None:
    assert reason_of(one_order(OPEN, CANCELLED, message(202, text))) is None


def test_the_timeline_of_a_rejected_order_has_no_guess_about_its_exchange() -> None:
    order = one_order(open_order(7, 1, 5, status="Inactive"), message(201, NO_FUNDS))
    text = " ".join(entry.what for entry in timeline(order))
    assert "rejected" in text
    assert "exchange is closed" not in text
    waiting = one_order(open_order(7, 1, 5, status="Inactive"))
    assert "exchange is closed" in " ".join(entry.what for entry in timeline(waiting))
