"""Removes the days of a history that are older than the user wants to keep."""

from __future__ import annotations

from datetime import date, tzinfo

from sqlalchemy import and_, delete, exists, select

from ibmonitor.journal.rows.days import bounds_of, microseconds_of
from ibmonitor.journal.store.schema import (
    COMMISSIONS,
    EXECUTIONS,
    FA_SNAPSHOTS,
    INTERVALS,
    MESSAGES,
    META,
    ORDER_DAYS,
    ORDERS,
    REQUESTS,
    SESSIONS,
    SLICES,
)
from ibmonitor.journal.store.store import Store
from ibmonitor.journal.store.upsert import upsert
from ibmonitor.journal.upkeep.compact import compact_if_worthwhile

_FIRST_KEPT = "first day"
"""The name of a fact of the whole history."""


def first_kept(store: Store) -> str:
    """The day before which all was removed, as 2026-11-30; "" where nothing was. Raises `HistoryError`."""
    with store.reading() as connection:
        return connection.execute(select(META.c.value).where(META.c.name == _FIRST_KEPT)).scalar() or ""


def forget_before(store: Store, first: date, zone: tzinfo) -> int:
    """Remove all that is older than the day `first`, by the days of `zone`; return how many executions that were.

    An order stays while it was seen on a later day, with what is known of it since its beginning. A session that goes
    on into a later day stays whole: that day is opened by it. Can be interrupted, and done again. Raises
    `HistoryError`.
    """
    day, moment = first.isoformat(), microseconds_of(bounds_of(first, zone)[0])
    with store.reading() as connection:
        old = list(connection.execute(select(SESSIONS.c.session).where(SESSIONS.c.last_day < day)).scalars())
    for session in old:
        # The session itself last, by which the rest of it is found again.
        with store.writing() as connection:
            for table in (SLICES, INTERVALS, REQUESTS, MESSAGES, SESSIONS):
                connection.execute(delete(table).where(table.c.session == session))
    with store.writing() as connection:
        upsert(connection, META, [{"name": _FIRST_KEPT, "value": day}])
        removed = connection.execute(delete(EXECUTIONS).where(EXECUTIONS.c.day < day)).rowcount
        its_execution = and_(EXECUTIONS.c.site == COMMISSIONS.c.site, EXECUTIONS.c.exec_id == COMMISSIONS.c.exec_id)
        # One that came before its execution waits for it.
        connection.execute(delete(COMMISSIONS).where(COMMISSIONS.c.last_seen < moment, ~exists().where(its_execution)))
        connection.execute(delete(ORDERS).where(ORDERS.c.last_day < day))
        connection.execute(delete(ORDER_DAYS).where(ORDER_DAYS.c.day < day))
        connection.execute(delete(MESSAGES).where(MESSAGES.c.day < day))
        connection.execute(delete(FA_SNAPSHOTS).where(FA_SNAPSHOTS.c.last_seen < moment))
    compact_if_worthwhile(store)
    return removed
