"""Lists of open orders that hardly change are recognized, and say the same as if every frame were read and applied."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest

from ibmonitor.domain.blotter import blotter as blotter_module
from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.change import NOTHING, Change
from ibmonitor.domain.records.events import Event, LinkChanged, RequestChanged
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.domain.records.records import HistoryKind
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.live.tables import make_tables
from ibmonitor.simulator.account.records import SimCommission, SimOrder
from ibmonitor.simulator.wire.wire import Wire
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.decode.repeats import Repeats
from ibmonitor.tws.wire.client import TwsClient
from tests.recording.sessions import SteppingClock, contents
from tests.support.rich_world import rich_world
from tests.support.tws_frames import greeting

pytestmark = pytest.mark.usefixtures("qapp")

OPEN, COMPLETED = RequestKind.OPEN_ORDERS, RequestKind.COMPLETED_ORDERS
RUNNING, COMPLETE = RequestProgress.RUNNING, RequestProgress.COMPLETE


class Receiver:
    """What becomes of TWS's bytes and of this program's own events, up to the feed."""

    def __init__(self, server_version: int) -> None:
        self.clock = SteppingClock()
        self.blotter = Blotter(clock=self.clock)
        self.feed = Feed(self.blotter, make_tables())
        self._version = server_version
        self._wrapper = SignalWrapper()
        self._wrapper.batch.connect(self.feed.on_events)
        self.connect()

    def connect(self) -> None:
        self._client = TwsClient(self._wrapper, client_id=1, may_bind=lambda: False, on_closed=lambda _: None)
        # Time stands still: all frames are handed on at once.
        self._client._transport._clock = lambda: 0.0
        self._client.feed(greeting(self._version))

    def receive(self, *happening: bytes | Event) -> None:
        for each in happening:
            self.clock.time += timedelta(milliseconds=1)
            if isinstance(each, bytes):
                self._client.feed(each)
            else:
                self._wrapper.announce(each)


class Market:
    """Some orders, and what TWS sends about them, at random."""

    def __init__(self, seed: int, server_version: int) -> None:
        self.wire, self.random = Wire(server_version), Random(seed)  # noqa: S311
        self.orders = [self._order(number) for number in range(5)]
        self.done: list[SimOrder] = []
        self.fills = 0

    def _order(self, number: int) -> SimOrder:
        return replace(rich_world().orders[0], perm_id=700 + number, order_id=number + 1, status="Submitted")

    def poll(self) -> bytes:
        wire, random = self.wire, self.random
        lists = [wire.open_order(each) + wire.order_status(each) for each in self.orders if random.random() < 0.95]
        if random.random() < 0.3:
            lists.insert(random.randrange(len(lists) + 1), self.news())
        return b"".join(lists) + wire.open_order_end()

    def completed(self) -> bytes:
        return b"".join(map(self.wire.completed_order, self.done)) + self.wire.completed_orders_end()

    def news(self) -> bytes:
        """What comes unasked."""
        wire, random = self.wire, self.random
        number = random.randrange(len(self.orders))
        order = self.orders[number]
        match random.choice(["status", "terms", "fill", "done", "message", "new"]):
            case "status":
                order.status = random.choice(["PreSubmitted", "Submitted"])
                return wire.order_status(order)
            case "terms":
                order.lmt_price = Decimal(random.randint(100, 105))
                return wire.open_order(order)
            case "fill":
                self.fills += 1
                fill = replace(
                    rich_world().executions[0],
                    exec_id=f"0000e0d5.{self.fills:08x}.01.01",
                    perm_id=order.perm_id,
                    order_id=order.order_id,
                )
                order.filled += 1
                report = SimCommission(fill.exec_id, Decimal("1.01"), "USD", None)
                return wire.execution(-1, fill) + wire.order_status(order) + wire.commission(report)
            case "done" if len(self.orders) > 2:
                self.done.append(self.orders.pop(number))
                order.status = "Cancelled"
                return wire.order_status(order) if random.random() < 0.5 else b""
            case "message":
                return wire.error(order.order_id, 399, "Held.", 1_700_000_000_000)
            case _:
                self.orders.append(self._order(5 + len(self.orders) + len(self.done)))
                return wire.open_order(self.orders[-1])

    def happening(self) -> Iterator[bytes | Event | None]:
        """Bytes, events of this program's own, and `None` where it connects again."""
        for lists in range(12):
            if lists % 5 == 0:
                yield None
                yield from map(_link, (LinkState.CONNECTING, LinkState.SYNCHRONISING, LinkState.UP))
            for kind, answer in ((OPEN, self.poll()), (COMPLETED, self.completed()))[: self.random.choice([1, 1, 2])]:
                yield RequestChanged(kind, RUNNING)
                yield answer
                yield RequestChanged(kind, COMPLETE)
            if self.random.random() < 0.5:
                yield self.news()


def _link(state: LinkState) -> LinkChanged:
    return LinkChanged(state, "127.0.0.1", 7497, 1)


def received(happening: list[bytes | Event | None], server_version: int) -> list[object]:
    async def receive() -> Blotter:
        receiver = Receiver(server_version)
        for each in happening:
            if each is None:
                receiver.connect()
            else:
                receiver.receive(each)
        return receiver.blotter

    blotter = asyncio.run(receive())
    for order in blotter.orders:
        order.unsettle()
    return contents(blotter)


@pytest.mark.parametrize("server_version", [151, 200, 226])
@pytest.mark.parametrize("seed", range(3))
def test_the_blotter_is_the_same_as_if_all_were_read(
    seed: int, server_version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is recognized takes no time of receipt of its own.
    monkeypatch.setattr(blotter_module, "_TICK", timedelta())
    happening = list(Market(seed, server_version).happening())
    with_recognition = received(happening, server_version)
    monkeypatch.setattr(Repeats, "find", lambda _self, _frame: None)
    assert with_recognition == received(happening, server_version)


@pytest.mark.parametrize("server_version", [200, 226])
def test_a_list_without_news_is_only_noted(server_version: int, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        market, receiver = Market(0, server_version), Receiver(server_version)
        listed = b"".join(market.wire.open_order(each) + market.wire.order_status(each) for each in market.orders)
        end = market.wire.open_order_end()
        receiver.receive(RequestChanged(OPEN, RUNNING), listed, end, RequestChanged(OPEN, COMPLETE))
        applied: list[Event] = []
        apply = receiver.blotter.apply

        def note(event: Event) -> Change:
            applied.append(event)
            return NOTHING

        monkeypatch.setattr(receiver.blotter, "apply", note)
        for count in (1, 2):
            apply(RequestChanged(OPEN, RUNNING))
            receiver.receive(listed)
            assert applied == []
            for order in receiver.blotter.orders:
                assert (order.history[-1].kind, order.history[-1].count) == (HistoryKind.LISTED, count)

    asyncio.run(run())
