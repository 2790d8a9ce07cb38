"""The feed: a burst is one merge, idleness nothing, and all that changes reaches its table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, tzinfo
from decimal import Decimal
from itertools import chain, repeat
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from ibmonitor.domain.blotter import fill_book
from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.change import Change
from ibmonitor.domain.records.events import (
    CommissionReport,
    ExecDetails,
    LinkChanged,
    OpenOrder,
    OpenOrderEnd,
    OrderStatus,
    TwsMessage,
)
from ibmonitor.domain.records.link import LinkState
from ibmonitor.domain.records.records import Message
from ibmonitor.domain.times import tws_time
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.live.tables import Tables, make_tables
from tests.support.make_records import NOON, full_contract, full_execution, make_message, make_order


@pytest.fixture
def feed(qtbot: QtBot) -> Iterator[Feed]:  # noqa: ARG001 - Qt must be up
    tables = make_tables()
    feed = Feed(Blotter(clock=lambda: NOON), tables, interval_ms=5)
    yield feed
    assert feed.tables is tables


def timer_of(feed: Feed) -> QTimer:
    timer = feed.findChild(QTimer)
    assert isinstance(timer, QTimer)
    return timer


def execution(number: int) -> ExecDetails:
    return ExecDetails(-1, full_contract(), full_execution(f"0000e0d5.{number:08x}.01.01"))


def report(number: int) -> CommissionReport:
    return CommissionReport(f"0000e0d5.{number:08x}.01.01", Decimal("1.25"), "USD", None, None, None)


def open_order(perm_id: int | None, client_id: int | None, order_id: int | None) -> OpenOrder:
    fields = {"permId": perm_id, "clientId": client_id, "orderId": order_id, "action": "BUY"}
    order_fields = {name: field for name, field in fields.items() if field is not None}
    return OpenOrder(order_id, full_contract(), {}, order_fields, {"status": "Submitted"})


def status(perm_id: int | None, client_id: int | None, order_id: int | None) -> OrderStatus:
    return OrderStatus(order_id, "Submitted", Decimal(0), Decimal(1), None, perm_id, None, None, client_id, "", None)


def filled(perm_id: int) -> OrderStatus:
    return replace(status(perm_id, 1, perm_id), status="Filled", filled=Decimal(1), remaining=Decimal(0))


def message(number: int) -> TwsMessage:
    return TwsMessage(-1, 2104, f"farm {number}", NOON)


def sizes(tables: Tables) -> tuple[int, ...]:
    return tuple(table.total_count for table in (tables.orders, tables.fills, tables.commissions, tables.messages))


def test_a_burst_is_one_merge(qtbot: QtBot, feed: Feed) -> None:
    flushes, inserts = QSignalSpy(feed.flushed), QSignalSpy(feed.tables.fills.rowsInserted)
    with qtbot.waitSignal(feed.flushed):
        for number in range(500):
            feed.on_event(execution(number))
            feed.on_event(report(number))
        assert sizes(feed.tables) == (0, 0, 0, 0)
    assert (flushes.count(), inserts.count()) == (1, 1)
    assert (feed.tables.fills.total_count, feed.tables.commissions.total_count) == (500, 500)
    assert [fill.serial for fill in feed.tables.fills.visible_records()] == sorted(
        fill.serial for fill in feed.blotter.fills
    )


def test_nothing_runs_while_nothing_changes(qtbot: QtBot, feed: Feed) -> None:
    timer = timer_of(feed)
    assert not timer.isActive()
    feed.on_event(execution(1))
    assert timer.isActive()
    qtbot.waitUntil(lambda: not timer.isActive())
    flushes = QSignalSpy(feed.flushed)
    feed.on_event(execution(1))
    assert not timer.isActive(), "a mere repeat changes nothing"
    feed.flush()
    assert flushes.count() == 0


def test_the_timer_is_not_put_off_by_later_events(feed: Feed) -> None:
    feed = Feed(feed.blotter, feed.tables, interval_ms=3_600_000)
    feed.on_event(execution(1))
    timer = timer_of(feed)
    identity = timer.timerId()
    feed.on_event(execution(2))
    assert timer.timerId() == identity


def test_a_commission_changes_the_row_of_its_fill(feed: Feed) -> None:
    fills = feed.tables.fills
    feed.on_event(execution(1))
    feed.flush()
    cell = fills.index(0, fills.column_number("commission_and_fees"))
    assert cell.data() == "pending"
    changes = QSignalSpy(fills.dataChanged)
    feed.on_event(report(1))
    feed.flush()
    assert cell.data() == "1.25"
    assert changes.count() == 1


def test_two_rows_that_turn_out_to_be_one_order_become_one(feed: Feed) -> None:
    feed.on_event(open_order(None, 7, 371))
    feed.on_event(open_order(1713290001, None, None))
    feed.flush()
    assert feed.tables.orders.total_count == len(feed.blotter.orders) == 2
    feed.on_event(open_order(1713290001, 7, 371))
    feed.flush()
    assert feed.tables.orders.visible_records() == feed.blotter.orders
    assert len(feed.blotter.orders) == 1


def test_an_order_that_came_and_was_merged_between_two_flushes_never_shows(feed: Feed) -> None:
    stays, goes = make_order(0), make_order(1)
    feed.collect(Change(orders=(stays, goes)))
    feed.collect(Change(orders=(stays,), merged_orders=(goes,)))
    feed.flush()
    assert feed.tables.orders.visible_records() == [stays]


def test_messages_are_announced_one_by_one_when_they_are_in_the_table(feed: Feed) -> None:
    announced: list[tuple[str, int]] = []

    def note(arrived: dict[Message, None]) -> None:
        announced.extend((each.text, feed.tables.messages.row_of(each)) for each in arrived)

    feed.messages_arrived.connect(note)
    for number in range(3):
        feed.on_event(message(number))
    feed.flush()
    assert announced == [("farm 0", 0), ("farm 1", 1), ("farm 2", 2)]


def test_the_link_is_announced_once_and_after_the_tables(feed: Feed) -> None:
    seen: list[tuple[LinkState, int]] = []
    feed.link_changed.connect(lambda: seen.append((feed.blotter.link.state, feed.tables.fills.total_count)))
    feed.on_event(execution(1))
    feed.flush()
    assert seen == []
    feed.on_event(LinkChanged(LinkState.SYNCHRONISING, "127.0.0.1", 7497, 1))
    feed.on_event(execution(2))
    feed.on_event(LinkChanged(LinkState.UP, "127.0.0.1", 7497, 1))
    feed.flush()
    assert seen == [(LinkState.UP, 2)]


def test_the_first_change_after_a_calm_time_waits_less(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 10.0
    monkeypatch.setattr("ibmonitor.models.live.feed.perf_counter", lambda: now)
    feed = Feed(Blotter(), make_tables(), interval_ms=50)
    waits: list[int] = []
    for now in (10.0, 10.02, 10.2):  # noqa: B007 - the clock reads it
        feed.on_event(execution(len(waits)))
        waits.append(timer_of(feed).interval())
        feed.flush()
    assert waits == [10, 50, 10]


def test_a_slow_flush_is_followed_by_a_longer_pause(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    # The third flush comes with the end of the test, if it has not ended before the timer.
    clock = chain([0.0, 0.1], repeat(0.2))
    monkeypatch.setattr("ibmonitor.models.live.feed.perf_counter", lambda: next(clock))
    timer = timer_of(feed)
    feed.on_event(execution(1))
    assert timer.interval() == 5
    feed.flush()
    feed.on_event(execution(2))
    assert timer.interval() == 400
    feed.flush()
    feed.on_event(execution(3))
    assert timer.interval() == 5


SLICE = 400
"""So many changes at the end of a slice of time are a burst."""


class Clock:
    """The clock of the feed, which stands still until it is moved."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        monkeypatch.setattr("ibmonitor.models.live.feed.perf_counter", lambda: self.now)


def burst(feed: Feed, number: int) -> None:
    """The events of a slice of time: executions that have not come yet."""
    feed.on_events([execution(SLICE * number + each) for each in range(SLICE)])


def test_a_burst_is_merged_slice_by_slice_and_painted_less_often(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, fills = Clock(monkeypatch), feed.tables.fills
    held, counts = QSignalSpy(fills.painting_held), QSignalSpy(fills.counts_changed)
    burst(feed, 0)
    assert (fills.total_count, held.count(), counts.count()) == (SLICE, 0, 1)
    clock.now += 0.004
    for number in (1, 2):
        burst(feed, number)
        assert fills.total_count == (number + 1) * SLICE
        assert ([held.at(each)[0] for each in range(held.count())], counts.count()) == ([True], 1)
    clock.now += 0.1
    burst(feed, 3)
    assert ([held.at(each)[0] for each in range(held.count())], counts.count()) == ([True, False], 2)


def test_the_more_painting_takes_the_less_often_it_is_done(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, fills = Clock(monkeypatch), feed.tables.fills
    burst(feed, 0)
    fills.painting_seconds += 0.02
    held = QSignalSpy(fills.painting_held)
    for number, passed in enumerate((0.1, 0.05, 0.02), 1):
        clock.now += passed
        burst(feed, number)
    assert [held.at(each)[0] for each in range(held.count())] == [True, False]


def test_what_a_burst_leaves_unpainted_is_painted_after_it(qtbot: QtBot, feed: Feed) -> None:
    fills = feed.tables.fills
    burst(feed, 0)
    fills.painting_seconds += 0.01
    held = QSignalSpy(fills.painting_held)
    feed.on_events([execution(SLICE)])
    qtbot.waitUntil(lambda: held.count() == 2)
    assert fills.total_count == SLICE + 1
    assert not any(timer.isActive() for timer in feed.findChildren(QTimer))


def test_a_slice_waits_after_a_merge_that_was_slow(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, fills = Clock(monkeypatch), feed.tables.fills
    merge = fills.merge

    def slow(*changes: Any) -> None:
        clock.now += 0.1
        merge(*changes)

    monkeypatch.setattr(fills, "merge", slow)
    burst(feed, 0)
    clock.now += 0.3
    burst(feed, 1)
    assert fills.total_count == SLICE
    clock.now += 0.1
    feed.on_events([execution(2 * SLICE)])
    assert fills.total_count == 2 * SLICE + 1


def test_what_a_listener_causes_waits_for_the_next_flush(qtbot: QtBot, feed: Feed) -> None:
    def answer(arrived: dict[Message, None]) -> None:
        if [each.text for each in arrived] == ["farm 0"]:
            feed.on_event(message(1))

    feed.messages_arrived.connect(answer)
    feed.on_event(message(0))
    feed.flush()
    assert feed.tables.messages.total_count == 1
    qtbot.waitUntil(lambda: feed.tables.messages.total_count == 2)


def test_clear_forgets_everything_and_takes_in_new_things(feed: Feed) -> None:
    feed.on_event(status(5, 7, 371))
    feed.on_event(open_order(5, 7, 371))
    feed.on_event(execution(1))
    feed.on_event(report(1))
    feed.flush()
    feed.collect(Change(messages=(make_message(9),)))
    feed.clear()
    assert not timer_of(feed).isActive()
    feed.flush()
    assert sizes(feed.tables) == (0, 0, 0, 0)
    assert feed.blotter.fills == []
    feed.on_event(execution(1))
    feed.flush()
    assert feed.tables.fills.visible_records() == feed.blotter.fills
    assert feed.tables.fills.rowCount() == 1


def test_an_event_that_cannot_be_taken_in_is_shown_as_a_message(feed: Feed) -> None:
    feed.on_event("no event")
    feed.flush()
    (shown,) = feed.tables.messages.visible_records()
    assert isinstance(shown, Message)
    assert "could not be processed" in shown.plain
    feed.on_event(execution(1))
    feed.flush()
    assert sizes(feed.tables) == (0, 1, 0, 1)


def test_an_event_that_fails_takes_nothing_from_the_others(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    parse = tws_time.parse_tws_time

    def failing(text: str, zone: tzinfo | None) -> datetime | None:
        if text == "bad":
            raise ValueError(text)
        return parse(text, zone)

    monkeypatch.setattr(fill_book, "parse_tws_time", failing)
    bad = ExecDetails(-1, full_contract(), replace(full_execution("0000e0d5.bad.01.01"), time="bad"))
    feed.on_events([execution(1), bad, execution(2), "no event"])
    feed.flush()
    assert sizes(feed.tables) == (0, 2, 0, 2)


def test_a_table_that_fails_takes_nothing_from_the_others(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("made up")

    flushed = QSignalSpy(feed.flushed)
    monkeypatch.setattr(feed.tables.orders, "merge", fail)
    for event in (open_order(1, 1, 1), execution(1), report(1), message(1)):
        feed.on_event(event)
    with pytest.raises(ExceptionGroup) as caught:
        feed.flush()
    assert [str(error) for error in caught.value.exceptions] == ["made up"]
    assert sizes(feed.tables) == (0, 1, 1, 1)
    assert flushed.count() == 1


def test_all_rows_are_repainted_when_they_become_stale(feed: Feed) -> None:
    for state in (LinkState.CONNECTING, LinkState.SYNCHRONISING, LinkState.UP):
        feed.on_event(LinkChanged(state, "127.0.0.1", 7497, 1))
    for number in range(3):
        feed.on_event(execution(number))
    feed.flush()
    painted = QSignalSpy(feed.tables.fills.dataChanged)
    feed.on_event(LinkChanged(LinkState.WAITING, "127.0.0.1", 7497, 1))
    feed.flush()
    assert painted.count() == 1
    first, last = painted.at(0)[:2]
    assert (first.row(), last.row()) == (0, 2)
    feed.on_event(LinkChanged(LinkState.WAITING, "127.0.0.1", 7497, 1, "another reason"))
    feed.flush()
    assert painted.count() == 1


def test_a_list_that_brings_nothing_new_repaints_and_lights_nothing(feed: Feed) -> None:
    def poll() -> None:
        for ids in ((1001, 7, 5), (1002, 7, 6)):
            feed.on_event(open_order(*ids))
            feed.on_event(status(*ids))
        feed.on_event(OpenOrderEnd())
        feed.flush()

    orders = feed.tables.orders
    poll()
    orders.set_lighting(True)
    changed = QSignalSpy(orders.dataChanged)
    poll()
    poll()
    assert changed.count() == 0
    assert [orders.look(row, 0).light for row in range(2)] == [0, 0]


def test_what_changed_last_in_a_slice_is_on_top_also_in_the_next_slice(feed: Feed) -> None:
    orders = feed.tables.orders
    orders.sort(orders.column_number("last_change"), Qt.SortOrder.DescendingOrder)
    feed.on_events([*(open_order(number, 1, number) for number in (11, 12, 13)), filled(11)])
    feed.flush()
    assert [order.perm_id for order in orders.visible_records()] == [11, 13, 12]
    feed.on_events([filled(12)])
    feed.flush()
    assert [order.perm_id for order in orders.visible_records()] == [12, 11, 13]


def test_the_commission_received_last_in_a_slice_is_on_top(feed: Feed) -> None:
    commissions = feed.tables.commissions
    commissions.sort(commissions.column_number("received"), Qt.SortOrder.DescendingOrder)
    feed.on_events([*(execution(number) for number in range(4)), *(report(number) for number in range(4))])
    feed.flush()
    assert [each.exec_id for each in commissions.visible_records()] == [
        report(number).exec_id for number in (3, 2, 1, 0)
    ]
