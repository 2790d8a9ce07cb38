"""Whether a history is whole: its file, the events of each day, and the rows that search and sums use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import tzinfo

from sqlalchemy import RowMapping, select

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.change import Changes
from ibmonitor.domain.records.events import Fault
from ibmonitor.journal.events.codec import Codec
from ibmonitor.journal.events.slices import NOT_UNDERSTOOD, SliceDecoder
from ibmonitor.journal.rows.days import moment_of
from ibmonitor.journal.store.errors import DamagedHistoryError
from ibmonitor.journal.store.file_store import FileStore
from ibmonitor.journal.store.schema import SESSIONS, SLICES
from ibmonitor.journal.store.store import Store
from ibmonitor.journal.upkeep.agreement import Agreement, Disagreements
from ibmonitor.journal.upkeep.forgetting import has_forgotten
from ibmonitor.journal.upkeep.retention import first_kept

_MOST_OF_SQLITE = 10
"""Lines of SQLite's own about damage."""
_AT_ONCE = 200
"""Slices read at once."""


def problems_of(store: Store, zone: tzinfo) -> list[str]:
    """All that is wrong, in sentences; nothing for a whole history. `zone` is that of the exchange's days.

    Everything is read and every day is opened: some minutes for a million executions. Raises `HistoryError` where it
    cannot be read at all.
    """
    try:
        return [*_damage(store), *_disagreements(store, zone)]
    except DamagedHistoryError as error:
        return [str(error)]


def _damage(store: Store) -> Iterator[str]:
    if isinstance(store, FileStore):
        with store.reading() as connection:
            lines = connection.exec_driver_sql(f"PRAGMA integrity_check({_MOST_OF_SQLITE})").scalars().all()
        for line in lines:
            if line != "ok":
                yield f"The file is damaged. SQLite says: {' '.join(str(line).split())}"


def _disagreements(store: Store, zone: tzinfo) -> list[str]:
    found = Disagreements()
    agreement = Agreement(store, zone, found, first_kept(store), has_all_parts=not has_forgotten(store))
    with store.reading() as connection:
        # Of what several sessions tell of one order, the last has been stored.
        sessions = connection.execute(select(SESSIONS).order_by(SESSIONS.c.started.desc())).mappings().all()
    numbers = Counter((each["site"], day) for each in sessions for day in _days_of(each))
    for session in sessions:
        is_alone = all(numbers[session["site"], day] == 1 for day in _days_of(session))
        agreement.begin(session["session"], session["site"], session["first_day"], is_alone=is_alone)
        _replay(store, session, agreement, found)
    agreement.check_others({session["session"] for session in sessions})
    return found.sentences()


def _days_of(session: RowMapping) -> set[str]:
    """The first and the last: there are no longer ones."""
    return {session["first_day"], session["last_day"]}


def _replay(store: Store, session: RowMapping, agreement: Agreement, found: Disagreements) -> None:
    """Open what a session saw, and compare it with the rows."""
    now = moment_of(session["started"])
    blotter = Blotter(clock=lambda: now)
    decoder = SliceDecoder(Codec())
    day, expected = session["first_day"], 0
    for row in _slices(store, session["session"]):
        if row["seq"] > expected:
            found.add("slices", day, "is missing", "are missing", number=row["seq"] - expected)
        expected = row["seq"] + 1
        now = moment_of(row["time"])
        events = decoder.decode(row["events"])
        if any(isinstance(event, Fault) and event.plain == NOT_UNDERSTOOD for event in events):
            found.add("slices", day, "cannot be read wholly", "cannot be read wholly")
        for event in events:
            agreement.take(event, now)
        blotter.apply_all(events, Changes())
    agreement.compare(blotter)


def _slices(store: Store, session: str) -> Iterator[RowMapping]:
    columns, last = SLICES.c, -1
    while True:
        query = select(SLICES).where(columns.session == session, columns.seq > last).order_by(columns.seq)
        with store.reading() as connection:
            rows = connection.execute(query.limit(_AT_ONCE)).mappings().all()
        if not rows:
            return
        yield from rows
        last = rows[-1]["seq"]
