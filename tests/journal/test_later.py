"""What TWS had of past days stands in the history where it belongs, and as asked later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from ibmonitor.domain.records.covered_day import AskedDay, Day
from ibmonitor.domain.records.events import CommissionReport, ExecDetails
from ibmonitor.domain.records.link import Link
from ibmonitor.journal import later
from ibmonitor.journal.asked_days import asked_days
from ibmonitor.journal.batch import Batch
from ibmonitor.journal.days import days_of
from ibmonitor.journal.events.codec import Codec
from ibmonitor.journal.later import ASKED_LATER, Answered, write_answer
from ibmonitor.journal.rows.record_rows import order_rows
from ibmonitor.journal.session import Session
from ibmonitor.journal.store.errors import HistoryError
from ibmonitor.journal.store.schema import COMMISSIONS, EXECUTIONS, INTERVALS, ORDERS, SESSIONS, SLICES
from ibmonitor.journal.store.store import Store
from tests.journal.histories import CIRCUMSTANCES, NEW_YORK, Book, FailingStore, connects, read_back
from tests.journal.store.history_rows import rows_of
from tests.support.blotter_events import START, commission, execution, open_order, order_status

FILE_ONLY = pytest.mark.parametrize("place", ["sqlite"], indirect=True)
CIRCUMSTANCES_UTC = replace(CIRCUMSTANCES, zone=UTC)
DAY, NEXT = date(2026, 6, 11), date(2026, 6, 12)
ASKED = datetime(2026, 6, 15, 13, tzinfo=UTC)
LINK = Link(host="127.0.0.1", port=7497, client_id=1, server_version=203, accounts=("DU1", "DU9000001"))


def written(
    store: Any, *answer: ExecDetails | CommissionReport, days: Sequence[date] = (DAY, NEXT), asked: datetime = ASKED
) -> list[tuple[date, int, int, int]]:
    answered = Answered(answer, days, asked, "paper", LINK)
    return [(each.day, each.came, each.new, each.lacking) for each in write_answer(store, answered, CIRCUMSTANCES_UTC)]


def at(hour: int, day: int = 11) -> str:
    """A time as TWS sends it."""
    return f"202606{day:02}-{hour:02}:30:00"


def see_live(store: Store, *exec_ids: str) -> None:
    """A window saw these executions on the day, with an order."""
    book, batch, session = Book(), Batch(), Session(Codec(), CIRCUMSTANCES_UTC, follows=False)
    session.add(book.receive(*connects("DU1"), open_order(7, 1, 11)), batch.add)
    for exec_id in exec_ids:
        session.add(book.receive(execution(exec_id, perm_id=7), after=timedelta(seconds=1)), batch.add)
    with store.writing() as connection:
        batch.write(connection)


def opened(store: Store, day: date = DAY) -> list[tuple[str, datetime]]:
    fills = read_back(store, day).blotter.fills
    return [(fill.execution.exec_id, fill.received) for fill in fills]


def test_each_day_has_its_executions_at_their_times(store: Store) -> None:
    assert written(
        store,
        execution("b.1.01.01", time=at(15), perm_id=8),
        execution("a.1.01.01", time=at(14), perm_id=7),
        execution("c.1.01.01", time=at(14, 12), perm_id=7),
        commission("a.1.01.01"),
        commission("c.1.01.01"),
        commission("of.another.01"),
    ) == [(DAY, 2, 2, 0), (NEXT, 1, 1, 0)]
    first, second = START.replace(hour=14), START.replace(hour=15)
    assert opened(store) == [("a.1.01.01", first), ("b.1.01.01", second)]
    assert opened(store, NEXT) == [("c.1.01.01", first.replace(day=12))]
    fill, unreported = read_back(store, DAY).blotter.fills
    assert (fill.commission is None, unreported.commission is None) == (False, True)
    assert sorted(row["exec_id"] for row in rows_of(store, COMMISSIONS)) == ["a.1.01.01", "c.1.01.01"]
    assert [row["day"] for row in rows_of(store, EXECUTIONS)] == ["2026-06-11", "2026-06-11", "2026-06-12"]
    # Executions alone make no orders.
    assert rows_of(store, ORDERS) == []


def test_its_sessions_say_that_they_were_asked_later_and_cover_nothing(store: Store) -> None:
    written(store, execution("a.1.01.01", time=at(14)))
    (session,) = rows_of(store, SESSIONS)
    asked = int(ASKED.timestamp() * 1_000_000)
    assert {name: session[name] for name in ("scope", "site", "started", "seen", "first_day", "last_day")} == {
        "scope": ASKED_LATER,
        "site": "paper",
        "started": asked,
        "seen": asked,
        "first_day": "2026-06-11",
        "last_day": "2026-06-11",
    }
    assert rows_of(store, INTERVALS) == []
    assert days_of(store, NEW_YORK) == []
    (day,) = days_of(store, NEW_YORK, asked_later=True)
    assert day == Day(DAY, "paper", (), AskedDay(DAY, "paper", ASKED, 1, 1, 0))
    assert [row["first_seen"] for row in rows_of(store, EXECUTIONS)] == [asked]


def test_what_was_known_is_not_written_again_and_what_tws_lacks_is_counted(store: Store) -> None:
    see_live(store, "a.1.01.01", "b.1.01.01")
    slices = len(rows_of(store, SLICES))
    assert written(
        store,
        execution("a.1.01.01", perm_id=7),
        execution("c.1.01.01", perm_id=7, time=at(14)),
        commission("a.1.01.01"),
    ) == [(DAY, 2, 1, 1), (NEXT, 0, 0, 0)]
    # The commission of a known one, and a new one.
    assert len(rows_of(store, SLICES)) == slices + 2
    (day,) = days_of(store, NEW_YORK)
    assert (len(day.spans), day.asked) == (1, AskedDay(DAY, "paper", ASKED, 2, 1, 1))
    assert [exec_id for exec_id, _ in opened(store)] == ["a.1.01.01", "b.1.01.01", "c.1.01.01"]
    assert [row["exec_id"] for row in rows_of(store, COMMISSIONS)] == ["a.1.01.01"]


@FILE_ONLY
def test_where_nothing_is_new_only_the_outcome_is_kept(store: Store) -> None:
    see_live(store, "a.1.01.01")
    before = len(rows_of(store, SESSIONS))
    assert written(store, execution("a.1.01.01", perm_id=7)) == [(DAY, 1, 0, 0), (NEXT, 0, 0, 0)]
    assert written(store) == [(DAY, 0, 0, 1), (NEXT, 0, 0, 0)]
    assert len(rows_of(store, SESSIONS)) == before
    assert asked_days(store) == [AskedDay(DAY, "paper", ASKED, 0, 0, 1), AskedDay(NEXT, "paper", ASKED, 0, 0, 0)]


@FILE_ONLY
def test_a_day_that_was_not_asked_for_is_kept_too_but_not_as_asked(store: Store) -> None:
    assert written(store, execution("a.1.01.01", time=at(14)), days=[NEXT]) == [(DAY, 1, 1, 0), (NEXT, 0, 0, 0)]
    assert [each.day for each in asked_days(store)] == [NEXT]


@FILE_ONLY
def test_a_correction_that_came_later_replaces_what_was_seen(store: Store) -> None:
    see_live(store, "a.1.01.01")
    written(store, execution("a.1.01.02", perm_id=7))
    assert [(row["exec_id"], row["superseded"]) for row in rows_of(store, EXECUTIONS)] == [
        ("a.1.01.01", 1),
        ("a.1.01.02", 0),
    ]


@FILE_ONLY
def test_an_order_that_is_known_from_a_later_day_stays_as_it_is(store: Store) -> None:
    book, batch, session = Book(), Batch(), Session(Codec(), CIRCUMSTANCES_UTC, follows=False)
    session.add(book.receive(*connects("DU1"), at=START + timedelta(days=1)), batch.add)
    session.add(book.receive(open_order(7, 1, 11), order_status(7, 1, 11, status="Filled", filled=100)), batch.add)
    for table, row in order_rows(book.blotter.orders[0], NEW_YORK):
        batch.add(table, row | {"site": "paper"})
    with store.writing() as connection:
        batch.write(connection)
    written(store, execution("a.1.01.01", perm_id=7, time=at(14)))
    (order,) = rows_of(store, ORDERS)
    assert (order["status"], order["filled"], order["first_day"]) == ("Filled", "100", "2026-06-12")


@FILE_ONLY
def test_what_was_broken_off_is_done_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(later, "_BATCH_ROWS", 3)
    answer = [execution(f"{name}.1.01.01", time=at(hour)) for hour, name in enumerate("abcdef", 10)]
    failing = FailingStore(store)
    failing.most = 2
    with pytest.raises(HistoryError):
        written(failing, *answer)
    assert 0 < len(rows_of(store, EXECUTIONS)) < 6
    assert asked_days(store) == []
    written(store, *answer)
    assert [exec_id for exec_id, _ in opened(store)] == [f"{name}.1.01.01" for name in "abcdef"]
    assert [each.day for each in asked_days(store)] == [DAY, NEXT]
