"""Messages: repeats are counted, and which order one is about is said only where it is certain."""

from __future__ import annotations

from itertools import permutations

from ibmonitor.domain.blotter import Blotter
from ibmonitor.domain.change import Change
from ibmonitor.domain.events import Event, Fault, OrderBound, TwsMessage
from tests.domain.blotter_events import new_blotter, open_order, order_status


def told(*events: Event) -> Blotter:
    blotter = new_blotter()
    for event in events:
        blotter.apply(event)
    return blotter


def warning(req_id: int = 5, text: str = "Order held", code: int = 404) -> TwsMessage:
    return TwsMessage(req_id, code, text, None)


def test_an_exact_repeat_is_counted_and_told_as_a_change_of_the_one_that_is_there() -> None:
    blotter = told(warning(-1), warning(-1, "other"))
    first, _ = blotter.messages
    assert blotter.apply(warning(-1)) == Change(messages=(first,))
    assert (first.count, len(blotter.messages)) == (2, 2)
    assert first.last_received is not None
    assert first.last_received > first.received


def test_what_differs_in_anything_is_no_repeat() -> None:
    said = [warning(), warning(6), warning(text="x"), warning(code=399), TwsMessage(5, 404, "Order held", None, "{}")]
    assert [message.count for message in told(*said).messages] == [1] * len(said)


def test_the_same_words_about_another_order_are_no_repeat() -> None:
    # The order ends, and its client uses the id for another one later.
    blotter = told(open_order(7, 1, 5), warning(), order_status(7, status="Cancelled"), open_order(8, 1, 5), warning())
    assert [message.order.perm_id if message.order else None for message in blotter.messages] == [7, 8]


def test_this_programs_own_repeats_are_counted_too() -> None:
    (message,) = told(Fault("It failed.", "detail"), Fault("It failed.", "detail")).messages
    assert message.count == 2


def test_a_message_is_ambiguous_when_several_clients_have_that_order_id() -> None:
    blotter = told(open_order(7, 1, 5), open_order(8, 2, 5), open_order(9, 2, 6), warning())
    (message,) = blotter.messages
    one, another, third = blotter.orders
    assert message.order is None
    assert message.candidates == (one, another)
    assert [order.messages for order in blotter.orders] == [[], [], []]
    assert (one.possible_messages, another.possible_messages, third.possible_messages) == ([message], [message], [])


def test_a_message_becomes_certain_when_its_candidates_turn_out_to_be_one() -> None:
    blotter = told(open_order(7, 1, 5), open_order(None, 2, 5), warning())
    blotter.apply(OrderBound(7, 2, 5))
    (message,), (order,) = blotter.messages, blotter.orders
    assert (message.order, message.candidates) == (order, ())
    assert (order.messages, order.possible_messages) == ([message], [])


def test_a_message_stays_ambiguous_between_those_that_are_left() -> None:
    blotter = told(open_order(7, 1, 5), open_order(None, 2, 5), open_order(9, 3, 5), warning(), OrderBound(7, 2, 5))
    (message,) = blotter.messages
    assert message.candidates == tuple(blotter.orders)
    assert [order.possible_messages for order in blotter.orders] == [[message], [message]]


def test_clearing_forgets_what_was_said() -> None:
    blotter = told(warning(-1))
    blotter.clear()
    blotter.apply(warning(-1))
    (message,) = blotter.messages
    assert message.count == 1


def test_a_message_that_comes_before_its_order_joins_it() -> None:
    blotter = told(warning())
    change = blotter.apply(open_order(7, 1, 5))
    (message,), (order,) = blotter.messages, blotter.orders
    assert (change.orders, change.messages) == ((order,), (message,))
    assert message.order is order
    assert order.messages == [message]


def test_a_message_becomes_ambiguous_when_another_client_turns_out_to_have_that_order_id() -> None:
    blotter = told(open_order(7, 1, 5), warning())
    change = blotter.apply(open_order(8, 2, 5))
    (message,), (one, another) = blotter.messages, blotter.orders
    assert set(change.orders) == {one, another}
    assert change.messages == (message,)
    assert (message.order, message.candidates) == (None, (one, another))
    assert (one.messages, one.possible_messages, another.possible_messages) == ([], [message], [message])


def test_what_a_message_is_about_does_not_depend_on_the_order_of_arrival() -> None:
    said: list[Event] = [open_order(7, 1, 5), open_order(8, 2, 5), open_order(9, 2, 6), warning(), warning(6)]
    for events in permutations(said):
        blotter = told(*events)
        about = {
            message.req_id: (message.order.perm_id if message.order else None, len(message.candidates))
            for message in blotter.messages
        }
        assert about == {5: (None, 2), 6: (9, 0)}


def test_a_message_stays_with_the_order_whose_id_its_client_uses_again() -> None:
    blotter = told(open_order(7, 1, 5), warning(), open_order(8, 1, 5))
    (message,) = blotter.messages
    assert message.order is blotter.orders[0]


def test_a_repeat_counts_for_all_orders_it_may_be_about() -> None:
    blotter = told(open_order(7, 1, 5), open_order(8, 2, 5), warning())
    change = blotter.apply(warning())
    assert change.orders == tuple(blotter.orders)
    assert blotter.messages[0].count == 2
