"""What else a list of the history needs: messages, numbers of executions, the accounts and their aliases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.sql.functions import count

from ibmonitor.domain.records.value import value
from ibmonitor.journal.rows.days import moment_of
from ibmonitor.journal.store.schema import EXECUTIONS, FA_SNAPSHOTS, MESSAGES, ORDERS, SESSIONS
from ibmonitor.journal.store.store import Store


@value
class FoundMessage:
    """A message of TWS, or of this program (`code` is `None`)."""

    day: str
    time: datetime
    code: int | None
    severity: str
    req_id: int | None
    perm_id: int | None
    plain: str
    text: str


def list_messages(store: Store, first: date | None = None, last: date | None = None) -> Iterator[FoundMessage]:
    """The messages of some days, both included, the newest first, read a day at a time. Raises `HistoryError`."""
    columns = MESSAGES.c
    with store.reading() as connection:
        query = select(columns.day).where(*in_days(columns.day, first, last)).distinct().order_by(columns.day.desc())
        days = connection.execute(query).scalars().all()
    names = [columns[field.name] for field in fields(FoundMessage)]
    for day in days:
        query_of_day = select(*names).where(columns.day == day).order_by(columns.time.desc(), columns.seq.desc())
        with store.reading() as connection:
            rows = connection.execute(query_of_day).mappings().all()
        for row in rows:
            yield FoundMessage(**{**row, "time": moment_of(row["time"])})


def executions_by_day(store: Store, first: date | None = None, last: date | None = None) -> dict[tuple[str, str], int]:
    """How many executions there are by day and site. Raises `HistoryError`."""
    columns = EXECUTIONS.c
    query = (
        select(columns.day, columns.site, count())
        .where(*in_days(columns.day, first, last))
        .group_by(columns.day, columns.site)
    )
    with store.reading() as connection:
        return {(day, site): number for day, site, number in connection.execute(query)}


def accounts_of(store: Store) -> set[str]:
    """All accounts that the history names as such. Raises `HistoryError`."""
    with store.reading() as connection:
        lists = connection.execute(select(SESSIONS.c.accounts).distinct()).scalars().all()
        found = {str(account) for raw in lists for account in json.loads(raw)}
        for table in (EXECUTIONS, ORDERS):
            found.update(connection.execute(select(table.c.account).distinct()).scalars())
    return found - {""}


def alias_lists(store: Store) -> list[str]:
    """What TWS sent of the accounts' aliases, as XML, the latest last. Raises `HistoryError`."""
    columns = FA_SNAPSHOTS.c
    query = select(columns.xml).where(columns.kind == "aliases").order_by(columns.last_seen)
    with store.reading() as connection:
        return list(connection.execute(query).scalars())


def in_days(day: ColumnElement[str], first: date | None, last: date | None) -> list[ColumnElement[bool]]:
    """Whether a column of days is in a range."""
    conditions: list[Any] = []
    if first is not None:
        conditions.append(day >= first.isoformat())
    if last is not None:
        conditions.append(day <= last.isoformat())
    return conditions
