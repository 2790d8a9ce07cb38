"""The timeline and the life that are kept up to date are those that are computed, whatever happens to an order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any
from unittest.mock import Mock
from zoneinfo import ZoneInfo

import pytest

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.events import Event, LinkChanged, OpenOrderEnd, OrderBound, RequestChanged, TwsMessage
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.domain.timeline import kept_timeline
from ibmonitor.domain.timeline import life as life_module
from ibmonitor.domain.timeline.entry import Entry
from ibmonitor.domain.timeline.entry_writer import EntryWriter
from ibmonitor.domain.timeline.kept_timeline import KeptTimeline
from ibmonitor.domain.timeline.life import KeptLife, order_life
from ibmonitor.domain.timeline.timeline import timeline
from ibmonitor.domain.timeline.words import TimelineWriting
from tests.domain.timeline.orders import add_commission, add_fill, add_status, new_order
from tests.support.blotter_events import (
    AAPL,
    BAG,
    START,
    commission,
    completed_order,
    execution,
    new_blotter,
    open_order,
    order_status,
)

NEW_YORK = ZoneInfo("America/New_York")
STATUSES = ("PendingSubmit", "PreSubmitted", "Submitted", "Filled", "Cancelled", "Inactive")
LISTS = (RequestKind.OPEN_ORDERS, RequestKind.EXECUTIONS, RequestKind.COMPLETED_ORDERS)


class Stream:
    """Events of a few orders that have the same ids as each other, or get them later."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - no secrets
        self.now = START
        self.blotter = Blotter(clock=lambda: self.now)
        self.kept: dict[Order, tuple[KeptTimeline, KeptLife]] = {}
        self.changed: dict[Fill, None] = {}

    def apply(self) -> None:
        """Apply a few random events, and collect what they change."""
        for _ in range(self.random.choice((1, 1, 1, 2, 5))):
            self.now += timedelta(seconds=self.random.choice((0, 0, 1, 7, 200)))
            self.changed |= dict.fromkeys(self.blotter.apply(self.event()).fills)

    def apply_amid(self) -> None:
        """Take in what has changed, and apply more events between the pieces."""
        changed, self.changed = self.changed, {}
        for order, (kept, life) in self.kept.items():
            amid = self.random.randint(0, 4)
            for number, first in enumerate(kept.updating(changed, self.blotter.link.live_intervals)):
                life.read(order, kept.rows, first)
                if number == amid:
                    self.apply()

    def event(self) -> Event:
        random = self.random
        ids = random.choice(((7, 1, 5), (7, 1, 5), (None, 1, 5), (7, None, None), (8, 1, 6)))
        known: dict[str, Any] = {
            name: number for name, number in zip(("perm_id", "client_id", "order_id"), ids, strict=True) if number
        }
        exec_id = self.exec_id()
        status = random.choice(STATUSES)
        makers: tuple[Callable[[], Event], ...] = (
            *(lambda: execution(exec_id, **known, **self.trade(exec_id)) for _ in range(6)),
            *(lambda: commission(exec_id, random.choice((None, "1", "1.25"))) for _ in range(4)),
            *(lambda: order_status(*ids, status=status, **self.numbers()) for _ in range(4)),
            *(lambda: open_order(*ids, status=status, **self.terms()) for _ in range(3)),
            lambda: completed_order(*ids, status=status, state=self.completion()),
            lambda: TwsMessage(
                random.choice((5, 6)), random.choice((201, 202, 399)), "Order rejected - reason:x", None
            ),
            lambda: OrderBound(ids[0], ids[1], ids[2]),
            OpenOrderEnd,
            lambda: RequestChanged(random.choice(LISTS), random.choice([*RequestProgress])),
            lambda: LinkChanged(random.choice([*LinkState]), "127.0.0.1", 7497, 1, "TWS closed the connection."),
        )
        return random.choice(makers)()

    def exec_id(self) -> str:
        leg = self.random.choice(("", "", "", ".01"))
        return f"0000e0d5.{self.random.randint(1, 9):08x}.01{leg}.0{self.random.choice((1, 1, 1, 2, 3))}"

    def trade(self, exec_id: str) -> dict[str, Any]:
        random = self.random
        at = self.now - timedelta(seconds=random.choice((0, 1, 500, -300)))
        return {
            "acct_number": "DU1" if "1.01" in exec_id else random.choice(("DU1", "DU1", "DU1", "DU2", "F9")),
            "shares": random.choice((Decimal(1), Decimal(2), None)),
            "time": random.choice((f"{at:%Y%m%d-%H:%M:%S}", "")),
            "contract": random.choice((AAPL, AAPL, AAPL, BAG)),
        }

    def numbers(self) -> dict[str, Any]:
        filled = self.random.randint(0, 3)
        return {"filled": filled, "remaining": 3 - filled, "why_held": self.random.choice(("", "", "locate"))}

    def terms(self) -> dict[str, Any]:
        random = self.random
        kind = random.choice(("MKT", "LMT", "TRAIL", "TRAIL", "STP"))
        return {
            "orderType": kind,
            "trailStopPrice": Decimal(random.randint(1, 4)),
            "lmtPrice": Decimal(2),
            "auxPrice": Decimal(random.randint(1, 2)),
            "account": random.choice(("DU1", "DU1", "DU1", "F9")),
            "faGroup": random.choice(("", "", "", "", "", "", "G")),
        }

    def completion(self) -> dict[str, Any]:
        at = self.now - timedelta(seconds=self.random.choice((0, 600)))
        return {"completedTime": f"{at:%Y%m%d-%H:%M:%S}", "completedStatus": self.random.choice(("", "Filled Size: 3"))}

    def check(self) -> None:
        """Compare the kept timelines of all orders with the computed ones."""
        intervals = self.blotter.link.live_intervals
        zone = self.random.choice((None, *(NEW_YORK for _ in range(60))))
        for order in self.blotter.orders:
            new = KeptTimeline(order, TimelineWriting()), KeptLife()
            kept, life = self.kept.setdefault(order, new)
            before = as_read(kept.rows)
            first = kept.update(self.changed, intervals, zone)
            assert as_read(kept.rows) == as_read(timeline(order, live_intervals=intervals, exchange=zone))
            assert as_read(kept.rows[:first]) == before[:first]
            assert life.update(order, self.now, kept.rows, first) == order_life(order, self.now, kept.rows)
        self.changed.clear()


def as_read(entries: Sequence[Entry]) -> list[Entry]:
    """The entries with what a reader sees of them."""
    return [replace(entry, words=entry.what, basis=()) for entry in entries]


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_timeline, "_PIECE", 2)
    monkeypatch.setattr(life_module, "_PIECE", 2)
    monkeypatch.setattr(life_module, "_UNSETTLED", 3)


@pytest.mark.parametrize("seed", range(2))
def test_the_kept_timeline_is_the_computed_one(seed: int) -> None:
    stream = Stream(seed)
    for _ in range(30):
        stream.apply()
        stream.check()


@pytest.mark.parametrize("seed", range(3))
def test_an_order_may_change_while_it_is_taken_in(seed: int) -> None:
    stream = Stream(seed)
    for _ in range(20):
        stream.apply()
        stream.apply_amid()
        stream.check()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 60))
def test_the_kept_timeline_is_the_computed_one_after_many_events(seed: int) -> None:
    stream = Stream(seed)
    for _ in range(120):
        stream.apply()
        if not seed % 2:
            stream.apply_amid()
        stream.check()


def test_one_more_fill_makes_the_last_rows_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    order = new_order()
    add_status(order, 0, "Submitted")
    for number in range(50):
        add_commission(add_fill(order, number, "1"), number + 0.5)
    kept = KeptTimeline(order, TimelineWriting())
    assert kept.update(()) == 0
    made: list[Fill] = []
    write = EntryWriter.fill

    def count(writer: EntryWriter, fill: Fill, before: str, *, has_parts: bool) -> Entry:
        made.append(fill)
        return write(writer, fill, before, has_parts=has_parts)

    monkeypatch.setattr(EntryWriter, "fill", count)
    fill = add_fill(order, 60, "1")
    first = kept.update([fill])
    assert (len(kept.rows), made) == (102, [fill])
    assert first >= 100


def test_words_are_written_when_they_are_read() -> None:
    order = new_order()
    add_status(order, 0, "Submitted")
    add_commission(add_fill(order, 1, "1"), 2)
    number = Mock(side_effect=str)
    kept = KeptTimeline(order, TimelineWriting(number, number))
    kept.update(())
    assert not number.called
    assert kept.rows[1].what == "Fill: bought 1 at 292.79 on IBKRATS."
    assert number.called


def test_moves_of_a_stop_are_complete_when_others_have_followed() -> None:
    blotter = new_blotter()

    def trail(stop: int, quantity: int = 100) -> None:
        terms: dict[str, Any] = {"orderType": "TRAIL", "auxPrice": Decimal(1), "trailStopPrice": Decimal(stop)}
        blotter.apply(open_order(7, 1, 5, status="Submitted", totalQuantity=Decimal(quantity), **terms))

    trail(1)
    trail(2)
    blotter.apply(order_status(7, 1, 5, status="Submitted"))
    (order,) = blotter.orders
    kept = KeptTimeline(order, TimelineWriting())
    kept.update(())
    trail(3)
    trail(3, 200)
    trail(4, 200)
    kept.update(())
    assert [entry.what for entry in kept.rows if entry.changes] == [
        "Trailing stop 1 → 3 in 2 steps.",
        "Modified: Quantity 100 → 200.",
        "Trailing stop 3 → 4.",
    ]


def test_what_was_written_of_an_order_that_changes_meanwhile_is_written_again() -> None:
    blotter = new_blotter()

    def price(amount: int, order_type: str = "STP") -> None:
        terms: dict[str, Any] = {"orderType": order_type, "auxPrice": Decimal(amount)}
        blotter.apply(open_order(7, 1, 5, status="Submitted", **terms))

    for amount in range(1, 7):
        price(amount)
    blotter.apply(order_status(7, 1, 5, status="PreSubmitted"))
    (order,) = blotter.orders
    kept = KeptTimeline(order, TimelineWriting())
    pieces = kept.updating(())
    next(pieces)
    price(6, "TRAIL")
    assert [*pieces]
    price(6)
    kept.update(())
    assert as_read(kept.rows) == as_read(timeline(order))
