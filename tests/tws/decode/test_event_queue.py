"""Events wait for the end of their slice, or for one too many, and those of answers are counted."""

from __future__ import annotations

from ibmonitor.tws.decode.event_queue import MOST_PENDING, EventQueue
from tests.support.blotter_events import completed_order, execution, open_order, order_status


def test_events_are_due_at_once_outside_of_a_slice_and_in_it_when_they_are_many() -> None:
    taken: list[int] = []
    queue = EventQueue(lambda: taken.append(len(queue.take())))
    queue.add(execution("1.1.01"))
    queue.is_in_slice = True
    for _ in range(MOST_PENDING + 2):
        queue.add(execution("1.1.01"))
    assert taken == [1, MOST_PENDING]
    assert (len(queue.take()), queue.take()) == (2, [])
    assert queue.emitted == MOST_PENDING + 3


def test_orders_are_counted_by_the_list_that_they_can_be_in() -> None:
    queue = EventQueue(lambda: None)
    for event in (open_order(7), order_status(7), completed_order(7), open_order(8)):
        queue.add_order(event)
        assert queue.last is event
    assert (queue.orders_received, queue.completed_orders_received, queue.emitted) == (3, 1, 4)
