"""Which states of an order are worth a notice."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ibmonitor.domain.notices.notice import Notice, NoticeKind
from ibmonitor.domain.records.events import (
    Event,
    TwsMessage,
)
from ibmonitor.domain.records.records import Severity
from tests.domain.notices.watch import FIRST_ID, Watch, filled, rejected, working
from tests.support.blotter_events import (
    commission,
    completed_order,
    execution,
    open_order,
    order_status,
)


def ended_by_tws(words: str) -> tuple[Event, ...]:
    return order_status(71, 1, 71, status="Cancelled"), TwsMessage(71, 202, f"Order Canceled - reason:{words}", None)


def test_a_cancellation_with_a_reason_of_tws_is_news_with_that_reason(watch: Watch) -> None:
    watch.connect(*working())
    watch.apply(*ended_by_tws("Order was discarded."))
    (notice,) = watch.taken()
    assert notice.kind is NoticeKind.CANCELLED
    assert "Order was discarded." in notice.text
    watch.apply(*ended_by_tws("Order was discarded."))
    assert watch.taken() == [], "once"


@pytest.mark.parametrize("words", ["", "  "])
def test_a_cancellation_that_somebody_asked_for_is_no_news(watch: Watch, words: str) -> None:
    watch.connect(*working())
    watch.apply(*ended_by_tws(words))
    assert watch.taken() == []
    watch.apply(completed_order(72, state={"status": "Cancelled", "completedStatus": "Cancelled by Trader"}))
    assert watch.taken() == []


def test_an_order_is_filled_once_and_completely(watch: Watch) -> None:
    watch.connect(*working())
    half = execution("0000e1a7.00000001.01.01", perm_id=71, shares=Decimal(40), cum_qty=Decimal(40))
    watch.apply(half, order_status(71, 1, 71, filled=40, remaining=60))
    assert watch.taken() == []
    watch.apply(*filled(71, shares=Decimal(60), cum_qty=Decimal(100)))
    (notice,) = watch.taken()
    assert notice == Notice(
        NoticeKind.FILLED,
        "Filled: BUY 100 AAPL",
        "At an average price of 50.1 USD. Account DU1.",
        Severity.INFO,
        watch.blotter.orders[0],
    )
    watch.apply(*filled(71), commission("0000e1a7.00000047.01.01"))
    assert watch.taken() == []


def test_an_order_of_which_nothing_remains_may_still_work(watch: Watch) -> None:
    """TWS reports no remaining shares of an order by money [I]."""
    watch.connect(open_order(71, 1, 71, totalQuantity=Decimal(0)), order_status(71, 1, 71, remaining=0))
    watch.apply(order_status(71, 1, 71, status="Filled", filled="0.5", remaining=0, avg_fill_price=Decimal(300)))
    assert watch.titles() == ["Filled: BUY 0.5 AAPL"]


def test_a_market_order_that_only_its_executions_show_to_be_filled(watch: Watch) -> None:
    watch.connect()
    watch.apply(open_order(71, 1, 71), execution(FIRST_ID, perm_id=71, time="no time"))
    assert [notice.text for notice in watch.taken()] == ["At an average price of 292.79 USD. Account DU1."]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        pytest.param(
            [rejected(71), open_order(71, 1, 71, status="Inactive"), order_status(71, 1, 71, status="Inactive")],
            ["The exchange is closed. Account DU1."],
            id="message",
        ),
        pytest.param(
            [open_order(71, 1, 71, status="Inactive", state={"rejectReason": "No <b>margin</b>\n"})],
            ["No margin. Account DU1."],
            id="reason",
        ),
        pytest.param(
            [completed_order(71, status="Inactive", state={"completedStatus": "Rejected by System: Too big"})],
            ["Too big. Account DU1."],
            id="completed",
        ),
        pytest.param(
            [completed_order(71, status="Cancelled", state={"completedStatus": "Rejected by System:\n"})],
            ["TWS has given no reason. Account DU1."],
            id="no reason",
        ),
        pytest.param([rejected(71), order_status(71, 1, 71)], [], id="change refused"),
        pytest.param([rejected(71), order_status(71, 1, 71, status="Cancelled")], [], id="change refused, cancelled"),
        pytest.param([TwsMessage(71, 399, "Order Message: beware", None)], [], id="warning"),
        pytest.param([order_status(71, 1, 71, status="Cancelled")], [], id="cancelled"),
    ],
)
def test_a_rejection_with_its_reason(watch: Watch, events: list[Event], expected: list[str]) -> None:
    watch.connect(*working())
    if "Cancelled" in str(events[-1]) and expected == []:
        # The order lives on after the message, and ends otherwise.
        events = [*events[:-1], order_status(71, 1, 71, status="Submitted", filled=1), events[-1]]
    for event in events:
        watch.apply(event)
    watch.apply(*events)
    notices = watch.taken()
    assert [notice.text for notice in notices] == expected
    assert {notice.title for notice in notices} <= {"Rejected: BUY 100 AAPL"}


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([order_status(71, 1, 71, why_held="locate")], "It is held (locate) and waits for shares to be located for a"),
        ([order_status(71, 1, 71, why_held="child,locate")], "It is held (child, locate) and waits for its parent"),
        ([order_status(71, 1, 71, why_held="moon")], "TWS gives a reason for holding it that IB has not documented"),
        ([order_status(71, 1, 71, why_held="child,trigger")], ""),
        ([order_status(71, 1, 71, status="WarnState")], "The order waits for a warning to be acknowledged"),
        ([order_status(71, 1, 71, status="Inactive")], "It is inactive. TWS has given no reason. Account DU1."),
        (
            [order_status(71, 1, 71, status="Inactive"), TwsMessage(71, 399, "The price is wrong", None)],
            "It is inactive: The price is wrong. Account DU1.",
        ),
        ([open_order(71, 1, 71, status="Inactive", deactivate=True)], ""),
        (
            [
                order_status(71, 1, 71, status="PreSubmitted"),
                TwsMessage(
                    71,
                    399,
                    "Order Message:\nBUY 100 AAPL\nWarning: your order will not be placed at the exchange until "
                    "2026-06-12 09:30:00 US/Eastern",
                    None,
                ),
            ],
            "It will not be placed at the exchange until 2026-06-12 09:30:00 US/Eastern. Account DU1.",
        ),
        (
            [
                order_status(71, 1, 71, status="PreSubmitted"),
                TwsMessage(71, 404, "Order held while securities are located.", None),
            ],
            "It is held (locate) and waits for shares to be located",
        ),
    ],
)
def test_a_hold_that_was_not_asked_for(watch: Watch, events: list[Event], expected: str) -> None:
    watch.connect(*working())
    watch.apply(*events)
    watch.apply(*events)
    notices = watch.taken()
    assert [notice.title for notice in notices] == (["Held: BUY 100 AAPL"] if expected else [])
    assert all(notice.text.startswith(expected) for notice in notices)
    watch.apply(*events)
    assert watch.taken() == []


def test_an_inactive_order_is_rejected_and_not_held_as_well(watch: Watch) -> None:
    watch.connect(*working())
    watch.apply(order_status(71, 1, 71, status="Inactive"))
    watch.apply(rejected(71))
    assert watch.titles() == ["Rejected: BUY 100 AAPL"]


def test_a_rejected_order_may_be_filled_after_all(watch: Watch) -> None:
    watch.connect(*working())
    watch.apply(rejected(71), order_status(71, 1, 71, status="Inactive"))
    assert watch.titles() == ["Rejected: BUY 100 AAPL"]
    watch.apply(*filled(71))
    assert watch.titles() == ["Filled: BUY 100 AAPL"]
