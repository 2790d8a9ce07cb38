"""Which of the last days the history may lack something of, and what TWS had of them when it was asked later."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from sqlalchemy import Connection, select

from ibmonitor.domain.records.covered_day import AskedDay
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.domain.records.requests import RequestKind, title_of
from ibmonitor.journal.rows.days import bounds_of, microseconds_of, moment_of
from ibmonitor.journal.store.schema import META, REQUESTS, SESSIONS
from ibmonitor.journal.store.store import Store
from ibmonitor.journal.store.upsert import upsert

MOST_DAYS: Final = 7
"""The most that TWS lets a program ask for, today being the first."""
CLOSE: Final = time(20)
"""When the last trades of a day are over, in the exchange's zone: those of American stocks after hours. TWS lists a day
only until midnight."""

_PREFIX = "asked "


def asked_days(store: Store) -> list[AskedDay]:
    """All past days that TWS was asked for, the first first. Raises `HistoryError`."""
    query = select(META).where(META.c.name.startswith(_PREFIX, autoescape=True))
    with store.reading() as connection:
        rows = connection.execute(query).mappings().all()
    found = []
    for row in rows:
        _, site, day = row["name"].split(" ")
        known = json.loads(row["value"])
        moment = moment_of(known["asked"])
        found.append(AskedDay(date.fromisoformat(day), site, moment, known["came"], known["new"], known["lacking"]))
    return sorted(found, key=lambda each: (each.day, each.site))


def note_asked(connection: Connection, asked: AskedDay) -> None:
    """Keep what TWS had of a day, in the connection's transaction."""
    known = {
        "asked": microseconds_of(asked.asked),
        "came": asked.came,
        "new": asked.new,
        "lacking": asked.lacking,
    }
    upsert(connection, META, [{"name": f"{_PREFIX}{asked.site} {asked.day}", "value": json.dumps(known)}])


def missing_days(store: Store, site: str, today: date, zone: tzinfo) -> list[date]:
    """The days before today that TWS may still have, and the history perhaps not whole; the first first.

    A day is whole if TWS listed its executions on it after `CLOSE`, or was asked for it later. Raises `HistoryError`.
    """
    days = [today - timedelta(days=number) for number in range(MOST_DAYS - 1, 0, -1)]
    asked = {each.day for each in asked_days(store) if each.site == site}
    query = (
        select(REQUESTS.c.ended)
        .join(SESSIONS, SESSIONS.c.session == REQUESTS.c.session)
        .where(
            SESSIONS.c.site == site,
            SESSIONS.c.last_day >= days[0].isoformat(),
            REQUESTS.c.request == title_of(RequestKind.EXECUTIONS),
            REQUESTS.c.progress == RequestProgress.COMPLETE.value,
        )
    )
    with store.reading() as connection:
        listed = [ended for ended in connection.execute(query).scalars() if ended is not None]
    return [day for day in days if day not in asked and not any(_is_last(ended, day, zone) for ended in listed)]


def _is_last(ended: int, day: date, zone: tzinfo) -> bool:
    """Whether a list of executions that came then has all of this day."""
    close = datetime.combine(day, CLOSE, zone)
    return microseconds_of(close) <= ended < microseconds_of(bounds_of(day, zone)[1])
