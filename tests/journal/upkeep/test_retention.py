"""Old days are gone with all their rows; what goes on into the days that are kept stays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from ibmonitor.domain.records.events import Event, ReceiveFA, TwsMessage
from ibmonitor.journal.days import days_of
from ibmonitor.journal.find import Wanted, days_of_order, list_executions, list_orders
from ibmonitor.journal.store.schema import (
    COMMISSIONS,
    FA_SNAPSHOTS,
    INTERVALS,
    MESSAGES,
    ORDER_DAYS,
    SESSIONS,
    SLICES,
)
from ibmonitor.journal.store.store import Store
from ibmonitor.journal.upkeep.retention import forget_before
from ibmonitor.journal.upkeep.sizes import sizes_of
from tests.journal.history import NEW_YORK, Written, connected
from tests.support.blotter_events import START, commission, execution, open_order, order_status


def day_of(day: int) -> list[Event]:
    """A GTC order of each day, one of this day only, a fill of each, a message and the groups."""
    own = 100 + day
    return [
        ReceiveFA(1, f"<ListOfGroups><!-- {day // 3} --></ListOfGroups>"),
        open_order(71, 1, 6, tif="GTC"),
        order_status(71, 1, 6, filled=day),
        open_order(own, 1, own),
        *(
            each
            for perm_id in (71, own)
            for each in (
                execution(f"e.{day}.{perm_id}.01", perm_id=perm_id, time=f"202606{day:02}-14:00:00"),
                commission(f"e.{day}.{perm_id}.01"),
            )
        ),
        TwsMessage(-1, 2104, f"of day {day}", None),
    ]


@pytest.fixture
def history(store: Store) -> Store:
    """Four days, each a session of its own but the third, which goes on from the second."""
    for days in ((1,), (2, 3), (4,)):
        written = Written(store)
        for day in days:
            time = START.replace(day=day)
            if day == days[0]:
                written.receive(connected(), time)
            written.receive(day_of(day), time + timedelta(seconds=1))
        written.close()
    return store


def column(store: Store, column: Any) -> list[object]:
    with store.reading() as connection:
        return sorted(set(connection.execute(select(column)).scalars()))


def test_all_of_a_day_goes(history: Store) -> None:
    assert forget_before(history, date(2026, 6, 2), NEW_YORK) == 2
    assert [day.day.day for day in days_of(history, NEW_YORK)] == [2, 3, 4]
    assert {each.day for each in list_executions(history, Wanted())} == {"2026-06-02", "2026-06-03", "2026-06-04"}
    assert column(history, COMMISSIONS.c.exec_id)[0] == "e.2.102.01"
    assert column(history, MESSAGES.c.text) == ["of day 2", "of day 3", "of day 4"]
    sessions = column(history, SESSIONS.c.session)
    assert len(sessions) == 2
    assert column(history, SLICES.c.session) == column(history, INTERVALS.c.session) == sessions


def test_an_order_that_lives_on_stays(history: Store) -> None:
    forget_before(history, date(2026, 6, 4), NEW_YORK)
    assert [(order.perm_id, order.first_day) for order in list_orders(history, Wanted())] == [
        (104, "2026-06-04"),
        (71, "2026-06-01"),
    ]
    assert days_of_order(history, "paper", 71) == [date(2026, 6, 4)]
    assert column(history, ORDER_DAYS.c.perm_id) == [71, 104]
    assert column(history, FA_SNAPSHOTS.c.xml) == ["<ListOfGroups><!-- 1 --></ListOfGroups>"]


def test_a_session_that_goes_on_stays_and_its_old_rows_go(history: Store) -> None:
    forget_before(history, date(2026, 6, 3), NEW_YORK)
    assert len(column(history, SESSIONS.c.session)) == 2
    assert column(history, MESSAGES.c.text) == ["of day 3", "of day 4"]
    assert {each.day for each in list_executions(history, Wanted())} == {"2026-06-03", "2026-06-04"}


def test_where_nothing_is_old_all_stays(history: Store) -> None:
    before = sizes_of(history, NEW_YORK)
    assert forget_before(history, date(2026, 6, 1), NEW_YORK) == 0
    after = sizes_of(history, NEW_YORK)
    assert (after.executions, after.orders, after.days) == (before.executions, before.orders, before.days)
    assert (after.executions, after.orders, [day.day for day in after.days]) == (8, 5, [1, 2, 3, 4])
