"""Plays what a program that ended suddenly left behind into the history."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator
from contextlib import suppress
from datetime import date, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from ibmonitor.app.history.past_answers import PastAnswers
from ibmonitor.domain.records.events import Event, ManagedAccounts
from ibmonitor.journal.batch import Batch
from ibmonitor.journal.day_records import Book, write_records
from ibmonitor.journal.events.codec import Codec
from ibmonitor.journal.rows.days import day_of
from ibmonitor.journal.session import Circumstances, Session, site_of
from ibmonitor.journal.store.errors import HistoryError, RefusedRowsError
from ibmonitor.journal.store.store import Store
from ibmonitor.journal.tail_mark import TailMark, committed_of, forget, is_counted
from ibmonitor.journal.writer import BATCH_ROWS
from ibmonitor.recording.recording_file import Damage, NoRecordingError, Record, Recording
from ibmonitor.recording.recording_format import Header
from ibmonitor.recording.replay import Replay, Speed
from ibmonitor.tws.decode.adapter import SignalWrapper

_LATER = (
    "IB Monitor ended suddenly before, and what had come last could not be written to the history now. It is tried "
    "again at the next start."
)

Slices = list[tuple[datetime, list[Event]]]


async def recover(path: Path, store: Store, day_zone: ZoneInfo) -> str:
    """Write what a tail has and the history has not, and remove the file; return a sentence where that could not be.

    Does nothing where there is no file.
    """
    try:
        recording = _Whole(path)
    except NoRecordingError:
        # It was being begun, so everything was written.
        _remove(path)
        return ""
    circumstances = _circumstances(recording.header, day_zone)
    slices = await _played(recording, circumstances.zone)
    tail = _Tail(recording.header, circumstances, slices)
    try:
        await asyncio.to_thread(tail.write, store)
    except HistoryError:
        return _LATER
    _remove(path)
    with suppress(HistoryError):
        await asyncio.to_thread(tail.forget, store)
    return ""


class _Tail:
    """What a tail holds: `slices`, and the facts in its header."""

    def __init__(self, header: Header, circumstances: Circumstances, slices: Slices) -> None:
        facts = header.settings or {}
        accounts = facts.get("accounts")
        self._name = str(facts.get("tail"))
        self._circumstances = circumstances
        if isinstance(accounts, list) and accounts:
            slices = [(header.started, [ManagedAccounts(tuple(map(str, accounts)))]), *slices]
        self._slices = slices

    def write(self, store: Store) -> None:
        """Write what the history has not. Raises `HistoryError`."""
        if not _has_any(self._slices):
            return
        committed = committed_of(store, self._name)
        left = without_first(self._slices, committed)
        if _has_any(left):
            self._write(left, store, committed)
        self._write_records(store)

    def forget(self, store: Store) -> None:
        """Forget how much of it is written. Raises `HistoryError`."""
        with store.writing() as connection:
            forget(connection, self._name)

    def _write(self, slices: Slices, store: Store, committed: int) -> None:
        """Write the slices as a session of their own, and with each batch how much of the tail the history has then."""
        book, codec, batch = Book(self._circumstances.zone), Codec(), Batch()
        session = Session(codec, self._circumstances, follows=False)
        mark = TailMark(self._name, committed)
        for time, events in slices:
            slice_ = book.apply(events, time)
            if session.ends_before(slice_):
                session = Session(codec, self._circumstances, follows=True)
            session.add(slice_, batch.add)
            mark.add(events)
            if len(batch) >= BATCH_ROWS:
                _commit(batch, mark, store)
                batch = Batch()
        _commit(batch, mark, store)

    def _write_records(self, store: Store) -> None:
        """Write what records tell of the days that it is of, from all that the history has of them.

        What an order has become only all its events tell, and of those that were written the program had perhaps not
        written that yet.
        """
        accounts = [each.accounts for _, events in self._slices for each in events if isinstance(each, ManagedAccounts)]
        zone, day_zone = self._circumstances.zone, self._circumstances.day_zone
        for site in {site_of(each, is_demo=self._circumstances.is_demo) for each in accounts}:
            for day in {day_of(time, day_zone) for time, _ in self._slices}:
                write_records(store, date.fromisoformat(day), site, zone, day_zone)


def _circumstances(header: Header, day_zone: tzinfo) -> Circumstances:
    facts = header.settings or {}
    zone = facts.get("zone")
    return Circumstances(
        header.program,
        ZoneInfo(zone) if isinstance(zone, str) and zone else None,
        day_zone,
        is_demo=facts.get("simulated") is True,
    )


class _Whole(Recording):
    """A recording of which it goes without saying that it has no end."""

    def records(self) -> Generator[Record | Damage]:
        for entry in super().records():
            if isinstance(entry, Record):
                yield entry


def without_first(slices: Slices, count: int) -> Slices:
    """Leave out the first events that came from TWS; those of this program's own stay."""
    left: Slices = []
    for time, events in slices:
        kept: list[Event] = []
        for event in events:
            if is_counted(event) and count > 0:
                count -= 1
            else:
                kept.append(event)
        if kept:
            left.append((time, kept))
    return left


def _has_any(slices: Slices) -> bool:
    """Whether there is anything that came from TWS."""
    return any(is_counted(event) for _, events in slices for event in events)


async def _played(recording: Recording, zone: tzinfo | None) -> Slices:
    """The events of a recording, as they were received together.

    Without answers about past days: they are asked for again, since the history does not have them.
    """
    wrapper = SignalWrapper()
    replay = Replay(recording, wrapper, speed=Speed.FULL)
    past = PastAnswers(replay.now, lambda: zone)
    slices: Slices = []
    wrapper.batch.connect(lambda events: slices.append((replay.now(), past.without(events))))
    await replay.play()
    return slices


def _commit(batch: Batch, mark: TailMark, store: Store) -> None:
    """Write all in one transaction; without the rows that cannot be stored. Raises `HistoryError`."""
    try:
        _write(batch.write, mark, store)
    except RefusedRowsError:
        _write(batch.write_singly, mark, store)


def _write(write: Callable[[Connection], None], mark: TailMark, store: Store) -> None:
    with store.writing() as connection:
        write(connection)
        mark.write(connection)


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
