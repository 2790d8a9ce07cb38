"""A session that is read from its slices gives the same book, and what came again takes little room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.events import (
    CommissionReport,
    CurrentTime,
    Event,
    ExecDetails,
    ExecDetailsEnd,
    Fault,
    LinkChanged,
    NextValidId,
    OpenOrderEnd,
    RequestChanged,
)
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.domain.records.slice import Slice
from ibmonitor.journal.events.codec import Codec
from ibmonitor.journal.events.slices import SliceDecoder, SliceEncoder
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.live.tables import make_tables
from tests.recording.sessions import contents
from tests.support.blotter_events import AAPL, START, commission, execution, open_order, order_status
from tests.support.examples import examples
from tests.support.fill_streams import Stream

CODEC = Codec()

pytestmark = pytest.mark.usefixtures("qapp")


class World:
    """A blotter with its feed, and a clock that is set by hand."""

    def __init__(self) -> None:
        self.time = START
        self.blotter = Blotter(clock=lambda: self.time)
        self.feed = Feed(self.blotter, make_tables())
        self.slices: list[Slice] = []
        self.feed.on_slice = self.slices.append

    def receive(self, events: Sequence[Event], time: datetime) -> None:
        self.time = time
        self.feed.on_events(events)


def written(slices: Sequence[Slice]) -> list[tuple[datetime, str]]:
    encoder = SliceEncoder(CODEC)
    return [(slice_.time, encoder.encode(slice_)) for slice_ in slices]


def reread(rows: Sequence[tuple[datetime, str]]) -> World:
    world, decoder = World(), SliceDecoder(CODEC)
    for time, raw in rows:
        if raw:
            world.receive(decoder.decode(raw), time)
    return world


def listing(*events: Event) -> list[Event]:
    running, complete = (
        RequestChanged(RequestKind.OPEN_ORDERS, progress)
        for progress in (RequestProgress.RUNNING, RequestProgress.COMPLETE)
    )
    return [running, *events, OpenOrderEnd(), complete]


class Day:
    """Slices at random: fills and orders, lists of open orders with some missing, connections that are lost."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311
        self.stream = Stream(seed)
        self.open: list[Event] = []
        for number in range(6):
            self.open += [open_order(71 + number, 1, 11 + number), order_status(71 + number, 1, 11 + number)]
        self.fills: list[Event] = []

    def slice(self) -> list[Event]:
        makers: list[Callable[[], list[Event]]] = [self.some, self.listed, self.change, self.link, self.refresh]
        return self.random.choices(makers, [6, 4, 2, 1, 1])[0]()

    def some(self) -> list[Event]:
        events = [self.stream.event() for _ in range(self.random.randint(1, 5))]
        self.fills += [event for event in events if isinstance(event, ExecDetails | CommissionReport)]
        return events

    def listed(self) -> list[Event]:
        pairs = [self.open[at : at + 2] for at in range(0, len(self.open), 2)]
        return listing(*(event for pair in pairs if self.random.random() < 0.9 for event in pair))

    def change(self) -> list[Event]:
        number = self.random.randint(0, 5)
        self.open[2 * number + 1] = order_status(
            71 + number, 1, 11 + number, filled=self.random.randint(0, 3), remaining=9
        )
        return [self.open[2 * number + 1]]

    def link(self) -> list[Event]:
        states = [LinkState.CUT_OFF, LinkState.CONNECTING, LinkState.SYNCHRONISING, LinkState.UP]
        return [LinkChanged(state, "127.0.0.1", 7497, 1) for state in states[self.random.randint(0, 3) :]]

    def refresh(self) -> list[Event]:
        return self.random.sample(self.fills, min(len(self.fills), 6))


def to_milliseconds(content: object) -> object:
    """What was received together has times that follow each other by microseconds, repeats that are left out too."""
    match content:
        case datetime():
            return content.replace(microsecond=content.microsecond // 1000 * 1000)
        case list() | tuple():
            return [to_milliseconds(each) for each in content]
        case dict():
            return {name: to_milliseconds(each) for name, each in content.items()}
        case _:
            return content


@given(st.integers(0, 1_000_000))
@examples(40)
def test_reading_the_slices_gives_the_same_book(seed: int) -> None:
    day, world = Day(seed), World()
    time = START
    for _ in range(40):
        time += timedelta(milliseconds=day.random.choice([0, 1, 60_000]))
        world.receive(day.slice(), time)
    again = reread(written(world.slices))
    assert to_milliseconds(contents(again.blotter)) == to_milliseconds(contents(world.blotter))


def test_a_list_of_what_is_known_is_a_few_words() -> None:
    orders: list[Event] = []
    for number in range(1, 101):
        orders += [open_order(number, 1, number), order_status(number, 1, number)]
    world = World()
    for minute in range(3):
        world.receive(listing(*orders), START + timedelta(minutes=minute))
    first, second, third = written(world.slices)
    assert len(first[1]) > 10_000
    running = '{"event":"RequestChanged","kind":"open orders","progress":"running","detail":"","words":""}'
    complete = running.replace("running", "complete")
    assert second[1].replace(',"detail":"","words":""', "") == (
        f'[{running},{{"event":"Again","runs":[[1,200]]}},{complete}]'.replace(',"detail":"","words":""', "")
    )
    assert third[1].replace("[1,200]", "") == second[1].replace("[1,200]", "")


def test_fills_that_are_listed_again_are_written_only_where_they_were_stale() -> None:
    fills: list[Event] = [execution("e.1.01.01"), commission("e.1.01.01")]
    world = World()
    world.receive(fills, START)
    world.receive(fills, START)
    world.receive([LinkChanged(LinkState.CONNECTING, "::1", 1, 1), LinkChanged(LinkState.UP, "::1", 1, 1)], START)
    world.receive([execution("e.1.01.01"), commission("e.1.01.01")], START)
    *_, again, _, confirmed = [raw for _, raw in written(world.slices)]
    assert again == ""
    assert confirmed == '[{"event":"Confirmed","executions":["e.1.01.01"],"reports":["e.1.01.01"]}]'
    fill = reread(written(world.slices)).blotter.fills[0]
    assert (fill.stale_since, fill.commission and fill.commission.stale_since) == (None, None)


def test_marks_that_change_nothing_are_not_written() -> None:
    marks: list[Event] = [OpenOrderEnd(), ExecDetailsEnd(1), NextValidId(1), CurrentTime(START)]
    assert SliceEncoder(CODEC).encode(Slice(START, marks)) == ""


def test_a_contract_is_written_once() -> None:
    encoder = SliceEncoder(CODEC)
    first = encoder.encode(Slice(START, [execution("e.1.01.01")]))
    second = encoder.encode(Slice(START, [execution("e.2.01.01", contract=replace(AAPL))]))
    assert (first.count("AAPL"), second.count("AAPL")) == (2, 0)


@pytest.mark.parametrize("damage", ['{"event":"Unheard"},', '{"event":"LinkMoved","port":"a"},'])
def test_what_cannot_be_read_is_left_out_and_said_once(damage: str) -> None:
    encoder, decoder = SliceEncoder(CODEC), SliceDecoder(CODEC)
    orders: list[Event] = [open_order(1, 1, 1), open_order(2, 1, 2)]
    raw = encoder.encode(Slice(START, orders)).replace('{"event":"OpenOrder"', damage + '{"event":"OpenOrder"', 1)
    events = decoder.decode(raw)
    assert events[:2] == orders
    assert [type(event) for event in events[2:]] == [Fault]
    assert not [event for event in decoder.decode("no json") if not isinstance(event, Fault)]
