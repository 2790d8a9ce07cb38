"""What a program that ended suddenly left is in the history after the next start, whatever was written before."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from ibmonitor.app.history import recovery
from ibmonitor.app.history.recovery import recover, without_first
from ibmonitor.domain.records.events import ClockCompared, Event, ManagedAccounts
from ibmonitor.journal.batch import Batch
from ibmonitor.journal.days import days_of
from ibmonitor.journal.events.codec import Codec
from ibmonitor.journal.session import Session
from ibmonitor.journal.store.open_store import open_store
from ibmonitor.journal.store.schema import EXECUTIONS, META, ORDERS, SESSIONS, SLICES
from ibmonitor.journal.store.store import Store
from ibmonitor.journal.tail_mark import TailMark, is_counted
from ibmonitor.recording.recording_format import Header
from ibmonitor.recording.tail import Tail
from tests.journal.histories import CIRCUMSTANCES, NEW_YORK, FailingStore, read_back
from tests.journal.histories import Book as HistoryBook
from tests.journal.store.history_rows import rows_of
from tests.recording.sessions import Book, SteppingClock, recorded, synchronise
from tests.support.blotter_events import START, execution

DAY = date(2026, 11, 23)


class SteppingTail(Tail):
    """In the place of a recorder."""

    def __init__(self, clock: SteppingClock, path: Path, **facts: object) -> None:
        super().__init__(path, lambda: {"tail": "t", "zone": "", "accounts": [], **facts}, clock=clock)
        self._stepping = clock

    def start(self, _path: Path, _facts: object) -> str:
        self.begin()
        return ""

    def stop(self) -> None:
        self.leave()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(tmp_path / "history" / "default.sqlite")
    yield made
    made.close()


@pytest.fixture
def tail(tmp_path: Path, qapp: QApplication) -> tuple[Path, Book]:
    """That of a whole session with an advisor's TWS, and the book that the window had."""
    del qapp
    clock = SteppingClock()
    made: Any = SteppingTail(clock, tmp_path / "default.tail")
    return made.path, recorded(made.path, synchronise, recorder=made)


def played(path: Path, store: object) -> str:
    return asyncio.run(recover(path, store, NEW_YORK))  # type: ignore[arg-type]


def shown(book: Book) -> list[str]:
    return sorted(fill.execution.exec_id for fill in book.blotter.fills)


def kept(store: Store) -> list[str]:
    (day,) = days_of(store, NEW_YORK)
    return sorted(fill.execution.exec_id for fill in read_back(store, day.day, day.site).blotter.fills)


def commit(store: Store, book: Book, count: int) -> None:
    """Write the first events that came from TWS, as the program did before it ended; not what records tell."""
    mine, batch, mark = HistoryBook(), Batch(), TailMark("t")
    session = Session(Codec(), CIRCUMSTANCES, follows=False)
    events: list[Event] = []
    for event in book.received:
        if count == 0:
            break
        events.append(event)
        count -= is_counted(event)
    session.add(mine.receive(*events, at=book.blotter.link.live_intervals[0].began), batch.add)
    mark.add(events)
    with store.writing() as connection:
        batch.write(connection)
        mark.write(connection)


def counted(book: Book) -> int:
    return sum(map(is_counted, book.received))


@pytest.mark.parametrize("part", [0.0, 0.3, 0.9, 1.0])
def test_what_was_not_written_is_written_and_nothing_twice(store: Store, tail: tuple[Path, Book], part: float) -> None:
    path, book = tail
    committed = int(part * counted(book))
    if committed:
        commit(store, book, committed)
    slices_before = len(rows_of(store, SESSIONS))
    assert played(path, store) == ""
    assert kept(store) == shown(book) == sorted(row["exec_id"] for row in rows_of(store, EXECUTIONS))
    # Those of the records too, which the program writes a little later.
    orders = {row["perm_id"]: (row["status"], row["filled"]) for row in rows_of(store, ORDERS)}
    assert orders == {
        order.perm_id: (order.status or "", None if order.filled is None else str(order.filled))
        for order in book.blotter.orders
        if order.perm_id
    }
    superseded = {fill.execution.exec_id for fill in book.blotter.fills if fill.superseded_by is not None}
    assert {row["exec_id"] for row in rows_of(store, EXECUTIONS) if row["superseded"]} == superseded
    assert len(rows_of(store, SESSIONS)) == slices_before + (part < 1)
    assert not path.exists()
    assert not [row for row in rows_of(store, META) if row["name"].startswith("tail")]


def test_accounts_are_known_from_the_header_where_they_came_before(store: Store) -> None:
    header = Header("IB Monitor 0", START, settings={"tail": "t", "accounts": ["DU1", "DU2"]})
    recovery._Tail(header, CIRCUMSTANCES, [(START, [execution("e.1.01.01")])]).write(store)
    assert [(row["site"], row["accounts"]) for row in rows_of(store, SESSIONS)] == [("paper", '["DU1", "DU2"]')]
    assert [row["site"] for row in rows_of(store, EXECUTIONS)] == ["paper"]


def test_half_a_record_at_the_end_is_left_out(store: Store, tail: tuple[Path, Book]) -> None:
    path, book = tail
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert played(path, store) == ""
    assert set(kept(store)) < set(shown(book))


@pytest.mark.parametrize("content", [b"", b"IBMON", b"no recording\n\n"])
def test_what_was_being_begun_is_removed(store: Store, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "default.tail"
    path.write_bytes(content)
    assert played(path, store) == ""
    assert not path.exists()
    assert played(path, store) == ""


def test_a_tail_of_nothing_leaves_no_session(store: Store, tmp_path: Path) -> None:
    tail = Tail(tmp_path / "default.tail", lambda: {"tail": "t"})
    tail.begin()
    tail.announced(ClockCompared(timedelta()))
    tail.leave()
    assert played(tail.path, store) == ""
    assert (rows_of(store, SESSIONS), tail.path.exists()) == ([], False)


def test_it_goes_on_where_it_was_killed(store: Store, tail: tuple[Path, Book], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recovery, "BATCH_ROWS", 5)
    path, book = tail
    failing = FailingStore(store)
    failing.most = 4
    assert "tried again at the next start" in played(path, failing)
    assert path.exists()
    assert rows_of(store, SLICES)
    assert len(rows_of(store, EXECUTIONS)) < len(shown(book))
    assert played(path, store) == ""
    assert kept(store) == shown(book)


def test_a_history_that_cannot_be_read_is_tried_again(store: Store, tail: tuple[Path, Book]) -> None:
    path, _ = tail
    store.close()
    assert "tried again at the next start" in played(path, store)
    assert path.exists()


def test_rows_that_cannot_be_stored_are_left_out_alone(store: Store) -> None:
    header = Header("IB Monitor 0", START, settings={"tail": "t", "accounts": ["DU1"]})
    events: list[Event] = [execution("e.1.01.01", perm_id=1 << 70), execution("e.2.01.01")]
    recovery._Tail(header, CIRCUMSTANCES, [(START, events)]).write(store)
    assert [row["exec_id"] for row in rows_of(store, EXECUTIONS)] == ["e.2.01.01"]


def test_of_what_came_from_tws_the_first_are_left_out() -> None:
    own, first, second = ClockCompared(timedelta()), execution("e.1.01.01"), execution("e.2.01.01")
    accounts = ManagedAccounts(("DU1",))
    slices: list[tuple[Any, list[Event]]] = [(START, [accounts, first, own]), (START, [first]), (START, [own, second])]
    assert without_first(slices, 2) == [(START, [accounts, own]), (START, [own, second])]
    assert without_first(slices, 0) == slices
    assert [events for _, events in without_first(slices, 9)] == [[accounts, own], [own]]
