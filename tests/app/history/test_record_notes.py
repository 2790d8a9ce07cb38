"""What records tell is handed on a little later, once for many changes, and nothing is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ibmonitor.app.history import record_notes
from ibmonitor.app.history.record_notes import RecordNotes
from ibmonitor.app.process import turns
from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.events import Event
from ibmonitor.journal.writer import Standing
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.live.tables import make_tables
from tests.journal.histories import NEW_YORK
from tests.support.blotter_events import START, execution, open_order, order_status
from tests.support.fill_streams import LEG


class Noting:
    def __init__(self) -> None:
        self.now = START
        blotter = Blotter(clock=lambda: self.now)
        self.feed = Feed(blotter, make_tables())
        self.noted: list[Standing] = []
        self.notes = RecordNotes(self.feed, self.noted.append, NEW_YORK)
        self.notes.follow(follows=True)

    def receive(self, *events: Event) -> None:
        self.feed.on_events(list(events))
        self.feed.flush()

    def begin(self) -> None:
        """Begin to make rows, and make the first one."""
        self.notes._begin()
        assert self.notes._turns is not None
        self.notes._turns._go_on()

    def statuses(self) -> list[list[object]]:
        return [[row["status"] for row in standing.orders] for standing in self.noted]


@pytest.fixture
def noting(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Noting]:
    del qapp
    monkeypatch.setattr(record_notes, "_WAIT_MS", 0)
    made = Noting()
    yield made
    made.notes.follow(follows=False)


def test_several_changes_of_an_order_are_one_row(noting: Noting, qtbot: QtBot) -> None:
    noting.receive(open_order(7, 1, 11))
    noting.receive(order_status(7, 1, 11, filled=40, remaining=60))
    assert (noting.noted, noting.notes.is_idle) == ([], False)
    qtbot.waitUntil(lambda: noting.notes.is_idle)
    (standing,) = noting.noted
    assert [(row["perm_id"], row["filled"], row["status"]) for row in standing.orders] == [(7, "40", "Submitted")]
    assert standing.days == ({"perm_id": 7, "day": "2026-06-11"},)
    assert standing.executions == ()


def test_of_fills_only_those_that_count_otherwise_are_noted_from_then_on(noting: Noting) -> None:
    noting.receive(execution("e.1.01.01"), execution("e.2.01.01"))
    noting.notes.finish()
    noting.receive(execution("e.1.01.02"))
    noting.notes.finish()
    noting.receive(execution("e.1.01.03", contract=LEG))
    noting.notes.finish()
    assert [[(row["exec_id"], row["superseded"]) for row in standing.executions] for standing in noting.noted] == [
        [("e.1.01.01", 1)],
        [("e.1.01.01", 1), ("e.1.01.02", 1)],
    ]


@pytest.fixture
def _one_step_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_SLICE", -1.0)


@pytest.mark.usefixtures("_one_step_a_turn")
def test_finishing_hands_on_what_is_being_made(noting: Noting) -> None:
    noting.receive(open_order(7, 1, 11), open_order(8, 1, 12))
    noting.begin()
    noting.receive(order_status(7, 1, 11, status="Cancelled"))
    noting.notes.finish()
    assert noting.notes.is_idle
    assert noting.statuses() == [["PreSubmitted", "PreSubmitted"], ["Cancelled"]]
    assert noting.noted[-1].orders[0]["perm_id"] == 7


@pytest.mark.usefixtures("_one_step_a_turn")
def test_what_changes_while_rows_are_made_is_handed_on_after_them(noting: Noting, qtbot: QtBot) -> None:
    noting.receive(open_order(7, 1, 11), open_order(8, 1, 12))
    noting.begin()
    noting.now += timedelta(days=1)
    noting.receive(order_status(8, 1, 12, status="Cancelled"))
    qtbot.waitUntil(lambda: noting.notes.is_idle)
    assert noting.statuses()[-1] == ["Cancelled"]
    assert {row["day"] for row in noting.noted[-1].days} == {"2026-06-11", "2026-06-12"}


def test_nothing_is_noted_while_it_does_not_follow(noting: Noting, qtbot: QtBot) -> None:
    noting.notes.follow(follows=False)
    noting.notes.follow(follows=False)
    noting.receive(open_order(7, 1, 11))
    noting.notes.follow(follows=True)
    noting.receive(open_order(8, 1, 12))
    qtbot.waitUntil(lambda: noting.notes.is_idle)
    assert [[row["perm_id"] for row in standing.orders] for standing in noting.noted] == [[8]]
