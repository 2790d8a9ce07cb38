"""The writer's thread: what it is handed is in the history, whatever the store does meanwhile."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from threading import Event as Flag
from typing import Any, cast

import pytest
from sqlalchemy import Connection

from ibmonitor.domain.records.events import Event
from ibmonitor.domain.records.slice import Slice
from ibmonitor.journal import writer as writer_module
from ibmonitor.journal.rows.record_rows import order_rows, standing_row
from ibmonitor.journal.store.errors import HistoryError
from ibmonitor.journal.store.schema import EXECUTIONS, META, ORDER_DAYS, ORDERS, SESSIONS, SLICES
from ibmonitor.journal.store.store import Store
from ibmonitor.journal.tail_mark import committed_of
from ibmonitor.journal.writer import HistoryWriter, Standing
from tests.journal.histories import (
    CIRCUMSTANCES,
    NEW_YORK,
    PATIENCE,
    Book,
    FailingStore,
    connects,
    read_back,
    wait_until,
)
from tests.journal.store.history_rows import rows_of
from tests.recording.sessions import contents
from tests.support.blotter_events import START, commission, execution, open_order, order_status

FILE_ONLY = pytest.mark.parametrize("place", ["sqlite"], indirect=True)
"""What has nothing to do with the kind of the store is tried on one of them."""
DAY = date(2026, 6, 11)
SECOND = timedelta(seconds=1)


class Writing:
    """A writer with what it has said."""

    def __init__(self, store: Store, sync_tail: Callable[[], None] = lambda: None) -> None:
        self.said: list[str] = []
        self.store = FailingStore(store)
        self.writer: Any = HistoryWriter(cast("Store", self.store), CIRCUMSTANCES, self.said.append, sync_tail)
        self.book = Book()

    def receive(self, *events: Event, after: timedelta = SECOND) -> None:
        self.writer.take(self.book.receive(*events, after=after))

    def flush(self) -> None:
        assert self.writer.flush(PATIENCE)


@pytest.fixture
def writing(store: Store) -> Iterator[Writing]:
    made = Writing(store)
    yield made
    made.writer.close(PATIENCE)


def fill(number: int, **known: Any) -> list[Event]:
    return [execution(f"e.{number}.01.01", **known), commission(f"e.{number}.01.01")]


def ids(store: Store) -> list[str]:
    return [row["exec_id"] for row in rows_of(store, EXECUTIONS)]


def test_what_it_takes_is_read_back(store: Store, writing: Writing) -> None:
    writing.receive(*connects())
    for number in range(5):
        writing.receive(*fill(number), order_status(70 + number, 1, number))
    writing.flush()
    assert writing.writer.is_idle
    assert contents(read_back(store, DAY).blotter) == contents(writing.book.blotter)
    assert ids(store) == [f"e.{number}.01.01" for number in range(5)]
    assert writing.said == []


@FILE_ONLY
def test_closing_writes_what_is_left(store: Store, writing: Writing) -> None:
    writing.receive(*connects(), *fill(1))
    assert writing.writer.close(PATIENCE)
    assert ids(store) == ["e.1.01.01"]


def test_a_connection_on_another_day_begins_another_session_with_known_fills_whole(
    store: Store, writing: Writing
) -> None:
    writing.receive(*connects(), *fill(1))
    writing.receive(*connects(), *fill(1), *fill(2), after=timedelta(days=1))
    writing.flush()
    first, second = sorted(rows_of(store, SESSIONS), key=lambda row: row["started"])
    assert (first["last_day"], second["first_day"]) == ("2026-06-11", "2026-06-12")
    again = read_back(store, date(2026, 6, 12)).blotter
    assert [each.execution.exec_id for each in again.fills] == ["e.1.01.01", "e.2.01.01"]


@FILE_ONLY
def test_another_session_begins_where_the_records_are_forgotten(store: Store, writing: Writing) -> None:
    writing.receive(*connects("U1"), *fill(1))
    writing.writer.begin_anew()
    writing.book = Book()
    writing.receive(*connects("DU1"), *fill(1))
    writing.flush()
    assert sorted(row["site"] for row in rows_of(store, SESSIONS)) == ["live", "paper"]
    assert sorted((row["site"], row["exec_id"]) for row in rows_of(store, EXECUTIONS)) == [
        ("live", "e.1.01.01"),
        ("paper", "e.1.01.01"),
    ]


def test_what_records_tell_has_the_site_of_its_session(store: Store, writing: Writing) -> None:
    writing.receive(*connects("U1"), open_order(7, 1, 11), execution("e.1.01.01"), execution("e.1.01.02"))
    blotter = writing.book.blotter
    rows = [row for order in blotter.orders for row in order_rows(order, NEW_YORK)]
    writing.writer.note(
        Standing(
            tuple(row for table, row in rows if table is ORDERS),
            tuple(row for table, row in rows if table is ORDER_DAYS),
            tuple(map(standing_row, blotter.fills)),
        )
    )
    writing.flush()
    assert [(row["site"], row["perm_id"]) for row in rows_of(store, ORDERS)] == [("live", 7)]
    assert rows_of(store, ORDER_DAYS) == [{"site": "live", "perm_id": 7, "day": "2026-06-11"}]
    assert [(row["exec_id"], row["superseded"]) for row in rows_of(store, EXECUTIONS)] == [
        ("e.1.01.01", 1),
        ("e.1.01.02", 0),
    ]


class TestTroubles:
    def test_a_store_that_fails_and_comes_back_has_everything(
        self, store: Store, writing: Writing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(writer_module, "_FIRST_RETRY", 0.0)
        full, broken = HistoryError("The disk is full."), HistoryError("The disk is broken.")
        writing.store.failures = [full, full, full, broken]
        writing.receive(*connects(), *fill(1))
        wait_until(lambda: writing.said)
        writing.receive(*fill(2))
        writing.flush()
        assert ids(store) == ["e.1.01.01", "e.2.01.01"]
        assert [row["seq"] for row in rows_of(store, SLICES)] == [0, 1]
        assert writing.said == ["The disk is full.", "The disk is broken.", ""]

    @FILE_ONLY
    def test_a_flush_tries_again_at_once(self, store: Store, writing: Writing, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(writer_module, "_FIRST_RETRY", 2 * PATIENCE)
        writing.store.is_broken = True
        writing.receive(*connects(), *fill(1))
        wait_until(lambda: writing.said)
        assert not writing.writer.is_idle
        writing.store.is_broken = False
        writing.flush()
        assert ids(store) == ["e.1.01.01"]

    @FILE_ONLY
    def test_closing_while_nothing_can_be_written_says_so(self, store: Store, writing: Writing) -> None:
        writing.store.is_broken = True
        writing.receive(*connects(), *fill(1))
        wait_until(lambda: writing.said)
        assert not writing.writer.close(0.01)
        assert (ids(store), writing.said) == ([], ["The disk is full."])

    @FILE_ONLY
    def test_closing_does_not_wait_for_a_store_that_never_answers(self, writing: Writing) -> None:
        stuck, freed = Flag(), Flag()

        @contextmanager
        def writing_never() -> Iterator[Connection]:
            stuck.set()
            if freed.wait(PATIENCE):
                raise HistoryError("Too late.")
            yield  # type: ignore[misc]

        vars(writing.store)["writing"] = writing_never
        writing.receive(*connects())
        assert stuck.wait(PATIENCE)
        assert not writing.writer.close(0.01)
        freed.set()
        assert not writing.writer.flush(PATIENCE)

    def test_of_many_rows_one_that_cannot_be_stored_is_left_out(
        self, store: Store, writing: Writing, caplog: pytest.LogCaptureFixture
    ) -> None:
        writing.receive(*connects(), *fill(1), *fill(2, perm_id=1 << 70), *fill(3))
        writing.flush()
        assert ids(store) == ["e.1.01.01", "e.3.01.01"]
        assert [each.execution.exec_id for each in read_back(store, DAY).blotter.fills] == [
            "e.1.01.01",
            "e.2.01.01",
            "e.3.01.01",
        ]
        assert writing.said[0].startswith(("A value for the table executions cannot", "The history cannot hold"))
        assert writing.said[1:] == [""]
        assert caplog.messages == ["a row is not in the history"]

    @FILE_ONLY
    def test_a_bug_does_not_end_it(self, store: Store, writing: Writing, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.CRITICAL)
        writing.store.failures = [RuntimeError("a bug")]
        writing.receive(*connects(), *fill(1))
        writing.writer.take(Slice(START, [object()]))  # type: ignore[list-item]
        writing.receive(*fill(2))
        writing.flush()
        assert ids(store) == ["e.1.01.01", "e.2.01.01"]


class TestTail:
    def test_what_of_a_tail_is_written_is_written_with_it(self, store: Store, writing: Writing) -> None:
        writing.writer.begin_tail("a")
        writing.receive(*connects(), *fill(1))
        writing.flush()
        assert committed_of(store, "a") == 2
        writing.store.is_broken = True
        writing.receive(*fill(2))
        wait_until(lambda: writing.said)
        assert committed_of(store, "a") == 2
        writing.store.is_broken = False
        writing.flush()
        assert committed_of(store, "a") == 4

    @FILE_ONLY
    def test_of_a_tail_that_is_no_more_nothing_is_left(self, store: Store, writing: Writing) -> None:
        for name in "abc":
            writing.writer.begin_tail(name)
            writing.receive(*fill(ord(name)))
        writing.flush()
        assert [row for row in rows_of(store, META) if row["name"].startswith("tail")] == [
            {"name": "tail c", "value": "2"}
        ]


@FILE_ONLY
class TestBursts:
    def test_it_waits_for_the_end_of_a_burst(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        now, sleeps, syncs = [0.0], list[float](), list[int]()

        def sleep(seconds: float) -> None:
            sleeps.append(seconds)
            if len(sleeps) == 3:
                now[0] += 1

        monkeypatch.setattr(writer_module, "_BURST", 4)
        monkeypatch.setattr(writer_module, "monotonic", lambda: now[0])
        monkeypatch.setattr(writer_module, "sleep", sleep)
        monkeypatch.setattr(writer_module, "BATCH_ROWS", 1)
        writing = Writing(store, lambda: syncs.append(len(ids(store))))
        writing.receive(*fill(1), *fill(2))
        wait_until(lambda: writing.writer.is_idle)
        assert (len(sleeps), syncs) == (3, [0, 0, 0])
        assert len(ids(store)) == 2
        # What comes slowly is none.
        writing.receive(*fill(3))
        wait_until(lambda: writing.writer.is_idle)
        assert len(sleeps) == 3
        writing.writer.close(PATIENCE)

    def test_a_flush_does_not_wait_for_it(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(writer_module, "_BURST", 0)
        writing = Writing(store)
        writing.receive(*fill(1))
        writing.flush()
        assert ids(store) == ["e.1.01.01"]
        assert writing.writer.close(PATIENCE)

    def test_it_is_full_while_too_much_waits_unless_nothing_can_be_written(
        self, writing: Writing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(writer_module, "MOST_PENDING", 5)
        store = writing.store
        with store.store.writing():
            writing.receive(*fill(1), *fill(2))
            assert not writing.writer.is_full
            writing.receive(*fill(3))
            assert writing.writer.is_full
            store.is_broken = True
        wait_until(lambda: writing.said)
        assert not writing.writer.is_full
        store.is_broken = False
        writing.flush()
        assert not writing.writer.is_full
