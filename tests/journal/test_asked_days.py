"""Which days the history may lack something of, and what TWS had of them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from ibmonitor.domain.records.covered_day import AskedDay
from ibmonitor.journal.asked_days import asked_days, missing_days, note_asked
from ibmonitor.journal.store.schema import META, REQUESTS, SESSIONS
from ibmonitor.journal.store.store import Store
from ibmonitor.journal.store.upsert import upsert
from tests.journal.histories import NEW_YORK
from tests.journal.store.history_rows import row
from tests.support.blotter_events import START

TODAY = date(2026, 6, 11)


def day(number: int) -> date:
    return date(2026, 6, number)


def note(store: Store, *asked: AskedDay) -> None:
    with store.writing() as connection:
        for each in asked:
            note_asked(connection, each)


def listed(store: Store, local: str, site: str = "paper", **values: object) -> None:
    """TWS has listed its executions at this time of New York."""
    moment = datetime.fromisoformat(local).replace(tzinfo=NEW_YORK)
    ended = int(moment.timestamp() * 1_000_000)
    request = {"request": "executions", "progress": "complete", "asked": ended, "ended": ended, **values}
    session = row(SESSIONS, session=f"{site} {local}", site=site, last_day=f"{moment:%Y-%m-%d}")
    with store.writing() as connection:
        upsert(connection, SESSIONS, [session])
        upsert(connection, REQUESTS, [row(REQUESTS, session=session["session"], **request)])


def missing(store: Store, site: str = "paper") -> list[int]:
    return [each.day for each in missing_days(store, site, TODAY, NEW_YORK)]


def test_of_a_new_history_all_days_are_missing_that_tws_may_have(store: Store) -> None:
    assert missing(store) == [5, 6, 7, 8, 9, 10]


@pytest.mark.parametrize(
    ("local", "is_whole"),
    [
        ("2026-06-09T19:59:59", False),
        ("2026-06-09T20:00:00", True),
        ("2026-06-09T23:59:59", True),
        ("2026-06-10T00:00:00", False),
    ],
)
def test_a_day_is_whole_that_was_listed_after_its_close(store: Store, local: str, is_whole: bool) -> None:
    listed(store, local)
    assert (9 not in missing(store)) is is_whole
    assert missing(store, "live") == [5, 6, 7, 8, 9, 10]


def test_what_was_not_answered_whole_or_asked_otherwise_does_not_count(store: Store) -> None:
    listed(store, "2026-06-09T21:00:00", progress="no answer")
    listed(store, "2026-06-09T21:00:01", ended=None)
    listed(store, "2026-06-09T21:00:02", request="executions (AAPL)")
    listed(store, "2026-06-09T21:00:03", site="live")
    assert 9 in missing(store)


def test_what_was_asked_is_not_missing_even_where_tws_had_none(store: Store) -> None:
    none, some = AskedDay(day(6), "paper", START, 0, 0, 3), AskedDay(day(5), "paper", START, 7, 2, 0)
    other = AskedDay(day(7), "live", START, 1, 1, 0)
    note(store, none, some, other)
    note(store, none)
    assert asked_days(store) == [some, none, other]
    assert missing(store) == [7, 8, 9, 10]


def test_other_facts_of_the_history_are_none_of_these(store: Store) -> None:
    with store.writing() as connection:
        upsert(connection, META, [{"name": "askedx", "value": "1"}, {"name": "tail a", "value": "1"}])
    assert asked_days(store) == []
