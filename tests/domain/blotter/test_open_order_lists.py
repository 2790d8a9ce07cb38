"""An order that is not in TWS's complete list of open orders is missing: neither working nor known to be done."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.change import NOTHING, Change
from ibmonitor.domain.records.events import Event, LinkChanged, OrderBound, RequestChanged
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from tests.support.blotter_events import completed_order, execution, new_blotter, open_order, order_status

RUNNING = RequestChanged(RequestKind.OPEN_ORDERS, RequestProgress.RUNNING)
COMPLETE = RequestChanged(RequestKind.OPEN_ORDERS, RequestProgress.COMPLETE)
GIVEN_UP = RequestChanged(RequestKind.OPEN_ORDERS, RequestProgress.NO_ANSWER)


def listed(blotter: Blotter, *events: Event) -> Change:
    """A list of open orders: its request, these events, and its end."""
    for event in (RUNNING, *events):
        blotter.apply(event)
    return blotter.apply(COMPLETE)


def with_two_orders() -> Blotter:
    blotter = new_blotter()
    assert listed(blotter, open_order(7, 1, 5), open_order(8, 2, 5)).orders == ()
    return blotter


def test_an_order_that_is_no_longer_listed_is_missing_and_nothing_else_about_it_changes() -> None:
    blotter = with_two_orders()
    change = listed(blotter, open_order(7, 1, 5))
    stays, gone = blotter.orders
    assert change.orders == (gone,)
    assert change.link
    assert stays.missing_since is None
    assert gone.missing_since is not None
    assert gone.missing_since > gone.last_update
    assert (gone.status, gone.is_done, len(gone.status_history)) == ("PreSubmitted", False, 1)


def test_an_order_stays_missing_since_it_was_first() -> None:
    blotter = with_two_orders()
    listed(blotter, open_order(7, 1, 5))
    since = blotter.orders[1].missing_since
    assert listed(blotter, open_order(7, 1, 5)).orders == ()
    assert blotter.orders[1].missing_since == since


@pytest.mark.parametrize("event", [open_order(8, 2, 5), order_status(8, 2, 5), order_status(8, 0, 0)])
def test_either_callback_lists_an_order_by_any_of_its_ids(event: Event) -> None:
    blotter = with_two_orders()
    listed(blotter, open_order(7, 1, 5), event)
    assert [order.missing_since for order in blotter.orders] == [None, None]


def test_a_missing_order_that_is_listed_again_is_a_change() -> None:
    blotter = with_two_orders()
    listed(blotter, open_order(7, 1, 5))
    gone = blotter.orders[1]
    assert blotter.apply(open_order(8, 2, 5)).orders == (gone,)
    assert gone.missing_since is None
    assert blotter.apply(open_order(8, 2, 5)) is NOTHING


def test_an_order_reported_live_during_the_list_is_not_missing() -> None:
    blotter = new_blotter()
    blotter.apply(RUNNING)
    blotter.apply(open_order(7, 1, 5))
    assert blotter.apply(COMPLETE).orders == ()


@pytest.mark.parametrize(
    "event",
    [
        completed_order(8, status="Cancelled"),
        order_status(8, 2, 5, status="Filled", filled=100, remaining=0),
        execution("a.b.c.01", perm_id=8, shares=Decimal(100)),
    ],
)
def test_an_order_that_is_done_is_not_missing(event: Event) -> None:
    blotter = with_two_orders()
    listed(blotter, open_order(7, 1, 5))
    done = blotter.orders[1]
    assert blotter.apply(event).orders == (done,)
    assert (done.is_done, done.missing_since) == (True, None)
    assert listed(blotter, open_order(7, 1, 5)).orders == ()


@pytest.mark.parametrize(
    "outcome", [RequestProgress.NO_ANSWER, RequestProgress.REFUSED], ids=lambda outcome: str(outcome.value)
)
def test_only_a_complete_list_shows_what_is_missing(outcome: RequestProgress) -> None:
    blotter = with_two_orders()
    blotter.apply(RUNNING)
    assert blotter.apply(RequestChanged(RequestKind.OPEN_ORDERS, outcome)).orders == ()
    # An end that comes after the request was given up may be that of a list cut short.
    assert blotter.apply(COMPLETE).orders == ()
    assert [order.missing_since for order in blotter.orders] == [None, None]


def test_the_late_end_of_a_list_that_was_given_up_is_not_the_end_of_the_next() -> None:
    blotter = with_two_orders()
    blotter.apply(RUNNING)
    blotter.apply(GIVEN_UP)
    assert listed(blotter).orders == (), "the late end"
    assert blotter.apply(COMPLETE).orders == tuple(blotter.orders), "its own end"


def test_the_late_end_of_a_list_may_come_before_the_next_is_asked_for() -> None:
    blotter = with_two_orders()
    for event in (RUNNING, GIVEN_UP, COMPLETE):
        assert blotter.apply(event).orders == ()
    assert listed(blotter).orders == tuple(blotter.orders)


def test_a_new_connection_expects_no_late_end() -> None:
    blotter = with_two_orders()
    blotter.apply(RUNNING)
    blotter.apply(GIVEN_UP)
    blotter.apply(LinkChanged(LinkState.CONNECTING, "127.0.0.1", 7497, 1))
    assert listed(blotter).orders == tuple(blotter.orders)


def test_the_ends_of_other_requests_show_nothing() -> None:
    blotter = with_two_orders()
    for progress in (RequestProgress.RUNNING, RequestProgress.COMPLETE):
        blotter.apply(RequestChanged(RequestKind.OWN_ORDERS, progress))
    assert [order.missing_since for order in blotter.orders] == [None, None]


@pytest.mark.parametrize("listed_first", [True, False])
def test_an_order_that_is_listed_by_one_of_two_ids_is_not_missing(listed_first: bool) -> None:
    blotter = new_blotter()
    one, another = order_status(7, 0, 0), open_order(None, 1, 5)
    first, second = (one, another) if listed_first else (another, one)
    blotter.apply(first)
    blotter.apply(second)
    listed(blotter, one)
    blotter.apply(OrderBound(7, 1, 5))
    (order,) = blotter.orders
    assert order.missing_since is None


def test_rows_that_merge_during_the_list_count_as_one() -> None:
    blotter = new_blotter()
    blotter.apply(open_order(None, 1, 5))
    blotter.apply(order_status(7, 0, 0))
    assert listed(blotter, order_status(7, 0, 0), OrderBound(7, 1, 5)).orders == ()
    assert len(blotter.orders) == 1
