"""The timeline of one order: all that is known to have happened to it, oldest first, in plain words.

It is computed each time from the order's history, fills, commissions and messages; nothing is kept here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from itertools import takewhile

from ibmonitor.domain.explain.headline import INACTIVE_BY_IB
from ibmonitor.domain.instruments.instruments import short_name
from ibmonitor.domain.messages.reasons import message_words, rejection_of
from ibmonitor.domain.records.exec_id import revision_of
from ibmonitor.domain.records.live_interval import LiveInterval
from ibmonitor.domain.records.records import (
    ComboRole,
    Contract,
    Fill,
    HistoryEntry,
    HistoryKind,
    Message,
    Order,
    StatusChange,
)
from ibmonitor.domain.records.statuses import INACTIVE, is_done, is_working
from ibmonitor.domain.timeline.change_words import ChangeWriter
from ibmonitor.domain.timeline.entry import STEP, Entry, EntryKind
from ibmonitor.domain.timeline.words import Write, commission_words, fill_words, sentence, status_words
from ibmonitor.domain.wording.staleness import is_gone, reason_of
from ibmonitor.domain.wording.writing import Writing, plain_instrument, plain_number

_LIVE = timedelta(minutes=2)
"""What is received within this time after TWS's own time is live; clocks differ by less."""

_RANK = {kind: rank for rank, kind in enumerate(EntryKind)}

_KINDS = {
    HistoryKind.STATUS: EntryKind.STATUS,
    HistoryKind.MODIFIED: EntryKind.MODIFIED,
    HistoryKind.TRAILED: EntryKind.TRAILED,
    HistoryKind.ADJUSTED: EntryKind.ADJUSTED,
    HistoryKind.BOUND: EntryKind.BOUND,
    HistoryKind.LISTED: EntryKind.LISTED,
    HistoryKind.MISSING: EntryKind.MISSING,
    HistoryKind.FOUND: EntryKind.FOUND,
    HistoryKind.LOOKED_UP: EntryKind.LOOKED_UP,
    HistoryKind.JOINED: EntryKind.JOINED,
}

_ECHOES = frozenset(
    {
        *(EntryKind.LOST, EntryKind.RESUMED, EntryKind.LISTED),
        *(EntryKind.MISSING, EntryKind.FOUND, EntryKind.LOOKED_UP),
    }
)
"""Of the connection and of repeated lists. After an order's end they say nothing about it, and would bury the end."""
_POSSIBLE_ENDS = frozenset({EntryKind.STATUS, EntryKind.FILL, EntryKind.PART, EntryKind.LEG, EntryKind.MISSING})

_SENTENCES = {
    EntryKind.BOUND: "Bound: TWS gave the order an API order ID: {detail}.",
    EntryKind.LISTED: "Confirmed unchanged.",
    EntryKind.MISSING: "Not listed: TWS's list of open orders (reqAllOpenOrders) came without it: finished or unknown.",
    EntryKind.FOUND: "Listed again.",
    EntryKind.LOOKED_UP: "Not found: neither executions nor completed orders show how it ended.",
    EntryKind.JOINED: "Joined: another row turned out to be this order: {detail}.",
}


def timeline(
    order: Order,
    write: Write = plain_number,
    write_money: Write = plain_number,
    live_intervals: Sequence[LiveInterval] = (),
    contract_name: Callable[[Contract], str] = short_name,
    instrument: Callable[[int], str] = plain_instrument,
    exchange: tzinfo | None = None,
) -> list[Entry]:
    """Return what is known to have happened to the order, oldest first.

    `write` is for quantities, `write_money` for prices and amounts; `live_intervals` are those of the link.
    `contract_name` names an instrument, such as a combo's leg, and `instrument` names one by its conId; `exchange` is
    the zone of the order's market.
    """
    writer = ChangeWriter(write, write_money, Writing(write, instrument=instrument, price=write_money))
    entries = [
        *_history(order, writer),
        *_fills(order, write, write_money, contract_name),
        *_commissions(order, write_money),
        *_messages(order),
    ]
    entries += list(_gaps(order, entries, live_intervals))
    entries.sort(key=lambda entry: (entry.moment, entry.received, _RANK[entry.kind]))
    return _in_zone(_folded(_without_echoes(order, entries)), exchange)


def _without_echoes(order: Order, entries: list[Entry]) -> list[Entry]:
    """Leave out what says nothing about an order after its end; `entries` are sorted.

    An order whose last status is no end was ended by its last fill, or by its absence from the list of open orders.
    """
    if not order.is_done:
        return entries
    is_ended_by_status = is_done(order.status) or bool(order.completed_status or order.completed_time_raw)
    ends = {EntryKind.STATUS} if is_ended_by_status else _POSSIBLE_ENDS
    last = max((number for number, entry in enumerate(entries) if entry.kind in ends), default=len(entries))
    return [entry for number, entry in enumerate(entries) if number <= last or entry.kind not in _ECHOES]


def _in_zone(entries: list[Entry], zone: tzinfo | None) -> list[Entry]:
    """Add the zone of the order's market to all entries."""
    if zone is None:
        return entries
    return [replace(entry, exchange=zone, steps=tuple(_in_zone([*entry.steps], zone))) for entry in entries]


def _moment(received: datetime, time: datetime | None) -> datetime:
    """Return this computer's time for what was received live, and TWS's time for what was received later.

    A time of TWS's that is ahead means that the clocks differ.
    """
    return received if time is None or time > received - _LIVE else time


def _history(order: Order, writer: ChangeWriter) -> Iterator[Entry]:
    statuses = [one for one in order.history if one.status is not None]
    before: StatusChange | None = None
    # Then Inactive has no other meaning.
    is_rejected = rejection_of(order) is not None
    repeats = _repeats_of_the_end(order, statuses)
    for number, entry in enumerate(order.history):
        key = ("history", number)
        if entry in repeats:
            continue
        if entry.status is not None:
            last = order if entry is statuses[-1] else None
            meaning = f"Rejected. {INACTIVE_BY_IB}." if is_rejected and entry.status.status == INACTIVE else ""
            words = status_words(entry.status, before, writer.quantity, writer.price, meaning)
            yield _status_entry(key, entry, words, last)
            before = entry.status
            continue
        kind = _KINDS[entry.kind]
        if entry.changes:
            yield _change_entry(key, kind, entry, order, writer)
        else:
            yield _plain_entry(key, kind, entry, _SENTENCES[kind].format(detail=entry.detail))


def _repeats_of_the_end(order: Order, statuses: Sequence[HistoryEntry]) -> list[HistoryEntry]:
    """Return the reports of a final status that TWS sent again before it reported when that status was reached."""
    last = statuses[-1] if statuses else None
    if last is None or order.completed_time is None or not is_done(order.status):
        return []
    ended = _moment(last.received, order.completed_time)
    same = takewhile(lambda one: one.status is not None and one.status.status == order.status, statuses[-2::-1])
    return [one for one in same if one.received > ended]


def _change_entry(
    key: tuple[str, int], kind: EntryKind, past: HistoryEntry, order: Order, writer: ChangeWriter
) -> Entry:
    """Return the entry of a modification; moves of a trailing stop are one entry with steps."""
    changes = past.changes
    if kind is not EntryKind.TRAILED:
        what = f"{kind.value}: {writer.words(changes, order)}."
        return replace(_plain_entry(key, kind, past, what), changes=changes)
    way = (replace(changes[0], new=changes[-1].new),)
    step = f"{STEP}{key[1]}"
    steps = tuple(
        Entry((step, number), kind, moment, moment, f"{writer.words((change,), order)}.", changes=(change,))
        for number, (change, moment) in enumerate(zip(changes, past.steps, strict=True))
    )
    count = f" in {len(steps)} steps" if len(steps) > 1 else ""
    entry = _plain_entry(key, kind, past, f"{writer.words(way, order)}{count}.")
    return replace(entry, changes=way, steps=steps if len(steps) > 1 else ())


def _plain_entry(key: tuple[str, int], kind: EntryKind, past: HistoryEntry, what: str) -> Entry:
    return Entry(
        key,
        kind,
        past.received,
        past.received,
        what,
        count=past.count,
        last_received=past.last_received,
    )


def _status_entry(key: tuple[str, int], past: HistoryEntry, words: str, order: Order | None) -> Entry:
    """Return the entry of a status; `order` is given for the last one, which may have completed the order."""
    said = past.status
    assert said is not None  # noqa: S101 - entries with a status alone
    entry = replace(
        _plain_entry(key, EntryKind.STATUS, past, words),
        status=said.status,
        why_held=said.why_held,
        filled=said.filled,
        remaining=said.remaining,
        average=said.avg_fill_price,
    )
    if order is None or is_working(said.status) or not (order.completed_status or order.completed_time_raw):
        return entry
    return replace(
        entry,
        moment=_moment(past.received, order.completed_time),
        time=order.completed_time,
        time_raw=order.completed_time_raw,
        zone=order.completed_time_zone,
        what=" ".join(filter(None, [sentence(order.completed_status), sentence(order.reject_reason), entry.what])),
    )


def _fills(order: Order, write: Write, write_money: Write, contract_name: Callable[[Contract], str]) -> Iterator[Entry]:
    corrected = _corrected_ids(order.fills)
    has_parts = _has_parts(order)
    for fill in order.fills:
        execution = fill.execution
        kind = _kind_of(fill, has_parts=has_parts)
        before = corrected.get(execution.exec_id)
        words = fill_words(fill, order, write, write_money, contract_name)
        # The quantities of one leg, or of one account, are not those of the order.
        is_of_order = kind is EntryKind.FILL
        if before:
            kind, words = EntryKind.CORRECTION, f"Correction of {before}: {words}"
        else:
            words = f"{kind.value}: {words}"
        yield Entry(
            ("fill", fill.serial),
            kind,
            _moment(fill.received, fill.time),
            fill.received,
            f"{words}. Corrected by {fill.superseded_by}." if fill.superseded_by else f"{words}.",
            fill,
            fill.time,
            execution.time,
            filled=execution.cum_qty if is_of_order else None,
            average=execution.avg_price if is_of_order else None,
            superseded=fill.superseded_by is not None,
            zone=fill.zone,
        )


def _has_parts(order: Order) -> bool:
    """Whether the order's fills are allocated: of a master account and its sub-accounts, or of several accounts."""
    accounts = {fill.execution.acct_number for fill in order.fills}
    return bool(order.fa_group or order.fa_method) or len(accounts) > 1 or any(fill.is_whole for fill in order.fills)


def _kind_of(fill: Fill, *, has_parts: bool) -> EntryKind:
    if fill.combo_role is ComboRole.LEG:
        return EntryKind.LEG
    is_part = has_parts and not fill.is_whole
    return EntryKind.PART if is_part else EntryKind.FILL


def _corrected_ids(fills: Sequence[Fill]) -> dict[str, str]:
    """Return for each correction the exec_id of the revision before it."""
    revisions: dict[str, list[str]] = {}
    for fill in fills:
        exec_id = fill.execution.exec_id
        revisions.setdefault(fill.superseded_by or exec_id, []).append(exec_id)
    if len(revisions) == len(fills):
        return {}
    before: dict[str, str] = {}
    for group in revisions.values():
        group.sort(key=lambda exec_id: (revision_of(exec_id) or 0, exec_id))
        before.update(zip(group[1:], group, strict=False))
    return before


def _commissions(order: Order, write_money: Write) -> Iterator[Entry]:
    for fill in order.fills:
        commission = fill.commission
        if commission is None:
            continue
        # TWS sends no time with it. One that came with a fill that was reported later belongs to the fill's time.
        came_together = abs(commission.received - fill.received) < _LIVE
        was_reported_later = _moment(fill.received, fill.time) != fill.received
        moment = fill.time if fill.time and came_together and was_reported_later else commission.received
        yield Entry(
            ("commission", commission.serial),
            EntryKind.COMMISSION,
            moment,
            commission.received,
            f"Commission: {commission_words(commission, write_money)}.",
            commission,
            superseded=fill.superseded_by is not None,
        )


def _messages(order: Order) -> Iterator[Entry]:
    for message in order.messages:
        yield _message_entry(message, "")
    for message in order.possible_messages:
        yield _message_entry(message, "possibly related: ")


def _message_entry(message: Message, doubt: str) -> Entry:
    # TWS's time of a repeated message is that of the last repeat.
    time = message.time if message.count == 1 else None
    code = "" if message.code is None else f" {message.code}"
    return Entry(
        ("message", message.serial),
        EntryKind.MESSAGE,
        _moment(message.received, time),
        message.received,
        f"Message{code}: {doubt}{message_words(message) or message.plain}",
        message,
        time,
        severity=message.severity,
        count=message.count,
        last_received=message.last_received,
    )


def _gaps(order: Order, entries: Sequence[Entry], live_intervals: Sequence[LiveInterval]) -> Iterator[Entry]:
    """Yield two entries for each gap between live intervals that began after the first of `entries`."""
    if not entries:
        return
    first = min(entry.moment for entry in entries)
    for number, interval in enumerate(live_intervals):
        lost = interval.ended
        if lost is None or lost < first:
            continue
        yield Entry(("lost", number), EntryKind.LOST, lost, lost, f"{EntryKind.LOST.value}: {reason_of(interval)}")
        after = live_intervals[number + 1] if number + 1 < len(live_intervals) else None
        if after is not None and after.began is not None:
            words = f"{EntryKind.RESUMED.value}{_confirmed(order, after)}."
            yield Entry(("resumed", number), EntryKind.RESUMED, after.began, after.began, words)


def _confirmed(order: Order, interval: LiveInterval) -> str:
    """Return whether the order was confirmed in a live interval; known for the last interval only."""
    if order.live_interval is interval:
        return ", and has confirmed the order"
    if interval.ended is None and order.stale_since is not None and not is_gone(order):
        return ", and has not confirmed the order yet"
    return ""


def _folded(entries: Iterable[Entry]) -> list[Entry]:
    """Fold neighbors that say exactly the same, as in two rows that were merged; entries with a record stay apart."""
    folded: list[Entry] = []
    for entry in entries:
        if folded and entry.record is None and _content(folded[-1]) == _content(entry):
            first = folded[-1]
            last = max(first.last_received or first.received, entry.last_received or entry.received)
            folded[-1] = replace(first, count=first.count + entry.count, last_received=last)
        else:
            folded.append(entry)
    return folded


def _content(entry: Entry) -> object:
    return entry.kind, entry.what, entry.record, entry.status, entry.filled, entry.remaining, entry.average, entry.time
