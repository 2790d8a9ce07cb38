"""A past day ends as TWS last reported it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.change import Changes
from ibmonitor.domain.records.events import Event, Fault, LinkChanged
from ibmonitor.domain.records.link import LinkState
from ibmonitor.journal.closed_day import ENDED_SUDDENLY, closed
from ibmonitor.journal.days import DaySlice
from tests.support.blotter_events import START, open_order


def link(state: LinkState, reason: str = "") -> LinkChanged:
    return LinkChanged(state, "127.0.0.1", 7497, 7, reason)


CONNECTED = [link(LinkState.CONNECTING), link(LinkState.SYNCHRONISING), link(LinkState.UP)]


def at(minute: int, *events: Event, session: str = "one") -> DaySlice:
    return DaySlice(START + timedelta(minutes=minute), events, 0.5, session)


def book_of(slices: Sequence[DaySlice]) -> Blotter:
    now = START

    def clock() -> datetime:
        return now

    blotter = Blotter(clock=clock)
    for slice_ in closed(slices):
        now = slice_.time
        blotter.apply_all(slice_.events, Changes())
    return blotter


def test_the_end_of_the_last_session_makes_nothing_stale() -> None:
    blotter = book_of([
        at(0, *CONNECTED),
        at(1, open_order(1, 7, 1)),
        at(2, link(LinkState.WAITING, "TWS has ended."), Fault("It is over.")),
        at(3, link(LinkState.CONNECTING)),
        at(4, link(LinkState.DOWN)),
    ])  # fmt: skip
    assert blotter.link.state is LinkState.UP
    assert blotter.orders[0].stale_since is None
    assert [message.plain for message in blotter.messages] == ["It is over."]


def test_what_was_not_reported_again_after_a_gap_stays_stale() -> None:
    blotter = book_of([
        at(0, *CONNECTED),
        at(1, open_order(1, 7, 1), open_order(2, 7, 2)),
        at(2, link(LinkState.WAITING, "TWS has ended.")),
        at(9, *CONNECTED),
        at(10, open_order(2, 7, 2)),
        at(11, link(LinkState.DOWN)),
    ])  # fmt: skip
    lost, listed = blotter.orders
    assert lost.stale_since == START + timedelta(minutes=2)
    assert listed.stale_since is None
    assert [interval.ended for interval in blotter.link.live_intervals] == [START + timedelta(minutes=2), None]


def test_a_session_that_ended_suddenly_is_ended_when_it_was_seen_last() -> None:
    blotter = book_of([
        at(0, *CONNECTED),
        at(1, open_order(1, 7, 1)),
        at(9, *CONNECTED, session="two"),
    ])  # fmt: skip
    before, now = blotter.link.live_intervals
    # Later than the event before by the least that there is.
    seen_last = START + timedelta(minutes=1, microseconds=1)
    assert (before.ended, before.reason) == (seen_last, ENDED_SUDDENLY)
    assert now.ended is None
    assert blotter.orders[0].stale_since == seen_last
