"""When an order last changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from ibmonitor.domain.records.records import HistoryEntry, HistoryKind
from ibmonitor.domain.timeline.last_change import last_change
from tests.support.make_records import NOON, make_fill, make_message, make_order

MINUTE = timedelta(minutes=1)


def test_what_was_so_when_the_order_was_first_received_is_no_change() -> None:
    order = make_order(0, first_seen=NOON, last_update=NOON + MINUTE)
    order.history.append(HistoryEntry(NOON, HistoryKind.STATUS))
    assert last_change(order) == NOON


def test_a_new_status_is_a_change_and_a_repeated_list_is_none() -> None:
    order = make_order(0)
    order.history += [
        HistoryEntry(NOON, HistoryKind.STATUS),
        HistoryEntry(NOON + MINUTE, HistoryKind.STATUS),
        HistoryEntry(NOON + 2 * MINUTE, HistoryKind.LISTED),
        HistoryEntry(NOON + 3 * MINUTE, HistoryKind.LOOKED_UP),
    ]
    assert last_change(order) == NOON + MINUTE


def test_the_last_step_of_a_trailing_stop_counts() -> None:
    order = make_order(0)
    steps = (NOON + MINUTE, NOON + 5 * MINUTE)
    order.history.append(HistoryEntry(NOON + MINUTE, HistoryKind.TRAILED, steps=steps))
    assert last_change(order) == NOON + 5 * MINUTE


def test_an_execution_has_tws_own_time_though_it_was_received_later() -> None:
    order = make_order(0, first_seen=NOON)
    fill = replace(make_fill(0), time=NOON - 90 * MINUTE)
    order.fills.append(fill)
    assert last_change(order) == NOON - 90 * MINUTE
    fill.time = None
    assert last_change(order) == NOON


def test_a_message_is_a_change_and_its_repeat_too() -> None:
    order = make_order(0)
    message = make_message(0)
    message.last_received = NOON + 2 * MINUTE
    order.messages.append(message)
    assert last_change(order) == NOON + 2 * MINUTE


def test_of_a_completed_order_it_is_the_end_that_tws_reports() -> None:
    order = make_order(0, first_seen=NOON, completed_time=NOON - 60 * MINUTE)
    order.history.append(HistoryEntry(NOON + MINUTE, HistoryKind.STATUS))
    assert last_change(order) == NOON - 60 * MINUTE
