"""openOrder, orderStatus and completedOrder may say different things of one order, again at each refresh."""

from __future__ import annotations

import pytest

from ibmonitor.domain.records.change import NOTHING
from ibmonitor.domain.records.events import Event, OrderBound, RequestChanged
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.domain.records.requests import OPEN_ORDERS
from tests.support.blotter_events import completed_order, new_blotter, open_order, order_status

PRE_SUBMITTED, SUBMITTED = open_order(7, 1, 5, status="PreSubmitted"), order_status(7, 1, 5, status="Submitted")
CANCELLED = completed_order(7, status="Cancelled")


@pytest.mark.parametrize(
    ("events", "statuses"),
    [
        ((PRE_SUBMITTED, SUBMITTED), ["PreSubmitted", "Submitted"]),
        ((SUBMITTED, PRE_SUBMITTED), ["Submitted", "PreSubmitted", "Submitted"]),
        (
            (PRE_SUBMITTED, SUBMITTED, CANCELLED),
            ["PreSubmitted", "Submitted", "Cancelled", "PreSubmitted", "Submitted"],
        ),
    ],
)
def test_the_history_does_not_grow_where_sources_disagree(events: tuple[Event, ...], statuses: list[str]) -> None:
    blotter = new_blotter()
    for _ in range(5):
        for event in events:
            blotter.apply(event)
    (order,) = blotter.orders
    assert [seen.status for seen in order.status_history] == statuses
    assert order.status == "Submitted"


def test_a_round_that_repeats_what_was_said_changes_nothing() -> None:
    blotter = new_blotter()
    blotter.apply(PRE_SUBMITTED)
    blotter.apply(SUBMITTED)
    assert blotter.apply(PRE_SUBMITTED) is NOTHING
    assert blotter.apply(SUBMITTED) is NOTHING


def test_a_status_that_open_order_tells_anew_is_a_change() -> None:
    blotter = new_blotter()
    for event in (PRE_SUBMITTED, SUBMITTED, open_order(7, 1, 5, status="PendingCancel"), PRE_SUBMITTED):
        blotter.apply(event)
    (order,) = blotter.orders
    assert [seen.status for seen in order.status_history][2:] == ["PendingCancel", "PreSubmitted"]
    assert order.status == "PreSubmitted"


def test_an_order_that_is_open_again_is_not_shown_as_over() -> None:
    blotter = new_blotter()
    blotter.apply(PRE_SUBMITTED)
    blotter.apply(CANCELLED)
    assert blotter.orders[0].is_done
    blotter.apply(PRE_SUBMITTED)
    assert (blotter.orders[0].status, blotter.orders[0].is_done) == ("PreSubmitted", False)


def test_an_order_that_is_over_again_is_not_shown_as_open() -> None:
    blotter = new_blotter()
    for event in (CANCELLED, SUBMITTED):
        blotter.apply(event)
    for progress in (RequestProgress.RUNNING, RequestProgress.COMPLETE):
        blotter.apply(RequestChanged(OPEN_ORDERS, progress))
    (order,) = blotter.orders
    assert (order.status, order.is_done, order.missing_since is None) == ("Submitted", False, False)
    blotter.apply(CANCELLED)
    assert (order.status, order.is_done, order.missing_since) == ("Cancelled", True, None)


def test_what_was_said_is_known_of_rows_that_merge() -> None:
    blotter = new_blotter()
    blotter.apply(order_status(7, 0, 0, status="Submitted"))
    blotter.apply(open_order(None, 1, 5, status="PreSubmitted"))
    blotter.apply(OrderBound(7, 1, 5))
    blotter.apply(SUBMITTED)
    blotter.apply(PRE_SUBMITTED)
    assert blotter.orders[0].status == "Submitted"
