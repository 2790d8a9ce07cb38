"""An order's history: each entry once, exact repeats counted, resynchronizations separate."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from ibmonitor.domain.records.change import NOTHING
from ibmonitor.domain.records.events import Event, OrderBound, RequestChanged
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.domain.records.records import HistoryKind, Order
from ibmonitor.domain.records.requests import RequestKind
from tests.support.blotter_events import completed_order, execution, new_blotter, open_order, order_status

K = HistoryKind
P = RequestProgress


def asked(kind: RequestKind, *answer: Event, end: RequestProgress = P.COMPLETE) -> list[Event]:
    return [RequestChanged(kind, P.RUNNING), *answer, RequestChanged(kind, end)]


def history(order: Order) -> list[tuple[HistoryKind, str, int]]:
    return [(one.kind, one.status.status if one.status else one.detail, one.count) for one in order.history]


def test_the_status_of_open_order_and_the_numbers_of_order_status_are_one_entry() -> None:
    (order,) = new_blotter(open_order(7, 1, 5, status="Submitted"), order_status(7, 1, 5)).orders
    assert history(order) == [(K.STATUS, "Submitted", 1)]
    status = order.history[0].status
    assert status is not None
    assert (status.filled, status.remaining, status.source) == (Decimal(0), Decimal(100), "orderStatus")
    assert order.history[0].received < status.received


def test_unchanged_numbers_complete_the_entry_too() -> None:
    events: list[Event] = [
        order_status(7, 1, 5, status="PendingSubmit"),
        open_order(7, 1, 5, status="Submitted"),
        order_status(7, 1, 5),
    ]
    (order,) = new_blotter(*events, order_status(7, 1, 5, filled=40, remaining=60)).orders
    assert history(order) == [(K.STATUS, "PendingSubmit", 1), (K.STATUS, "Submitted", 1), (K.STATUS, "Submitted", 1)]
    assert [one.status.filled for one in order.history if one.status] == [Decimal(0), Decimal(0), Decimal(40)]


def test_a_fill_after_the_status_makes_an_entry_of_its_own() -> None:
    events: list[Event] = [order_status(7, 1, 5, status="PendingSubmit"), open_order(7, 1, 5, status="Submitted")]
    fill = execution("a.b.c.01", perm_id=7, shares=Decimal(40))
    (order,) = new_blotter(*events, fill, order_status(7, 1, 5, filled=40, remaining=60)).orders
    assert [one.status.filled for one in order.history if one.status] == [Decimal(0), None, Decimal(40)]


def test_a_fill_before_the_status_is_in_its_numbers() -> None:
    filled = order_status(7, 1, 5, status="Filled", filled=100, remaining=0)
    (order,) = new_blotter(
        order_status(7, 1, 5), execution("a.b.c.01", perm_id=7), open_order(7, 1, 5, status="Filled"), filled
    ).orders
    assert history(order) == [(K.STATUS, "Submitted", 1), (K.STATUS, "Filled", 1)]


def test_exact_repeats_are_counted_and_statuses_that_return_are_not_repeats() -> None:
    events = [order_status(7, 1, 5, status=word) for word in ("PendingCancel", "Submitted", "Submitted", "Submitted")]
    (order,) = new_blotter(*events, order_status(7, 1, 5, status="PendingCancel")).orders
    assert history(order) == [
        (K.STATUS, "PendingCancel", 1),
        (K.STATUS, "Submitted", 3),
        (K.STATUS, "PendingCancel", 1),
    ]
    repeated = order.history[1]
    assert repeated.last_received is not None
    assert repeated.last_received > repeated.received


def test_a_repeat_after_a_fill_is_one_of_the_same_status() -> None:
    filled = order_status(7, 1, 5, status="Filled", filled=100, remaining=0)
    (order,) = new_blotter(filled, execution("a.b.c.01", perm_id=7), filled).orders
    assert history(order) == [(K.STATUS, "Filled", 2)]


def test_a_list_that_repeats_known_orders_is_a_resynchronization_and_counted_once() -> None:
    both = (open_order(7, 1, 5, status="Submitted"), order_status(7, 1, 5))
    (order,) = new_blotter(
        *both,
        *asked(RequestKind.OPEN_ORDERS, *both),
        *asked(RequestKind.OPEN_ORDERS, *both),
        *asked(RequestKind.OPEN_ORDERS, *both),
    ).orders
    assert history(order) == [(K.STATUS, "Submitted", 1), (K.LISTED, "", 3)]


def test_a_list_with_changes_adds_only_the_changes() -> None:
    list_with_news = asked(RequestKind.OPEN_ORDERS, open_order(7, 1, 5, status="Submitted"))
    (order,) = new_blotter(open_order(7, 1, 5), *list_with_news).orders
    assert history(order) == [(K.STATUS, "PreSubmitted", 1), (K.STATUS, "Submitted", 1)]


def test_repeated_completed_orders_are_a_resynchronization() -> None:
    (order,) = new_blotter(completed_order(7), completed_order(7)).orders
    assert history(order) == [(K.STATUS, "Cancelled", 1), (K.LISTED, "", 1)]


def test_a_binding_is_noted_once_whether_the_order_is_known_or_not() -> None:
    bound = OrderBound(7, 0, -3)
    (known_before,) = new_blotter(open_order(7, 0, 0), bound, bound).orders
    assert history(known_before) == [(K.STATUS, "PreSubmitted", 1), (K.BOUND, "order ID -3 of client 0", 1)]
    assert (known_before.client_id, known_before.order_id) == (0, -3)
    (known_after,) = new_blotter(bound, bound, open_order(7, 0, -3)).orders
    assert history(known_after) == [(K.BOUND, "order ID -3 of client 0", 1), (K.STATUS, "PreSubmitted", 1)]


LOOK_UP = asked(RequestKind.EXECUTIONS) + asked(RequestKind.COMPLETED_ORDERS)
GONE = [*asked(RequestKind.OPEN_ORDERS, open_order(7, 1, 5)), *asked(RequestKind.OPEN_ORDERS)]


def test_an_order_that_is_gone_is_looked_up_and_a_failed_look_up_is_noted() -> None:
    blotter = new_blotter(*GONE)
    (order,) = blotter.orders
    for event in LOOK_UP[:-1]:
        assert order not in blotter.apply(event).orders
    assert blotter.apply(LOOK_UP[-1]).orders == (order,)
    assert None not in (order.missing_since, order.looked_up)
    assert history(order)[1:] == [(K.MISSING, "", 1), (K.LOOKED_UP, "", 1)]
    assert order.status == "PreSubmitted"
    assert [event for event in LOOK_UP if order in blotter.apply(event).orders] == []


@pytest.mark.parametrize(
    "answers",
    [
        asked(RequestKind.EXECUTIONS),
        asked(RequestKind.COMPLETED_ORDERS),
        asked(RequestKind.EXECUTIONS) + asked(RequestKind.COMPLETED_ORDERS, end=P.NO_ANSWER),
        asked(RequestKind.EXECUTIONS, end=P.NO_ANSWER) + asked(RequestKind.COMPLETED_ORDERS),
        [
            *asked(RequestKind.EXECUTIONS),
            RequestChanged(RequestKind.COMPLETED_ORDERS, P.COMPLETE, "The answer came late."),
        ],
    ],
)
def test_half_an_answer_leaves_it_being_looked_up(answers: list[Event]) -> None:
    (order,) = new_blotter(*GONE, *answers).orders
    assert order.looked_up is None
    assert order.missing_since is not None


def test_requests_from_before_it_went_missing_show_nothing_about_it() -> None:
    (order,) = new_blotter(
        *asked(RequestKind.OPEN_ORDERS, open_order(7, 1, 5)), *LOOK_UP, *asked(RequestKind.OPEN_ORDERS)
    ).orders
    assert order.missing_since is not None
    assert order.looked_up is None


def test_a_read_only_refusal_counts_as_an_answer() -> None:
    (order,) = new_blotter(
        *GONE, *asked(RequestKind.EXECUTIONS), *asked(RequestKind.COMPLETED_ORDERS, end=P.REFUSED)
    ).orders
    assert order.looked_up is not None


@pytest.mark.parametrize(
    ("event", "kinds"),
    [
        (open_order(7, 1, 5), [K.FOUND]),
        (order_status(7, 1, 5, status="Submitted"), [K.STATUS, K.FOUND]),
        (completed_order(7), [K.STATUS]),
        (execution("a.b.c.01", perm_id=7, shares=Decimal(100)), []),
    ],
)
def test_an_order_that_is_reported_again_is_no_longer_gone(event: Event, kinds: list[HistoryKind]) -> None:
    (order,) = new_blotter(*GONE, *LOOK_UP, event).orders
    assert (order.missing_since, order.looked_up) == (None, None)
    assert [one.kind for one in order.history[3:]] == kinds


@pytest.mark.parametrize("repeat", [lambda: open_order(7, 1, 5), lambda: order_status(7, 1, 5)])
def test_a_counted_repeat_is_no_change(repeat: Callable[[], Event]) -> None:
    blotter = new_blotter(repeat())
    assert blotter.apply(repeat()) is NOTHING
