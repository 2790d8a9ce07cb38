"""Writes what TWS had of past days when it was asked for them later."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection, select

from ibmonitor.domain.records.covered_day import AskedDay
from ibmonitor.domain.records.events import CommissionReport, Event, ExecDetails, ManagedAccounts
from ibmonitor.domain.records.link import Link
from ibmonitor.domain.records.slice import Slice
from ibmonitor.domain.records.value import value
from ibmonitor.domain.times.tws_time import parse_tws_time
from ibmonitor.journal.asked_days import note_asked
from ibmonitor.journal.batch import Batch
from ibmonitor.journal.day_records import write_records
from ibmonitor.journal.events.codec import Codec
from ibmonitor.journal.events.slices import SliceEncoder
from ibmonitor.journal.rows.days import day_of, microseconds_of
from ibmonitor.journal.rows.event_rows import EventRows, Row
from ibmonitor.journal.session import Circumstances
from ibmonitor.journal.store.schema import COMMISSIONS, EXECUTIONS, SESSIONS, SLICES
from ibmonitor.journal.store.store import Store

ASKED_LATER: Final = "asked later"
"""The scope of a session that holds what TWS had of a past day when it was asked later. It has no interval."""

_BATCH_ROWS = 500

Answer = Sequence[ExecDetails | CommissionReport]


@value
class Answered:
    """What TWS answered at a moment, when it was asked for these days; `link` are the facts of the connection."""

    answer: Answer
    days: Sequence[date]
    asked: datetime
    site: str
    link: Link


def write_answer(store: Store, answered: Answered, circumstances: Circumstances) -> list[AskedDay]:
    """Add to each day what the history has not, and keep what TWS had of it. Raises `HistoryError`.

    Broken off, it can be done again.
    """
    of_days: dict[date, list[ExecDetails]] = {day: [] for day in answered.days}
    reports = {event.exec_id: event for event in answered.answer if isinstance(event, CommissionReport)}
    for event in answered.answer:
        if isinstance(event, ExecDetails):
            moment = _moment(event, circumstances) or answered.asked
            day = date.fromisoformat(day_of(moment, circumstances.day_zone))
            of_days.setdefault(day, []).append(event)
    return [_write_day(store, day, of_days[day], reports, answered, circumstances) for day in sorted(of_days)]


def _write_day(
    store: Store,
    day: date,
    executions: Sequence[ExecDetails],
    reports: Mapping[str, CommissionReport],
    answered: Answered,
    circumstances: Circumstances,
) -> AskedDay:
    with store.reading() as connection:
        known = _known_executions(connection, answered.site, day)
        reported = _reported(connection, answered.site, [event.execution.exec_id for event in executions])
    came = {(event.execution.acct_number, event.execution.exec_id): event for event in executions}
    events: list[tuple[datetime, Event]] = []
    for key, event in came.items():
        moment = _moment(event, circumstances) or answered.asked
        if key not in known:
            events.append((moment, event))
        report = reports.get(key[1])
        if report is not None and key[1] not in reported:
            events.append((moment, report))
    if events:
        events.sort(key=lambda each: each[0])
        _write_events(store, day, events, answered, circumstances)
        write_records(store, day, answered.site, circumstances.zone, circumstances.day_zone)
    new, lacking = len(came.keys() - known), len(known - came.keys())
    asked = AskedDay(day, answered.site, answered.asked, len(came), new, lacking)
    if day in answered.days:
        with store.writing() as connection:
            note_asked(connection, asked)
    return asked


def _write_events(
    store: Store, day: date, events: Iterable[tuple[datetime, Event]], answered: Answered, circumstances: Circumstances
) -> None:
    """Write a session of the day, with the events at their own times: so they stand where they belong."""
    session = uuid4().hex
    encoder, batch = SliceEncoder(Codec()), Batch()
    rows = EventRows(session, circumstances.zone, circumstances.day_zone)
    rows.site = answered.site
    batch.add(SESSIONS, _session_row(session, day, answered, circumstances))
    first: list[Event] = [ManagedAccounts(answered.link.accounts)]
    for number, (moment, group) in enumerate(groupby(events, key=lambda each: each[0])):
        together = [*(first if number == 0 else ()), *(event for _, event in group)]
        raw = encoder.encode(Slice(moment, together))
        batch.add(SLICES, {"session": session, "seq": number, "time": microseconds_of(moment), "events": raw})
        for event in together:
            rows.add(event, answered.asked, batch.add)
        if len(batch) >= _BATCH_ROWS:
            with store.writing() as connection:
                batch.write(connection)
            batch = Batch()
    with store.writing() as connection:
        batch.write(connection)


def _session_row(session: str, day: date, answered: Answered, circumstances: Circumstances) -> Row:
    link, asked = answered.link, microseconds_of(answered.asked)
    return {
        "session": session,
        "site": answered.site,
        "host": link.host,
        "port": link.port or 0,
        "client_id": link.client_id,
        "server_version": link.server_version,
        "program": circumstances.program,
        "scope": ASKED_LATER,
        "accounts": json.dumps(link.accounts),
        "started": asked,
        "seen": asked,
        "first_day": day.isoformat(),
        "last_day": day.isoformat(),
    }


def _known_executions(connection: Connection, site: str, day: date) -> set[tuple[str, str]]:
    query = select(EXECUTIONS.c.account, EXECUTIONS.c.exec_id)
    query = query.where(EXECUTIONS.c.site == site, EXECUTIONS.c.day == day.isoformat())
    return {(row.account, row.exec_id) for row in connection.execute(query)}


def _reported(connection: Connection, site: str, exec_ids: Sequence[str]) -> set[str]:
    """Those of the executions whose commissions are known."""
    found: set[str] = set()
    for at in range(0, len(exec_ids), _BATCH_ROWS):
        some = exec_ids[at : at + _BATCH_ROWS]
        query = select(COMMISSIONS.c.exec_id).where(COMMISSIONS.c.site == site, COMMISSIONS.c.exec_id.in_(some))
        found.update(connection.execute(query).scalars())
    return found


def _moment(event: ExecDetails, circumstances: Circumstances) -> datetime | None:
    return parse_tws_time(event.execution.time, circumstances.zone)
