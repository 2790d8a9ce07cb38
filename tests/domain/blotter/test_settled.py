"""Events that come again and change nothing are left out, and the blotter is the same as if they had been applied."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

import pytest

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.change import NOTHING
from ibmonitor.domain.records.events import Event, LinkChanged, OrderBound, RequestChanged, TwsMessage
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.domain.records.records import HistoryKind
from ibmonitor.domain.records.requests import RequestKind
from tests.recording.sessions import contents
from tests.support.blotter_events import (
    BAG,
    START,
    commission,
    completed_order,
    execution,
    open_order,
    order_status,
)

ENDS = (RequestProgress.COMPLETE,) * 6 + (RequestProgress.NO_ANSWER, RequestProgress.REFUSED)
LOST = (LinkState.CUT_OFF, LinkState.WAITING)


def asked(progress: RequestProgress, kind: RequestKind = RequestKind.OPEN_ORDERS) -> RequestChanged:
    return RequestChanged(kind, progress)


def link(state: LinkState) -> LinkChanged:
    return LinkChanged(state, "127.0.0.1", 7497, 1)


class SteppedClock:
    """A second later at each event, however often it is read."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def step(self) -> None:
        self.now += timedelta(seconds=1)


class Book:
    """A blotter, and what it left out."""

    def __init__(self) -> None:
        self.clock = SteppedClock()
        self.blotter = Blotter(clock=self.clock)
        self.left_out = 0

    def receive(self, *events: Event) -> None:
        for event in events:
            self.clock.step()
            news = list(self.blotter.news([event]))
            self.left_out += not news
            for each in news:
                self.blotter.apply(each)


@pytest.fixture
def book() -> Book:
    book = Book()
    book.receive(link(LinkState.CONNECTING), link(LinkState.SYNCHRONISING), asked(RequestProgress.RUNNING))
    return book


def again(book: Book, *events: Event) -> int:
    """How many of them are left out of the next list."""
    book.receive(asked(RequestProgress.COMPLETE), asked(RequestProgress.RUNNING))
    before = book.left_out
    book.receive(*events)
    return book.left_out - before


def test_orders_that_did_not_change_are_only_noted_in_a_list(book: Book) -> None:
    events = (open_order(7, 1, 5), order_status(7, 1, 5), open_order(8, 1, 6), order_status(8, 1, 6))
    book.receive(*events)
    assert [again(book, *events) for _ in range(3)] == [4, 4, 4]
    order = book.blotter.orders[0]
    assert [(each.kind, each.count) for each in order.history] == [
        (HistoryKind.STATUS, 1),
        (HistoryKind.STATUS, 1),
        (HistoryKind.LISTED, 3),
    ]
    assert order.history[-1].last_received == book.clock.now - timedelta(seconds=3)
    book.receive(asked(RequestProgress.COMPLETE))
    assert [each.missing_since for each in book.blotter.orders] == [None, None]
    # Outside of a list a repeat counts.
    assert list(book.blotter.news(events)) == list(events)


CHANGES: dict[str, tuple[int, Callable[[], Event]]] = {
    "other status": (1, lambda: order_status(7, 1, 5, status="PreSubmitted", filled=10, remaining=90)),
    "other terms": (0, lambda: open_order(7, 1, 5, totalQuantity=Decimal(50))),
    "equal bytes, read anew": (2, lambda: open_order(8, 1, 6)),
    "execution": (0, lambda: execution("7.1.01", perm_id=7, client_id=1, order_id=5)),
    "completed": (0, lambda: completed_order(7)),
    "message that may be about it": (0, lambda: TwsMessage(5, 399, "Held.", None)),
    "bound to other ids": (0, lambda: OrderBound(7, 2, 9)),
    "its ids are another order's": (0, lambda: open_order(9, 1, 5)),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_touches_an_order_lets_its_events_be_applied_once_more(book: Book, name: str) -> None:
    events = (open_order(7, 1, 5), order_status(7, 1, 5))
    book.receive(*events)
    assert again(book, *events) == 2
    left_out, change = CHANGES[name]
    book.receive(change())
    assert again(book, *events) == left_out


def test_a_new_live_interval_confirms_each_order(book: Book) -> None:
    events = (open_order(7, 1, 5), order_status(7, 1, 5))
    book.receive(*events, link(LinkState.UP), link(LinkState.CUT_OFF), link(LinkState.SYNCHRONISING))
    assert [order.stale_since for order in book.blotter.orders] != [None]
    assert [again(book, *events) for _ in range(2)] == [0, 2]
    assert [order.stale_since for order in book.blotter.orders] == [None]
    book.blotter.clear()
    assert again(book, *events) == 0


def test_the_events_of_orders_that_changed_are_forgotten(book: Book) -> None:
    for number in range(3_000):
        book.receive(open_order(7, 1, 5, totalQuantity=Decimal(number)))
    settled = book.blotter._settled
    assert len(settled._by_event) < 2_000
    last = open_order(7, 1, 5, totalQuantity=Decimal(1))
    book.receive(last)
    assert again(book, last) == 1


class Stream:
    """Lists of open orders, and all that can happen to a few orders in between and while they are received."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311
        self.orders = [self.described(71 + number, number) for number in range(4)]
        self.trades = 0

    def described(self, perm_id: int, number: int) -> list[Event]:
        """openOrder and orderStatus, as TWS repeats them until something changes."""
        choice = self.random.choice
        client_id, order_id = choice([1, 1, 2]), choice([number + 1, number + 1, 1, 0])
        quantity, status = choice([100, 200]), choice(["PreSubmitted", "Submitted", "Submitted", "Filled"])
        filled = quantity if status == "Filled" else choice([0, 0, 50])
        contract = BAG if number == 3 and choice([True, False]) else replace(BAG, sec_type="STK")
        opened = open_order(
            choice([perm_id, perm_id, perm_id, None]),
            client_id,
            order_id,
            status=choice([status, "Submitted"]),
            contract=contract,
            totalQuantity=Decimal(quantity),
            parentId=choice([0, 0, 1]),
        )
        reported = order_status(
            perm_id,
            choice([client_id, client_id, 2]),
            order_id,
            status=status,
            filled=filled,
            remaining=quantity - filled,
            parent_id=choice([0, None, 1]),
        )
        return [opened, reported]

    def events(self) -> Iterator[Event]:
        yield from map(link, (LinkState.CONNECTING, LinkState.SYNCHRONISING, LinkState.UP))
        for _ in range(self.random.randint(4, 12)):
            if self.random.random() < 0.1:
                yield from self.reconnected()
            yield from self.listed()
            if self.random.random() < 0.3:
                yield from self.looked_up()

    def listed(self) -> Iterator[Event]:
        yield asked(RequestProgress.RUNNING)
        for each in self.orders:
            if self.random.random() < 0.1:
                continue
            for event in each if self.random.random() < 0.95 else each[::-1]:
                yield event
                if self.random.random() < 0.08:
                    yield from self.happening()
        yield asked(self.random.choice(ENDS))
        if self.random.random() < 0.5:
            yield from self.happening()

    def looked_up(self) -> Iterator[Event]:
        for kind in (RequestKind.EXECUTIONS, RequestKind.COMPLETED_ORDERS):
            yield asked(RequestProgress.RUNNING, kind)
        yield from self.happening()
        for kind in (RequestKind.EXECUTIONS, RequestKind.COMPLETED_ORDERS):
            yield asked(self.random.choice(ENDS), kind)

    def reconnected(self) -> Iterator[Event]:
        lost = self.random.choice(LOST)
        yield link(lost)
        if lost is LinkState.WAITING:
            yield link(LinkState.CONNECTING)
            self.orders = copied(self.orders)
        yield link(LinkState.SYNCHRONISING)
        yield from self.listed()
        yield link(LinkState.UP)

    def happening(self) -> Iterator[Event]:
        choice = self.random.choice
        number = self.random.randrange(len(self.orders))
        perm_id, client_id, order_id = 71 + number, choice([1, 2]), choice([number + 1, 1, 0])
        self.trades += 1
        match choice(["change", "change", "status", "fill", "fill", "done", "message", "bound", "live", "leg"]):
            case "change":
                self.orders[number] = self.described(perm_id, number)
            case "status":
                self.orders[number] = [self.orders[number][0], self.described(perm_id, number)[1]]
                yield self.orders[number][1]
            case "fill":
                exec_id = f"{choice([1, 2, self.trades])}.1.01.0{choice([1, 1, 2])}"
                yield execution(
                    exec_id,
                    perm_id=choice([perm_id, perm_id, None]),
                    client_id=client_id,
                    order_id=order_id,
                    shares=Decimal(choice([50, 100])),
                    acct_number=choice(["DU1", "DU1", "DF1"]),
                )
                yield commission(exec_id)
            case "done":
                yield completed_order(perm_id, status=choice(["Cancelled", "Filled"]))
            case "message":
                code, text = choice([(201, "Order rejected."), (399, "Held."), (202, f"of {perm_id}")])
                yield TwsMessage(choice([number + 1, 1]), code, text, None)
            case "bound":
                yield OrderBound(perm_id, client_id, number + 1)
            case "live":
                yield from self.orders[number]
            case "leg":
                yield execution(f"{self.trades}.1.01", contract=replace(BAG, sec_type="OPT"), perm_id=74)


def copied(orders: list[list[Event]]) -> list[list[Event]]:
    return [[copy.copy(event) for event in each] for each in orders]


@pytest.mark.parametrize("seed", range(30))
def test_the_blotter_is_the_same_as_if_all_were_applied(seed: int) -> None:
    book, whole = Book(), Book()
    for event in Stream(seed).events():
        before = book.left_out
        book.receive(event)
        whole.clock.step()
        # A copy is no event that was applied before.
        change = whole.blotter.apply(copy.copy(event))
        assert book.left_out == before or change is NOTHING
    for order in (*book.blotter.orders, *whole.blotter.orders):
        order.unsettle()
    assert book.left_out
    assert contents(book.blotter) == contents(whole.blotter)
