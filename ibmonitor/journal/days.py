"""The days of a history: what is known of each, and the events by which it is opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, tzinfo
from heapq import merge

from sqlalchemy import RowMapping, select
from sqlalchemy.sql.functions import count

from ibmonitor.domain.records.covered_day import Day, Span
from ibmonitor.domain.records.events import Event
from ibmonitor.domain.records.value import value
from ibmonitor.journal.asked_days import asked_days
from ibmonitor.journal.events.codec import Codec
from ibmonitor.journal.events.slices import SliceDecoder
from ibmonitor.journal.rows.days import bounds_of, microseconds_of, moment_of
from ibmonitor.journal.store.schema import INTERVALS, SESSIONS, SLICES
from ibmonitor.journal.store.store import Store

_ROWS_AT_ONCE = 50
"""Slices read in one transaction, which should be short."""


def days_of(store: Store, zone: tzinfo, *, asked_later: bool = False) -> list[Day]:
    """All days, the first first; one for each site. `zone` is that of the exchange's days. Raises `HistoryError`.

    With `asked_later` also those without spans, of which TWS had something when it was asked later.
    """
    query = (
        select(SESSIONS.c.site, SESSIONS.c.first_day, INTERVALS)
        .join(INTERVALS, INTERVALS.c.session == SESSIONS.c.session)
        # Without accounts TWS has not said anything.
        .where(SESSIONS.c.site != "")
        .order_by(INTERVALS.c.began)
    )
    days: dict[tuple[str, str], list[Span]] = {}
    with store.reading() as connection:
        for row in connection.execute(query).mappings():
            # A clock can be set back.
            ended = max(row["began"], row["ended"] or row["last_seen"])
            span = Span(moment_of(row["began"]), moment_of(ended), row["why"])
            for day, part in _by_days(span, zone):
                days.setdefault((day.isoformat(), row["site"]), []).append(part)
    asked = {(each.day.isoformat(), each.site): each for each in asked_days(store)}
    if asked_later:
        days |= {key: [] for key, each in asked.items() if each.new and key not in days}
    return [
        Day(date.fromisoformat(day), site, _joined(spans), asked.get((day, site)))
        for (day, site), spans in sorted(days.items())
    ]


def _by_days(span: Span, zone: tzinfo) -> Iterator[tuple[date, Span]]:
    """The parts of a span on each of its days."""
    day, began = span.began.astimezone(zone).date(), span.began
    while True:
        _, ends = bounds_of(day, zone)
        if span.ended <= ends:
            yield day, Span(began, span.ended, span.why)
            return
        yield day, Span(began, ends)
        day, began = date.fromordinal(day.toordinal() + 1), ends


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans in order of their beginnings, with those that overlap, as of two windows, made one."""
    joined: list[Span] = []
    for span in spans:
        if joined and span.began <= joined[-1].ended:
            longest = max(joined[-1], span, key=lambda each: each.ended)
            joined[-1] = Span(joined[-1].began, longest.ended, longest.why)
        else:
            joined.append(span)
    return tuple(joined)


@value
class DaySlice:
    """Events of a day that were received together; `done` is how much of the day has been read with them, up to 1."""

    time: datetime
    events: Sequence[Event]
    done: float
    session: str = ""


def slices_of(store: Store, day: date, site: str, zone: tzinfo, codec: Codec) -> Iterator[DaySlice]:
    """The slices of a day's sessions, from their first on, until the day ends. Raises `HistoryError`."""
    iso, end = day.isoformat(), microseconds_of(bounds_of(day, zone)[1])
    query = (
        select(SESSIONS.c.session)
        .where(SESSIONS.c.site == site, SESSIONS.c.first_day <= iso, SESSIONS.c.last_day >= iso)
        .order_by(SESSIONS.c.started)
    )
    with store.reading() as connection:
        sessions = list(connection.execute(query).scalars())
        is_ours = SLICES.c.session.in_(sessions), SLICES.c.time < end
        total = connection.execute(select(count()).select_from(SLICES).where(*is_ours)).scalar() or 1
    streams = [_rows_of(store, session, end) for session in sessions]
    decoders = {session: SliceDecoder(codec) for session in sessions}
    for number, row in enumerate(merge(*streams, key=lambda row: (row["time"], row["session"], row["seq"])), 1):
        events = decoders[row["session"]].decode(row["events"])
        yield DaySlice(moment_of(row["time"]), events, number / total, row["session"])


def _rows_of(store: Store, session: str, end: int) -> Iterator[RowMapping]:
    """The rows of a session in their order, read some at a time."""
    last = -1
    while True:
        query = (
            select(SLICES)
            .where(SLICES.c.session == session, SLICES.c.seq > last, SLICES.c.time < end)
            .order_by(SLICES.c.seq)
            .limit(_ROWS_AT_ONCE)
        )
        with store.reading() as connection:
            rows = connection.execute(query).mappings().all()
        yield from rows
        if len(rows) < _ROWS_AT_ONCE:
            return
        last = rows[-1]["seq"]
