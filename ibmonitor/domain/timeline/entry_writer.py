"""Writes the entries of an order's timeline, each from one record: what happened, in plain words, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from itertools import takewhile

from ibmonitor.domain.explain.headline import INACTIVE_BY_IB
from ibmonitor.domain.messages.reasons import message_words, rejection_of
from ibmonitor.domain.records.exec_id import revision_of
from ibmonitor.domain.records.records import (
    ComboRole,
    Commission,
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
from ibmonitor.domain.timeline.words import TimelineWriting, commission_words, fill_words, sentence, status_words
from ibmonitor.domain.wording.writing import Writing

_LIVE = timedelta(minutes=2)
"""What is received within this time after TWS's own time is live; clocks differ by less."""

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

_SENTENCES = {
    EntryKind.BOUND: "Bound: TWS gave the order an API order ID: {detail}.",
    EntryKind.LISTED: "Confirmed unchanged.",
    EntryKind.MISSING: "Not listed: TWS's list of open orders (reqAllOpenOrders) came without it: finished or unknown.",
    EntryKind.FOUND: "Listed again.",
    EntryKind.LOOKED_UP: "Not found: neither executions nor completed orders show how it ended.",
    EntryKind.JOINED: "Joined: another row turned out to be this order: {detail}.",
}


class EntryWriter:
    """Writes the entries of one order as it is now. Words of fills, commissions and statuses are written when read."""

    def __init__(self, order: Order, writing: TimelineWriting, exchange: tzinfo | None = None) -> None:
        """`exchange` is the zone of the order's market."""
        self._order = order
        self._history = order.history
        self._writing = writing
        self._exchange = exchange
        number, money = writing.number, writing.money
        self._changes = ChangeWriter(number, money, Writing(number, instrument=writing.instrument, price=money))
        self._is_rejected = rejection_of(order) is not None
        """Then Inactive has no other meaning."""

    def history(self, start: int = 0, end: int | None = None) -> Iterator[Entry]:
        """Yield the entries of the order's history between two numbers; none is a repeat of the order's end there."""
        history, repeats = self._history, repeats_of_the_end(self._order)
        last = next(_statuses(self._order), None)
        earlier = (history[number] for number in range(start - 1, -1, -1))
        before = next((past.status for past in earlier if past.status is not None and past not in repeats), None)
        for number, past in enumerate(history[start:end], start):
            if past in repeats:
                continue
            yield self._past(number, past, before, is_last=past is last)
            before = past.status or before

    def moves(self, number: int) -> Entry:
        """Write the moves of a trailing stop: the entry of the history with this number."""
        return self._past(number, self._history[number], None, is_last=False)

    def fill(self, fill: Fill, before: str, *, has_parts: bool) -> Entry:
        """Write a fill; `before` is the exec_id of the revision that it corrects, and empty where it corrects none."""
        execution = fill.execution
        kind = _kind_of(fill, has_parts=has_parts)
        # The quantities of one leg, or of one account, are not those of the order.
        is_of_order = kind is EntryKind.FILL
        return Entry(
            ("fill", fill.serial),
            EntryKind.CORRECTION if before else kind,
            moment_of(fill),
            fill.received,
            self._fill_words,
            fill,
            fill.time,
            execution.time,
            filled=execution.cum_qty if is_of_order else None,
            average=execution.avg_price if is_of_order else None,
            superseded=fill.superseded_by is not None,
            zone=fill.zone,
            exchange=self._exchange,
            basis=(execution, fill.contract, before, fill.superseded_by),
        )

    def _fill_words(self, entry: Entry) -> str:
        fill, kind = entry.record, entry.kind
        assert isinstance(fill, Fill)  # noqa: S101 - `fill` alone makes such entries
        *_, before, newer = entry.basis
        writing = self._writing
        words = fill_words(fill, self._order, writing.number, writing.money, writing.contract_name)
        start = f"{kind.value} of {before}" if before else kind.value
        return f"{start}: {words}. Corrected by {newer}." if newer else f"{start}: {words}."

    def commission(self, fill: Fill) -> Entry | None:
        """Write a fill's commission; `None` while there is none."""
        commission = fill.commission
        if commission is None:
            return None
        # TWS sends no time with it. One that came with a fill that was reported later belongs to the fill's time.
        moment = received = commission.received
        if fill.time and moment_of(fill) != fill.received and abs(received - fill.received) < _LIVE:
            moment = fill.time
        return Entry(
            ("commission", commission.serial),
            EntryKind.COMMISSION,
            moment,
            received,
            self._commission_words,
            commission,
            superseded=fill.superseded_by is not None,
            exchange=self._exchange,
            basis=(commission.commission_and_fees, commission.currency, commission.realized_pnl),
        )

    def _commission_words(self, entry: Entry) -> str:
        assert isinstance(entry.record, Commission)  # noqa: S101 - `commission` alone makes such entries
        return f"{entry.kind.value}: {commission_words(entry.record, self._writing.money)}."

    def messages(self) -> Iterator[Entry]:
        """Yield all messages, those that may be about another order last."""
        for message in self._order.messages:
            yield _message_entry(message, "", self._exchange)
        for message in self._order.possible_messages:
            yield _message_entry(message, "possibly related: ", self._exchange)

    def _past(self, number: int, past: HistoryEntry, before: StatusChange | None, *, is_last: bool) -> Entry:
        key = ("history", number)
        if past.status is not None:
            return self._status(key, past, past.status, before, is_last=is_last)
        kind = _KINDS[past.kind]
        if past.changes:
            return self._change(key, kind, past)
        return self._plain(key, kind, past, _SENTENCES[kind].format(detail=past.detail))

    def _status(
        self,
        key: tuple[str, int],
        past: HistoryEntry,
        said: StatusChange,
        before: StatusChange | None,
        *,
        is_last: bool,
    ) -> Entry:
        """Write a status; the last one may have completed the order."""
        is_rejection = self._is_rejected and said.status == INACTIVE
        entry = Entry(
            key,
            EntryKind.STATUS,
            past.received,
            past.received,
            self._status_words,
            status=said.status,
            why_held=said.why_held,
            filled=said.filled,
            remaining=said.remaining,
            average=said.avg_fill_price,
            count=past.count,
            last_received=past.last_received,
            exchange=self._exchange,
            basis=(said, before, f"Rejected. {INACTIVE_BY_IB}." if is_rejection else ""),
        )
        order = self._order
        if not is_last or is_working(said.status) or not (order.completed_status or order.completed_time_raw):
            return entry
        ends = sentence(order.completed_status), sentence(order.reject_reason)
        return replace(
            entry,
            moment=_moment(past.received, order.completed_time),
            time=order.completed_time,
            time_raw=order.completed_time_raw,
            zone=order.completed_time_zone,
            words=" ".join(filter(None, [*ends, entry.what])),
        )

    def _status_words(self, entry: Entry) -> str:
        said, before, meaning = entry.basis
        return status_words(said, before, self._writing.number, self._writing.money, meaning)

    def _change(self, key: tuple[str, int], kind: EntryKind, past: HistoryEntry) -> Entry:
        """Write a modification; moves of a trailing stop are one entry with steps."""
        changes, words = past.changes, self._changes.words
        if kind is not EntryKind.TRAILED:
            what = f"{kind.value}: {words(changes, self._order)}."
            return replace(self._plain(key, kind, past, what), changes=changes)
        way = (replace(changes[0], new=changes[-1].new),)
        step = f"{STEP}{key[1]}"
        steps = tuple(
            Entry(
                (step, number),
                kind,
                moment,
                moment,
                f"{words((change,), self._order)}.",
                changes=(change,),
                exchange=self._exchange,
            )
            for number, (change, moment) in enumerate(zip(changes, past.steps, strict=True))
        )
        count = f" in {len(steps)} steps" if len(steps) > 1 else ""
        entry = self._plain(key, kind, past, f"{words(way, self._order)}{count}.")
        return replace(entry, changes=way, steps=steps if len(steps) > 1 else ())

    def _plain(self, key: tuple[str, int], kind: EntryKind, past: HistoryEntry, words: str) -> Entry:
        return Entry(
            key,
            kind,
            past.received,
            past.received,
            words,
            count=past.count,
            last_received=past.last_received,
            exchange=self._exchange,
        )


def repeats_of_the_end(order: Order) -> list[HistoryEntry]:
    """Return the reports of a final status that TWS sent again before it reported when it was reached, newest first."""
    statuses = _statuses(order)
    last = next(statuses, None)
    if last is None or order.completed_time is None or not is_done(order.status):
        return []
    ended = _moment(last.received, order.completed_time)
    same = takewhile(lambda one: one.status is not None and one.status.status == order.status, statuses)
    return [one for one in same if one.received > ended]


def start_of_the_end(order: Order) -> int:
    """Return the number of the first entry of the history that may still change: the last status, or its repeats."""
    repeats = repeats_of_the_end(order)
    earliest = repeats[-1] if repeats else next(_statuses(order), None)
    history = order.history
    last = len(history) - 1
    return next((number for number in range(last, -1, -1) if history[number] is earliest), max(0, last))


def has_parts(order: Order, accounts: Iterable[str], *, has_whole: bool) -> bool:
    """Whether the order's fills are allocated: of a master account and its sub-accounts, or of several accounts.

    `accounts` are those of its fills, and `has_whole` says whether any is in a master account.
    """
    return bool(order.fa_group or order.fa_method) or has_whole or len(set(accounts)) > 1


def corrected_ids(exec_ids: Iterable[str]) -> dict[str, str]:
    """Return for each correction among the revisions of one execution the exec_id of the revision before it."""
    ordered = sorted(exec_ids, key=lambda exec_id: (revision_of(exec_id) or 0, exec_id))
    return dict(zip(ordered[1:], ordered, strict=False))


def _statuses(order: Order) -> Iterator[HistoryEntry]:
    """Yield the statuses in the order's history, newest first."""
    return (one for one in reversed(order.history) if one.status is not None)


def _kind_of(fill: Fill, *, has_parts: bool) -> EntryKind:
    if fill.combo_role is ComboRole.LEG:
        return EntryKind.LEG
    is_part = has_parts and not fill.is_whole
    return EntryKind.PART if is_part else EntryKind.FILL


def moment_of(fill: Fill) -> datetime:
    """Return when a fill happened."""
    return _moment(fill.received, fill.time)


def _moment(received: datetime, time: datetime | None) -> datetime:
    """Return this computer's time for what was received live, and TWS's time for what was received later.

    A time of TWS's that is ahead means that the clocks differ.
    """
    return received if time is None or time > received - _LIVE else time


def _message_entry(message: Message, doubt: str, exchange: tzinfo | None) -> Entry:
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
        exchange=exchange,
    )
