"""Messages: repeats are counted, and a message is linked to an order only where that is certain."""

from __future__ import annotations

from datetime import timedelta
from itertools import count, permutations

import pytest

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.change import Change
from ibmonitor.domain.records.events import Event, Fault, OrderBound, TwsMessage
from ibmonitor.domain.records.records import Message, Order, Severity
from ibmonitor.domain.records.requests import FIRST_REQUEST_ID
from tests.support.blotter_events import START, completed_order, new_blotter, open_order, order_status


def warning(req_id: int = 5, text: str = "Order held", code: int = 404) -> TwsMessage:
    return TwsMessage(req_id, code, text, None)


def test_an_exact_repeat_is_counted_and_changes_the_existing_message() -> None:
    blotter = new_blotter(warning(-1), warning(-1, "other"))
    first, _ = blotter.messages
    assert blotter.apply(warning(-1)) == Change(messages=(first,))
    assert (first.count, len(blotter.messages)) == (2, 2)
    assert first.last_received is not None
    assert first.last_received > first.received


def test_a_message_that_differs_in_anything_is_no_repeat() -> None:
    events = [warning(), warning(6), warning(text="x"), warning(code=399), TwsMessage(5, 404, "Order held", None, "{}")]
    assert [message.count for message in new_blotter(*events).messages] == [1] * len(events)


def test_the_same_text_about_another_order_is_no_repeat() -> None:
    # The order ends, and its client uses the id for another one later.
    blotter = new_blotter(
        open_order(7, 1, 5), warning(), order_status(7, status="Cancelled"), open_order(8, 1, 5), warning()
    )
    assert [message.order.perm_id if message.order else None for message in blotter.messages] == [7, 8]


def test_this_programs_own_repeats_are_counted_too() -> None:
    (message,) = new_blotter(Fault("It failed.", "detail"), Fault("It failed.", "detail")).messages
    assert message.count == 2


def test_a_message_is_ambiguous_when_several_clients_have_that_order_id() -> None:
    blotter = new_blotter(open_order(7, 1, 5), open_order(8, 2, 5), open_order(9, 2, 6), warning())
    (message,) = blotter.messages
    one, another, third = blotter.orders
    assert message.order is None
    assert message.candidates == (one, another)
    assert [order.messages for order in blotter.orders] == [[], [], []]
    assert (one.possible_messages, another.possible_messages, third.possible_messages) == ([message], [message], [])


def test_a_message_becomes_certain_when_its_candidates_turn_out_to_be_one() -> None:
    blotter = new_blotter(open_order(7, 1, 5), open_order(None, 2, 5), warning())
    blotter.apply(OrderBound(7, 2, 5))
    (message,), (order,) = blotter.messages, blotter.orders
    assert (message.order, message.candidates) == (order, ())
    assert (order.messages, order.possible_messages) == ([message], [])


def test_a_message_stays_ambiguous_between_those_that_are_left() -> None:
    blotter = new_blotter(
        open_order(7, 1, 5), open_order(None, 2, 5), open_order(9, 3, 5), warning(), OrderBound(7, 2, 5)
    )
    (message,) = blotter.messages
    assert message.candidates == tuple(blotter.orders)
    assert [order.possible_messages for order in blotter.orders] == [[message], [message]]


def test_clear_removes_the_messages() -> None:
    blotter = new_blotter(warning(-1))
    blotter.clear()
    blotter.apply(warning(-1))
    (message,) = blotter.messages
    assert message.count == 1


def test_an_order_after_clear_gets_no_earlier_message() -> None:
    blotter = new_blotter(warning(), open_order(8, 2, 5))
    (message,) = blotter.messages
    blotter.clear()
    blotter.apply(warning())
    change = blotter.apply(open_order(7, 1, 5))
    assert change.messages == tuple(blotter.messages)
    assert blotter.orders[0].messages == blotter.messages
    assert message not in blotter.messages


def test_a_message_that_comes_before_its_order_is_linked_later() -> None:
    blotter = new_blotter(warning())
    change = blotter.apply(open_order(7, 1, 5))
    (message,), (order,) = blotter.messages, blotter.orders
    assert (change.orders, change.messages) == ((order,), (message,))
    assert message.order is order
    assert order.messages == [message]


def test_a_message_becomes_ambiguous_when_another_client_turns_out_to_have_that_order_id() -> None:
    blotter = new_blotter(open_order(7, 1, 5), warning())
    change = blotter.apply(open_order(8, 2, 5))
    (message,), (one, another) = blotter.messages, blotter.orders
    assert set(change.orders) == {one, another}
    assert change.messages == (message,)
    assert (message.order, message.candidates) == (None, (one, another))
    assert (one.messages, one.possible_messages, another.possible_messages) == ([], [message], [message])


def test_what_a_message_is_about_does_not_depend_on_the_order_of_arrival() -> None:
    events: list[Event] = [open_order(7, 1, 5), open_order(8, 2, 5), open_order(9, 2, 6), warning(), warning(6)]
    for arrival in permutations(events):
        blotter = new_blotter(*arrival)
        about = {
            message.req_id: (message.order.perm_id if message.order else None, len(message.candidates))
            for message in blotter.messages
        }
        assert about == {5: (None, 2), 6: (9, 0)}


def test_a_message_stays_with_the_order_whose_id_its_client_uses_again() -> None:
    blotter = new_blotter(open_order(7, 1, 5), warning(), open_order(8, 1, 5))
    (message,) = blotter.messages
    assert message.order is blotter.orders[0]


def test_a_repeat_counts_for_all_orders_it_may_be_about() -> None:
    blotter = new_blotter(open_order(7, 1, 5), open_order(8, 2, 5), warning())
    change = blotter.apply(warning())
    assert change.orders == tuple(blotter.orders)
    assert blotter.messages[0].count == 2


def test_a_repeat_has_the_time_of_the_last_that_has_one() -> None:
    blotter = new_blotter(open_order(7, 1, 5), open_order(8, 1, 6))
    times = [START + timedelta(minutes=minute) for minute in range(3)]
    for time in (times[1], times[0], None):
        blotter.apply(TwsMessage(5, 404, "Order held", time))
    (message,), (order, other) = blotter.messages, blotter.orders
    assert (message.count, message.time) == (3, times[0])
    assert message.received < order.last_update == message.last_received
    assert other.last_update < message.received


def test_a_repeat_that_may_be_about_several_orders_updates_none() -> None:
    blotter = new_blotter(open_order(7, 1, 5), open_order(8, 2, 5))
    before = [order.last_update for order in blotter.orders]
    blotter.apply(warning())
    blotter.apply(warning())
    assert [order.last_update for order in blotter.orders] == before


def test_a_new_message_is_an_update_of_the_order_it_is_about() -> None:
    blotter = new_blotter(open_order(7, 1, 5), open_order(8, 1, 6), warning())
    (message,), (order, other) = blotter.messages, blotter.orders
    assert order.last_update == message.received > other.last_update


def test_a_repeat_of_this_programs_own_message_has_the_last_time() -> None:
    (message,) = new_blotter(Fault("It failed."), Fault("It failed.")).messages
    assert message.last_received is not None
    assert message.last_received > message.received
    assert message.time is None


def test_an_order_without_an_order_id_or_a_client_gets_no_messages() -> None:
    for order in (open_order(7, 0, 0), completed_order(8), open_order(9, 1, 4)):
        blotter = new_blotter(warning(), warning(0, "other"), order)
        assert [message.order for message in blotter.messages] == [None, None]


# Thousands of messages

MANY = 5_000
CONSTANT = 40
"""More than a bisection needs among so many."""


class CountedSerial(int):
    """Every search in a list of messages compares their serial numbers."""

    __slots__ = ()
    comparisons = 0

    def __lt__(self, other: int) -> bool:
        CountedSerial.comparisons += 1
        return int.__lt__(self, other)


class Work:
    """Counts what a blotter does about messages: comparisons of serial numbers, and looks at one message's orders."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, blotter: Blotter) -> None:
        self._blotter = blotter
        self._looks = 0
        orders_of = Message.orders.fget  # type: ignore[attr-defined]
        monkeypatch.setattr(Message, "orders", property(lambda message: self._look(orders_of(message))))
        monkeypatch.setattr(blotter._message_book, "_serials", map(CountedSerial, count()))

    def _look(self, orders: tuple[Order, ...]) -> tuple[Order, ...]:
        self._looks += 1
        return orders

    def of(self, *events: Event) -> int:
        self._looks = CountedSerial.comparisons = 0
        for event in events:
            self._blotter.apply(event)
        return self._looks + CountedSerial.comparisons


def many(req_id: int = 5) -> list[Event]:
    return [warning(req_id, f"warning {number}") for number in range(MANY)]


@pytest.mark.parametrize("others", [[], [open_order(8, 2, 5)]], ids=["certain", "ambiguous"])
def test_each_of_thousands_of_messages_costs_the_same(monkeypatch: pytest.MonkeyPatch, others: list[Event]) -> None:
    blotter = new_blotter(open_order(7, 1, 5), *others)
    work = Work(monkeypatch, blotter)
    work.of(*many())
    work.of(open_order(7, 1, 5, status="Submitted"))
    assert work.of(warning()) < CONSTANT
    assert work.of(warning()) < CONSTANT, "a repeat"
    assert work.of(open_order(7, 1, 5, status="PreSubmitted")) < CONSTANT, "all but the last have been placed before"
    assert work.of(open_order(7, 1, 5, status="Submitted")) == 0
    (first, *_) = blotter.orders
    assert (first.possible_messages if others else first.messages) == blotter.messages


def test_thousands_of_messages_that_came_before_their_orders_are_placed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    blotter = Blotter(clock=lambda: START)
    work = Work(monkeypatch, blotter)
    work.of(*many())
    assert work.of(open_order(7, 1, 5)) < CONSTANT * MANY
    assert work.of(open_order(8, 2, 5)) < CONSTANT * MANY, "now they are ambiguous"
    assert work.of(open_order(7, 1, 5, status="Submitted"), open_order(8, 2, 5, status="Submitted")) == 0
    assert all(order.possible_messages == blotter.messages for order in blotter.orders)


def test_an_order_that_gets_other_ids_gets_their_messages() -> None:
    blotter = new_blotter(warning(6, "six"), warning(5, "five"), open_order(7, 1, 5), open_order(7, 1, 6))
    (order,) = blotter.orders
    assert [message.order for message in blotter.messages] == [order, order]
    assert order.messages == blotter.messages


def test_messages_stay_in_order_of_arrival_when_two_orders_turn_out_to_be_one() -> None:
    # What client 2 calls 6 is the order with permId 7.
    blotter = new_blotter(open_order(7, 1, 5), open_order(None, 2, 6), open_order(9, 3, 6), open_order(10, 4, 5))
    for event in (warning(6, "a"), warning(5, "b"), warning(6, "c")):
        blotter.apply(event)
    blotter.apply(OrderBound(7, 2, 6))
    blotter.apply(open_order(11, 5, 6))
    for order in blotter.orders:
        for messages in (order.messages, order.possible_messages):
            assert messages == sorted(messages, key=lambda message: message.serial)
    for message in blotter.messages:
        assert message.order is None
        about = [order for order in blotter.orders if message in order.possible_messages]
        assert set(about) == set(message.candidates)
    assert [len(message.candidates) for message in blotter.messages] == [3, 2, 3]


def test_a_message_is_linked_to_the_only_possible_order() -> None:
    blotter = new_blotter()
    blotter.apply(open_order(7, 1, 5))
    change = blotter.apply(TwsMessage(5, 201, "Order rejected - reason: margin", START))
    (order,) = blotter.orders
    (message,) = order.messages
    assert (change.orders, change.messages) == ((order,), (message,))
    assert (message.order, message.severity, message.text) == (
        order,
        Severity.ERROR,
        "Order rejected - reason: margin",
    )
    assert order.status == "PreSubmitted"
    assert not order.is_done


def test_an_order_id_made_from_the_clock_is_no_request_id() -> None:
    blotter = new_blotter()
    blotter.apply(open_order(7, 1, 1_999_999_999))
    assert blotter.apply(TwsMessage(1_999_999_999, 399, "Order Message: warning", None)).orders == tuple(blotter.orders)


@pytest.mark.parametrize("req_id", [-1, 0, None, 6, FIRST_REQUEST_ID])
def test_a_message_without_an_order_id_is_linked_to_no_order(req_id: int | None) -> None:
    blotter = new_blotter()
    blotter.apply(open_order(7, 1, 5))
    blotter.apply(open_order(8, 0, 0))
    change = blotter.apply(TwsMessage(req_id, 2104, "Market data farm connection is OK:usfarm", None))
    assert change.orders == ()
    assert change.messages[0].order is None
    assert change.messages[0].severity is Severity.INFO


def test_a_message_with_an_id_of_two_clients_is_linked_to_neither() -> None:
    blotter = new_blotter()
    blotter.apply(open_order(7, 1, 5))
    blotter.apply(open_order(8, 2, 5))
    assert blotter.apply(TwsMessage(5, 202, "Order Canceled - reason:", None)).messages[0].order is None


def test_a_fault_becomes_a_message_of_this_program() -> None:
    blotter = new_blotter()
    (message,) = blotter.apply(Fault("A message could not be read.", "b'...'")).messages
    assert (message.code, message.plain, message.text) == (None, "A message could not be read.", "b'...'")
