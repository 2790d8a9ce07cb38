"""Why an order is in its state: every documented status, what it can mean, and orders that are gone."""

from __future__ import annotations

from datetime import datetime

import pytest

from ibmonitor.domain.explain.explanation import explain
from ibmonitor.domain.explain.why_line import why_line
from ibmonitor.domain.records.events import Event, RequestChanged, TwsMessage
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.domain.wording.writing import Writing, lowered
from tests.domain.explain.explained_orders import (
    LATER,
    PARTLY,
    order,
    text_of,
)
from tests.support.blotter_events import completed_order, execution, new_blotter, open_order, order_status
from tests.support.make_records import NOON


@pytest.mark.parametrize(
    ("why_held", "said"),
    [
        ("locate", "It is held (locate) and waits for shares to be located for a short sale."),
        ("child", "It is held (child) and waits for its parent order to be filled."),
        (
            "trigger",
            "It is held (trigger) and waits for its trigger price to be reached or its conditions to be met.",
        ),
        (
            "locate,child",
            (
                "It is held (locate, child) and waits for shares to be located for a short sale and for its parent "
                "order to be filled."
            ),
        ),
        (
            "child, trigger,locate,",
            (
                "It is held (child, trigger, locate) and waits for its parent order to be filled, for its trigger "
                "price to be reached or its conditions to be met and for shares to be located for a short sale."
            ),
        ),
        ("Locate,locate", "It is held (Locate, locate) and waits for shares to be located for a short sale."),
        ("moon", 'TWS gives a reason for holding it that IB has not documented: "moon".'),
        (
            "child,full moon,tide",
            (
                "It is held (child, full moon, tide) and waits for its parent order to be filled. TWS gives another "
                'reason for holding it that IB has not documented: "full moon" and "tide".'
            ),
        ),
    ],
)
def test_why_held_in_words(why_held: str, said: str) -> None:
    held = order("PreSubmitted", why_held=why_held)
    explained = explain(held)
    assert text_of(explained).count(said) == 1
    assert explained.headline == f"PreSubmitted: {lowered(why_line(held, Writing()))}.", "as in its row"


@pytest.mark.parametrize("why_held", ["", ",", " , "])
def test_no_word_is_no_reason(why_held: str) -> None:
    assert "held (" not in text_of(explain(order("Submitted", why_held=why_held)))


def test_an_order_that_is_over_waits_for_nothing_any_more() -> None:
    """TWS may not clear the reason when the order ends."""
    for status in ("Cancelled", "Filled"):
        assert "locate" not in text_of(explain(order(status, why_held="locate", is_done=True)))


def test_a_gone_order_waited_for_something_when_it_was_last_reported() -> None:
    explained = explain(order("PreSubmitted", why_held="locate", missing_since=NOON))
    assert "It is held" not in text_of(explained)
    assert "When TWS last reported why it was held (locate), it waited for shares to be located for a short sale." in (
        explained.facts
    )


@pytest.mark.parametrize(
    ("looked_up", "start", "hint"),
    [
        (None, "No longer in TWS's list of open orders: looking it up.", "finished or unknown"),
        (
            LATER,
            "No longer open, outcome unknown: neither executions nor completed orders show how it ended.",
            "completed orders of today only",
        ),
    ],
)
@pytest.mark.parametrize("status", ["Submitted", "PreSubmitted", "Inactive", "Foo", None])
def test_a_missing_order_is_gone_and_never_cancelled(
    status: str | None, looked_up: datetime | None, start: str, hint: str
) -> None:
    explained = explain(order(status, missing_since=NOON, looked_up=looked_up, by_snapshot=True, **PARTLY))
    last = f"The last status was {status}." if status else "TWS sent no status for it."
    assert explained.headline == f"{start} {last}"
    assert "TWS's list of open orders no longer has it since 2026-07-01 12:00:00 UTC." in explained.facts
    assert "Last reported: filled 40 of 100 at an average price of 292.33; 60 remaining." in explained.facts
    assert any(hint in each for each in explained.look_at)
    assert "cancel" not in f"{explained.headline} {' '.join(explained.look_at)}".lower()


def test_an_order_that_is_over_is_not_gone() -> None:
    explained = explain(order("Cancelled", missing_since=NOON, is_done=True))
    assert explained.headline.startswith("Cancelled: ")
    assert "outcome unknown" not in text_of(explained)


def answered(kind: RequestKind) -> list[Event]:
    return [RequestChanged(kind, RequestProgress.RUNNING), RequestChanged(kind, RequestProgress.COMPLETE)]


OPEN = open_order(7, 1, 5, status="Submitted")


@pytest.mark.parametrize(
    ("events", "headline"),
    [
        ([OPEN], "Submitted: working."),
        ([OPEN, TwsMessage(5, 202, "Order Canceled - reason:", None)], "Submitted: working."),
        ([OPEN, execution("1.1.01.01", perm_id=7)], "TWS's last status is Submitted, but the order's fills show"),
        (
            [open_order(7, 1, 5, status=""), execution("1.1.01.01", perm_id=7)],
            "TWS has sent no status of this order, but",
        ),
        ([OPEN, order_status(7, 1, 5, status="Filled", filled=100, remaining=0)], "Filled: 100 of 100."),
        (
            [order_status(7, 1, 5, status="PreSubmitted", why_held="child")],
            "PreSubmitted: waiting for its parent order.",
        ),
        (
            [OPEN, *answered(RequestKind.OPEN_ORDERS)],
            "No longer in TWS's list of open orders: looking it up. The last status was",
        ),
        (
            [
                OPEN,
                *answered(RequestKind.OPEN_ORDERS),
                *answered(RequestKind.EXECUTIONS),
                *answered(RequestKind.COMPLETED_ORDERS),
            ],
            "No longer open, outcome unknown: neither executions nor completed orders show",
        ),
        (
            [
                OPEN,
                *answered(RequestKind.OPEN_ORDERS),
                completed_order(7, state={"completedStatus": "Cancelled by System:\n"}),
            ],
            "Cancelled: TWS gave no reason.",
        ),
    ],
)
def test_whole_sequences_of_events_give_these_headlines(events: list[Event], headline: str) -> None:
    blotter = new_blotter()
    for event in events:
        blotter.apply(event)
    (one,) = blotter.orders
    explained = explain(one)
    assert explained.headline.startswith(headline)
    assert "None" not in text_of(explained)
