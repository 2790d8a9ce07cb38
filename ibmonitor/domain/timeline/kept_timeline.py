"""`KeptTimeline`: the timeline of one order that is kept up to date at the cost of what has changed.

It has the same rows as `timeline` would return.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, tzinfo
from operator import itemgetter

from ibmonitor.domain.messages.reasons import rejection_of
from ibmonitor.domain.records.live_interval import LiveInterval
from ibmonitor.domain.records.order_fills import is_continued
from ibmonitor.domain.records.records import Fill, HistoryKind, Order
from ibmonitor.domain.terms.prices import order_prices
from ibmonitor.domain.timeline.entry import Entry, EntryKind
from ibmonitor.domain.timeline.entry_writer import EntryWriter, corrected_ids, has_parts, moment_of, start_of_the_end
from ibmonitor.domain.timeline.timeline import end_of, fold, gaps, is_echo, place_in_time
from ibmonitor.domain.timeline.words import TimelineWriting

_Key = tuple[str, int]
_Place = tuple[datetime, datetime, int, int]
"""What the entries are sorted by; no two have the same."""

_Wanted = dict[_Key, tuple[int, Entry] | None]
"""Entries with their numbers in the order of arrival, by their keys; `None` where an entry is left out."""

_GAPS = frozenset({EntryKind.LOST, EntryKind.RESUMED})
_PIECE = 100
"""So many fills and entries of the history are one piece of work: a millisecond."""


class KeptTimeline:
    """Call `update`, or finish `updating`, before reading the rows."""

    def __init__(self, order: Order, writing: TimelineWriting) -> None:
        """Where `writing` would write something else, make a new one."""
        self._order = order
        self._writing = writing
        self._writer = EntryWriter(order, writing)
        self._basis: object = None
        """What all entries depend on."""
        self._forget()

    def _forget(self) -> None:
        self.rows: list[Entry] = []
        """The timeline, oldest first."""
        self._starts: list[int] = []
        """By row, the number of its first entry."""
        self._entries: list[Entry] = []
        """All entries, sorted: what is folded, and what is left out after the order's end, included."""
        self._places: list[_Place] = []
        """Of the entries, in the same order."""
        self._place_of: dict[_Key, _Place] = {}
        self._end = 0
        self._history = self._order.history
        self._settled = self._noted = 0
        """How many entries of the history will stay as they are, but for moves of a stop, and how many there are."""
        self._moves = -1
        """The number of the last moves of a trailing stop in the history."""
        self._fills = _KeptFills(self._order)
        # Messages and gaps are few: they are all written each time.
        self._messages: set[_Key] = set()
        self._gaps: set[_Key] = set()

    def update(
        self, changed: Collection[Fill], live_intervals: Sequence[LiveInterval] = (), exchange: tzinfo | None = None
    ) -> int:
        """Take in what has changed since the last call; return the number of the first row that may be different.

        `changed` are the order's fills that are new or have changed, and perhaps fills of other orders.
        """
        return min(self.updating(changed, live_intervals, exchange))

    def updating(
        self, changed: Collection[Fill], live_intervals: Sequence[LiveInterval] = (), exchange: tzinfo | None = None
    ) -> Iterator[int]:
        """Do the same piece by piece; yield after each the number of the first row that may be different by it.

        The order may get more fills meanwhile, which are changed ones then.
        """
        order, history, basis = self._order, self._order.history, self._basis_now(exchange)
        is_same = basis == self._basis and history is self._history and len(history) >= self._noted
        if not is_same or not self._fills.is_continued(changed):
            self._basis = basis
            self._writer = EntryWriter(order, self._writing, exchange)
            self._forget()
            yield 0
        writer, settled, noted = self._writer, start_of_the_end(order), len(history)
        affected: list[tuple[datetime, int, Fill]] = []
        for number, fill in self._fills.affected_by(changed):
            affected.append((moment_of(fill), number, fill))
            if not len(affected) % _PIECE:
                yield len(self.rows)
        # In the order of the timeline, so that each piece comes behind those before it.
        affected.sort(key=itemgetter(0, 1))
        messages = _numbered(writer.messages())
        wanted = _missing(self._messages, messages) | messages
        self._messages = set(messages)
        began = min(self._settled, settled)
        for fills, start, end in self._pieces(affected, began, noted):
            wanted |= self._changed_history(start, end) | self._fills.written(fills, writer)
            yield self._fold(self._apply(wanted))
            wanted = {}
            if self._basis_now(exchange) != basis:
                # Some entries may be written as of now: all are written anew next time.
                self._basis = None
        self._settled, self._noted = settled, noted
        first = next((entry.moment for entry in self._entries if entry.kind not in _GAPS), None)
        lost = _numbered(() if first is None else gaps(order, first, live_intervals, exchange))
        wanted = self._moved(began) | _missing(self._gaps, lost) | lost
        self._gaps = set(lost)
        yield self._fold(self._apply(wanted))

    def _basis_now(self, exchange: tzinfo | None) -> object:
        order = self._order
        prices = tuple(price.kind for price in order_prices(order))
        return exchange, rejection_of(order) is not None, order.account, order.contract, prices

    def _pieces(
        self, affected: list[tuple[datetime, int, Fill]], start: int, end: int
    ) -> Iterator[tuple[list[Fill], int, int]]:
        """Yield fills, and between which numbers the history came with them."""
        history, first, number = self._history, start, start
        fills: list[Fill] = []
        for moment, _, fill in affected:
            while number < end and history[number].received <= moment:
                number += 1
                if number - first + len(fills) >= _PIECE:
                    yield fills, first, number
                    fills, first = [], number
            fills.append(fill)
            if number - first + len(fills) >= _PIECE:
                yield fills, first, number
                fills, first = [], number
        while end - first > _PIECE:
            yield fills, first, first + _PIECE
            fills, first = [], first + _PIECE
        yield fills, first, end

    def _changed_history(self, start: int, end: int) -> _Wanted:
        """Return what the history has between two numbers."""
        wanted: _Wanted = {("history", number): None for number in range(start, min(end, self._noted))}
        return wanted | {entry.key: (entry.key[1], entry) for entry in self._writer.history(start, end)}

    def _moved(self, start: int) -> _Wanted:
        """Return the last moves of a trailing stop, to which TWS adds some; those before `start` are noted already.

        With them those that were the last before: they may have got more until others followed.
        """
        history, before = self._history, self._moves
        later = range(self._noted - 1, max(before, start - 1), -1)
        self._moves = next((each for each in later if history[each].kind is HistoryKind.TRAILED), before)
        numbers = {number for number in (before, self._moves) if number >= 0}
        return {("history", number): (number, self._writer.moves(number)) for number in numbers}

    def _apply(self, wanted: _Wanted) -> int:
        """Put entries into their places, instead of those with their keys; return the first number that changes."""
        places, entries, place_of = self._places, self._entries, self._place_of
        removed: set[_Place] = set()
        added: list[tuple[_Place, Entry]] = []
        for key, one in wanted.items():
            before = place_of.get(key)
            if one is not None:
                position, entry = one
                place = (*place_in_time(entry), position)
                if place == before and entries[bisect_left(places, place)] == entry:
                    continue
                place_of[key] = place
                added.append((place, entry))
            if before is not None:
                removed.add(before)
                if one is None:
                    del place_of[key]
        if not added and not removed:
            return len(entries)
        first = bisect_left(places, min(removed | {place for place, _ in added}))
        stay = zip(places[first:], entries[first:], strict=True)
        added += (pair for pair in stay if pair[0] not in removed)
        added.sort(key=itemgetter(0))
        places[first:] = [place for place, _ in added]
        entries[first:] = [entry for _, entry in added]
        return first

    def _fold(self, first: int) -> int:
        """Make the rows again from the entry with this number on; return the first row that is made again."""
        end = end_of(self._order, self._entries)
        if end != self._end:
            first = min(first, end, self._end)
            self._end = end
        row = max(0, bisect_left(self._starts, first) - 1)
        start = self._starts[row] if self._starts else 0
        del self.rows[row:], self._starts[row:]
        for number in range(start, len(self._entries)):
            entry = self._entries[number]
            if not is_echo(entry, number, end) and fold(self.rows, entry):
                self._starts.append(number)
        return row


class _KeptFills:
    """What the entries of an order's fills depend on besides the fills themselves."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._fills = order.fills
        self._numbers: dict[Fill, int] = {}
        self._by_exec_id: dict[str, Fill] = {}
        self._superseded_by: dict[Fill, str] = {}
        self._revisions: dict[str, dict[Fill, None]] = {}
        """By exec_id of a correction, the fills that it replaces."""
        self._seen: list[tuple[str, bool]] = []
        """Of each fill, its account, and whether that is a master account."""
        self._accounts: Counter[tuple[str, bool]] = Counter()
        self._are_parts = False
        self._commissions: dict[Fill, int] = {}
        """The serials of the commissions."""

    def is_continued(self, changed: Collection[Fill]) -> bool:
        """Whether the order has the fills that it had, in the same places, and those of `changed` that are new."""
        return is_continued(self._order, self._fills, self._numbers, changed)

    def affected_by(self, changed: Iterable[Fill]) -> Iterator[tuple[int, Fill]]:
        """Yield, with their numbers, the fills that are new, have changed, or are written otherwise by that."""
        numbers = self._numbers
        affected = {fill: None for fill in changed if fill in numbers}
        for fill in self._fills[len(numbers) :]:
            numbers[fill] = len(numbers)
            self._by_exec_id[fill.execution.exec_id] = fill
            affected[fill] = None
        others: dict[Fill, None] = {}
        for fill in affected:
            self._note_account(fill)
            others |= self._note_revision(fill)
            yield numbers[fill], fill
        accounts = [account for account, _ in self._accounts]
        are_parts = has_parts(self._order, accounts, has_whole=any(is_whole for _, is_whole in self._accounts))
        if are_parts != self._are_parts:
            self._are_parts = are_parts
            others = dict.fromkeys(numbers)
        yield from ((numbers[fill], fill) for fill in others if fill not in affected)

    def written(self, fills: Iterable[Fill], writer: EntryWriter) -> _Wanted:
        """Return the entries of fills that are affected."""
        wanted: _Wanted = {}
        for fill in fills:
            number = self._numbers[fill]
            entry = writer.fill(fill, self._corrected_by(fill), has_parts=self._are_parts)
            wanted[entry.key] = (number, entry)
            before, commission = self._commissions.get(fill), writer.commission(fill)
            if commission is not None:
                wanted[commission.key] = (number, commission)
                self._commissions[fill] = commission.key[1]
            if before is not None and (commission is None or before != commission.key[1]):
                wanted["commission", before] = None
        return wanted

    def _note_account(self, fill: Fill) -> None:
        number, seen = self._numbers[fill], (fill.execution.acct_number, fill.is_whole)
        if number < len(self._seen):
            before = self._seen[number]
            self._accounts[before] -= 1
            if not self._accounts[before]:
                del self._accounts[before]
            self._seen[number] = seen
        else:
            self._seen.append(seen)
        self._accounts[seen] += 1

    def _note_revision(self, fill: Fill) -> dict[Fill, None]:
        """Return the other revisions of a fill, whose words may have changed with it."""
        before, now = self._superseded_by.pop(fill, None), fill.superseded_by
        if before is not None:
            self._revisions[before].pop(fill)
        if now is not None:
            self._superseded_by[fill] = now
            self._revisions.setdefault(now, {})[fill] = None
        if not self._revisions:
            return {}
        newest = {name for name in (before, now, fill.execution.exec_id) if name is not None}
        return {each: None for name in newest for each in self._revisions_of(name)}

    def _revisions_of(self, exec_id: str) -> list[Fill]:
        """Return the fills that a correction replaces, and the correction, if it counts."""
        replaced, newest = self._revisions.get(exec_id, {}), self._by_exec_id.get(exec_id)
        return [*replaced, *([newest] if newest is not None and newest.superseded_by is None else [])]

    def _corrected_by(self, fill: Fill) -> str:
        """Return the exec_id of the revision that a fill corrects; empty where it corrects none."""
        if not self._revisions:
            return ""
        exec_id = fill.execution.exec_id
        newest = fill.superseded_by or exec_id
        if newest not in self._revisions:
            return ""
        return corrected_ids(each.execution.exec_id for each in self._revisions_of(newest)).get(exec_id, "")


def _numbered(entries: Iterable[Entry]) -> _Wanted:
    return {entry.key: (number, entry) for number, entry in enumerate(entries)}


def _missing(before: set[_Key], now: _Wanted) -> _Wanted:
    return dict.fromkeys(before - now.keys())
