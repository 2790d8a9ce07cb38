"""The timeline of one order: all that is known to have happened to it, oldest first, in plain words.

It is computed from the order's history, fills, commissions and messages; nothing is kept here. `kept_timeline.py` keeps
one up to date.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo

from ibmonitor.domain.records.live_interval import LiveInterval
from ibmonitor.domain.records.order_fills import accounts_of
from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.domain.records.statuses import is_done
from ibmonitor.domain.timeline.entry import Entry, EntryKind
from ibmonitor.domain.timeline.entry_writer import EntryWriter, corrected_ids, has_parts, moment_of
from ibmonitor.domain.timeline.words import TimelineWriting
from ibmonitor.domain.wording.staleness import is_gone, reason_of

_PLAIN = TimelineWriting()
_RANK = {kind: rank for rank, kind in enumerate(EntryKind)}

_ECHOES = frozenset(
    {
        *(EntryKind.LOST, EntryKind.RESUMED, EntryKind.LISTED),
        *(EntryKind.MISSING, EntryKind.FOUND, EntryKind.LOOKED_UP),
    }
)
"""Of the connection and of repeated lists. After an order's end they say nothing about it, and would bury the end."""
_POSSIBLE_ENDS = frozenset({EntryKind.STATUS, EntryKind.FILL, EntryKind.PART, EntryKind.LEG, EntryKind.MISSING})


def timeline(
    order: Order,
    writing: TimelineWriting = _PLAIN,
    live_intervals: Sequence[LiveInterval] = (),
    exchange: tzinfo | None = None,
    latest: int | None = None,
) -> list[Entry]:
    """Return what is known to have happened to the order, oldest first.

    With `latest`, only what has happened since the earliest of that many fills, and entries of the history, at the end.
    `live_intervals` are those of the link; `exchange` is the zone of the order's market.
    """
    writer = EntryWriter(order, writing, exchange)
    fills, first = order.fills, 0
    if latest is not None:
        fills, first = fills[-latest:], max(0, len(order.history) - latest)
    entries = [
        *writer.history(first),
        *_fills(order, fills, writer),
        *(commission for fill in fills if (commission := writer.commission(fill)) is not None),
        *writer.messages(),
    ]
    if entries:
        entries += gaps(order, min(entry.moment for entry in entries), live_intervals, exchange)
    entries.sort(key=place_in_time)
    if latest is not None:
        cuts = [moment_of(fill) for fill in fills[:1] if len(fills) < len(order.fills)]
        cuts += [past.received for past in order.history[first : first + 1] if first]
        entries = [entry for entry in entries if not cuts or entry.moment >= max(cuts)]
    rows: list[Entry] = []
    end = end_of(order, entries)
    for number, entry in enumerate(entries):
        if not is_echo(entry, number, end):
            fold(rows, entry)
    return rows


def place_in_time(entry: Entry) -> tuple[datetime, datetime, int]:
    """Return what entries are sorted by. Those of one kind that happened at once are in their order of arrival."""
    return entry.moment, entry.received, _RANK[entry.kind]


def end_of(order: Order, entries: Sequence[Entry]) -> int:
    """Return the number of the entry that ended the order; the number of all entries where none did.

    An order whose last status is no end was ended by its last fill, or by its absence from the list of open orders.
    """
    if order.is_done:
        is_ended_by_status = is_done(order.status) or bool(order.completed_status or order.completed_time_raw)
        ends = {EntryKind.STATUS} if is_ended_by_status else _POSSIBLE_ENDS
        for number in range(len(entries) - 1, -1, -1):
            if entries[number].kind in ends:
                return number
    return len(entries)


def is_echo(entry: Entry, number: int, end: int) -> bool:
    """Whether the entry with this number says nothing about an order that ended with the entry `end`."""
    return number > end and entry.kind in _ECHOES


def _fills(order: Order, fills: Sequence[Fill], writer: EntryWriter) -> Iterator[Entry]:
    revisions: dict[str, list[str]] = {}
    corrections = {fill.superseded_by for fill in order.fills if fill.superseded_by}
    for fill in order.fills if corrections else ():
        exec_id = fill.execution.exec_id
        revisions.setdefault(fill.superseded_by or exec_id, []).append(exec_id)
    before: dict[str, str] = {}
    for newest in corrections:
        before |= corrected_ids(revisions[newest])
    are_parts = has_parts(order, accounts_of(order), has_whole=any(fill.is_whole for fill in order.fills))
    for fill in fills:
        yield writer.fill(fill, before.get(fill.execution.exec_id, ""), has_parts=are_parts)


def gaps(
    order: Order, first: datetime, live_intervals: Sequence[LiveInterval], exchange: tzinfo | None = None
) -> Iterator[Entry]:
    """Yield two entries for each gap between live intervals that began after the first event of the order."""
    for number, interval in enumerate(live_intervals):
        lost = interval.ended
        if lost is None or lost < first:
            continue
        words = f"{EntryKind.LOST.value}: {reason_of(interval)}"
        yield Entry(("lost", number), EntryKind.LOST, lost, lost, words, exchange=exchange)
        after = live_intervals[number + 1] if number + 1 < len(live_intervals) else None
        if after is not None and after.began is not None:
            words = f"{EntryKind.RESUMED.value}{_confirmed(order, after)}."
            yield Entry(("resumed", number), EntryKind.RESUMED, after.began, after.began, words, exchange=exchange)


def _confirmed(order: Order, interval: LiveInterval) -> str:
    """Return whether the order was confirmed in a live interval; known for the last interval only."""
    if order.live_interval is interval:
        return ", and has confirmed the order"
    if interval.ended is None and order.stale_since is not None and not is_gone(order):
        return ", and has not confirmed the order yet"
    return ""


def fold(rows: list[Entry], entry: Entry) -> bool:
    """Add an entry to the rows, or fold it into the last one; return whether it is a row of its own.

    Neighbors that say exactly the same are folded, as in two rows that were merged; entries with a record stay apart.
    """
    first = rows[-1] if rows else None
    if first is None or entry.record is not None or first.record is not None or not _says_the_same(first, entry):
        rows.append(entry)
        return True
    last = max(first.last_received or first.received, entry.last_received or entry.received)
    rows[-1] = replace(first, count=first.count + entry.count, last_received=last)
    return False


def _says_the_same(one: Entry, other: Entry) -> bool:
    return _numbers(one) == _numbers(other) and one.what == other.what


def _numbers(entry: Entry) -> object:
    return entry.kind, entry.status, entry.filled, entry.remaining, entry.average, entry.time
