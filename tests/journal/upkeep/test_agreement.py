"""The rows of a history are what its events give; where they are not, that is found."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update

from ibmonitor.domain.records.events import Event
from ibmonitor.journal.store.schema import COMMISSIONS, EXECUTIONS, ORDERS
from ibmonitor.journal.store.store import Store
from ibmonitor.journal.upkeep.check import problems_of
from ibmonitor.journal.upkeep.forgetting import forget_account
from ibmonitor.journal.upkeep.retention import forget_before
from tests.journal.history import NEW_YORK, empty, write
from tests.journal.test_sums import Days
from tests.journal.upkeep.test_forgetting import ACCOUNTS, GONE, day_of
from tests.support.blotter_events import START, commission, execution, open_order, order_status
from tests.support.examples import examples
from tests.support.fill_streams import MASTER


def day(number: int) -> list[Event]:
    """An order of several days with a fill of each day."""
    exec_id = f"e.{number}.01.01"
    return [
        open_order(71, 1, 6),
        order_status(71, 1, 6, filled=number, remaining=100 - number),
        execution(exec_id, perm_id=71, time=f"202606{number:02}-14:00:00"),
        commission(exec_id),
    ]


@pytest.fixture
def history(store: Store) -> Store:
    for number in (9, 10):
        write(store, day(number), time=START.replace(day=number))
    return store


@given(st.integers(0, 1_000_000))
@settings(examples(8), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_the_program_writes_is_whole(store: Store, seed: int) -> None:
    stream = Days(seed)
    empty(store)
    for number in (11, 12):
        slices = [[stream.event() for _ in range(5)] for _ in range(8)]
        write(store, *slices, accounts=(*stream.accounts, MASTER), time=START.replace(day=number))
    assert problems_of(store, NEW_YORK) == []


def test_what_was_removed_is_not_missed(history: Store) -> None:
    assert problems_of(history, NEW_YORK) == []
    forget_before(history, date(2026, 6, 10), NEW_YORK)
    assert problems_of(history, NEW_YORK) == []
    write(history, [open_order(72, 1, 7, account="DU2"), execution("e.3.01.01", perm_id=72, acct_number="DU2")])
    write(history, *day_of(GONE), accounts=ACCOUNTS, time=START.replace(day=20))
    for account in ("DU2", GONE):
        forget_account(history, account)
    assert problems_of(history, NEW_YORK) == []


def test_rows_that_do_not_agree(history: Store) -> None:
    is_first = EXECUTIONS.c.exec_id == "e.9.01.01"
    with history.writing() as connection:
        connection.execute(update(EXECUTIONS).where(is_first).values(price="1", side="SLD"))
        connection.execute(update(EXECUTIONS).where(~is_first).values(exec_id="e.11.01.01"))
        connection.execute(delete(COMMISSIONS))
        connection.execute(update(ORDERS).values(filled="99"))
    assert sorted(problems_of(history, NEW_YORK)) == [
        "2026-06-09: 1 commission is not in the lists (e.9.01.01).",
        "2026-06-09: 1 execution is not as the events have it (price, side) (e.9.01.01).",
        "2026-06-10: 1 commission is not in the lists (e.10.01.01).",
        "2026-06-10: 1 execution is in the lists, and no event tells of it (e.11.01.01).",
        "2026-06-10: 1 execution is not in the lists (e.10.01.01).",
        "2026-06-10: 1 order is not as the events have it (filled) (71).",
    ]


def test_what_another_session_of_the_day_may_have_changed_is_not_compared(store: Store) -> None:
    write(store, day(10), time=START.replace(day=10))
    with store.writing() as connection:
        connection.execute(update(ORDERS).values(outcome="rejected"))
    assert problems_of(store, NEW_YORK) == ["2026-06-10: 1 order is not as the events have it (outcome) (71)."]
    write(store, [execution("e.12.01.01", perm_id=72)], time=START.replace(day=10, hour=18))
    assert problems_of(store, NEW_YORK) == []
