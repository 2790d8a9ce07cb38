"""Which orders a message can be about: those open when it came; a permId in its text makes it certain."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.explain.explanation import explain
from ibmonitor.domain.records.events import Event, RequestChanged, TwsMessage
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from tests.support.blotter_events import START, open_order, order_status


class SetClock:
    """A clock that the test sets."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def blotter(clock: SetClock) -> Blotter:
    return Blotter(clock=clock)


def apply(blotter: Blotter, *events: Event) -> None:
    for event in events:
        blotter.apply(event)


def warning(order_id: int, text: str = "Order Message: beware", code: int = 399) -> TwsMessage:
    return TwsMessage(order_id, code, text, None)


def meant(blotter: Blotter) -> list[int | None]:
    """The permIds that the last message is, or may be, about."""
    message = blotter.messages[-1]
    return [order.perm_id for order in ([message.order] if message.order else message.candidates)]


def test_an_order_that_ended_hours_before_is_no_candidate(blotter: Blotter, clock: SetClock) -> None:
    apply(blotter, open_order(7, 1, 5), order_status(7, 1, 5, status="Cancelled"))
    clock.now += timedelta(hours=3)
    apply(blotter, warning(5))
    assert meant(blotter) == []
    apply(blotter, open_order(8, 2, 5), warning(5, "Order Message: another"))
    assert meant(blotter) == [8]


def test_messages_about_an_end_may_come_shortly_after_it(blotter: Blotter, clock: SetClock) -> None:
    apply(blotter, open_order(7, 1, 5), order_status(7, 1, 5, status="Cancelled"))
    clock.now += timedelta(seconds=2)
    apply(blotter, warning(5, "Order Canceled - reason:", 202))
    assert meant(blotter) == [7]


def test_a_perm_id_in_the_text_is_certain_whatever_the_order_id(blotter: Blotter) -> None:
    text = "Cancel attempted when order is not in a cancellable state.  Order permId =8"
    apply(blotter, open_order(7, 1, 5), open_order(8, 2, 6), warning(5, text, 161))
    assert meant(blotter) == [8]
    apply(blotter, warning(5, "Cancel attempted. Order permId =99", 161))
    assert meant(blotter) == [], "about an order that is not known yet"
    apply(blotter, open_order(99, 3, 5))
    assert meant(blotter) == [99]


def test_the_order_with_the_same_warning_is_the_one(blotter: Blotter) -> None:
    apply(
        blotter,
        open_order(7, 1, 5, state={"warningText": "Too <b>far</b> away"}),
        open_order(8, 2, 5),
        warning(5, "Too far away"),
    )
    assert meant(blotter) == [7]


def test_two_live_orders_with_one_id_are_doubles_and_no_message_is_certain(blotter: Blotter) -> None:
    for perm_id in (7, 8):
        apply(blotter, open_order(perm_id, 1, 5, orderRef="O-1"), order_status(perm_id, 1, 5))
    apply(blotter, warning(5))
    assert meant(blotter) == [7, 8]
    one, other = blotter.orders
    assert (one.doubles, other.doubles) == ((other,), (one,))
    for order, perm_id in ((one, 8), (other, 7)):
        assert any(
            fact.startswith(f"Two live orders share order ID 5 of client 1: this one and Perm ID {perm_id}.")
            for fact in explain(order).facts
        )
    apply(blotter, order_status(8, 1, 5, status="Cancelled"))
    assert not any("share order ID" in fact for fact in explain(one).facts)


def test_order_ids_of_any_size_link_to_their_messages(blotter: Blotter) -> None:
    for order_id in (1, 2_000_000_001, 2_100_000_000, -7):
        apply(blotter, open_order(order_id + 100, 1, order_id), warning(order_id, f"about {order_id}"))
        assert meant(blotter) == [order_id + 100]


def test_the_id_of_a_pending_request_is_no_order_id(blotter: Blotter) -> None:
    apply(blotter, open_order(7, 1, 2_000_000_001))
    apply(blotter, RequestChanged(RequestKind.EXECUTIONS, RequestProgress.RUNNING, req_id=2_000_000_001))
    apply(blotter, warning(2_000_000_001, "Invalid filter", 321))
    assert meant(blotter) == []
    apply(blotter, RequestChanged(RequestKind.EXECUTIONS, RequestProgress.COMPLETE, req_id=2_000_000_001))
    apply(blotter, warning(2_000_000_001))
    assert meant(blotter) == [7]


def test_a_cancel_request_of_another_client_does_not_change_the_order(blotter: Blotter) -> None:
    apply(blotter, open_order(7, 3, 5, status="Submitted"))
    apply(blotter, warning(5, "OrderId 5 that needs to be cancelled is not found.", 10147))
    explanation = explain(blotter.orders[0])
    assert explanation.headline.startswith("Submitted: ")
    assert (
        "Another client asked to cancel it; only client 3, which placed it, can cancel it. The order is unchanged."
        in (explanation.facts)
    )


def test_either_of_two_live_orders_with_one_id_can_be_the_cancelled_one(blotter: Blotter) -> None:
    apply(blotter, open_order(7, 1, 5, status="Submitted"), open_order(8, 1, 5, status="Submitted"))
    apply(blotter, order_status(7, 1, 5, status="Cancelled"), warning(5, "Order Canceled - reason:", 202))
    (message,) = blotter.messages
    assert message.order is None
    assert {order.perm_id for order in message.candidates} == {7, 8}
