"""`KeptTimeline`: the timeline of one order that is kept up to date at the cost of what has changed.

It has the same rows as `timeline` would return.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, tzinfo
from operator import itemgetter

from ibmonitor.domain.records.live_interval import LiveInterval
from ibmonitor.domain.records.order_fills import is_continued
from ibmonitor.domain.records.records import Contract, Fill, HistoryKind, Order
from ibmonitor.domain.terms.prices import order_prices
from ibmonitor.domain.timeline.entry import Entry, EntryKind
from ibmonitor.domain.timeline.entry_writer import EntryWriter, corrected_ids, has_parts, start_of_the_end
from ibmonitor.domain.timeline.timeline import end_of, fold, gaps, in_zone, is_echo, place_in_time
from ibmonitor.domain.timeline.words import Write

_Key = tuple[str, int]
_Place = tuple[datetime, datetime, int, int]
"""What the entries are sorted by; no two have the same."""

_Wanted = dict[_Key, tuple[int, Entry] | None]
"""Entries with their numbers in the order of arrival, by their keys; `None` where an entry is left out."""

_GAPS = frozenset({EntryKind.LOST, EntryKind.RESUMED})


class KeptTimeline:
    """Call `update` before reading the rows."""

    def __init__(
        self,
        order: Order,
        write: Write,
        write_money: Write,
        contract_name: Callable[[Contract], str],
        instrument: Callable[[int], str],
    ) -> None:
        """The functions are those of `timeline`; where they would write something else, make a new one."""
        self._order = order
        self._functions = (write, write_money, contract_name, instrument)
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
        order = self._order
        writer = EntryWriter(order, *self._functions)
        prices = tuple(price.kind for price in order_prices(order))
        basis = (exchange, writer.is_rejected, order.account, order.contract, prices)
        is_continued = order.history is self._history and len(order.history) >= self._noted
        if basis != self._basis or not is_continued or not self._fills.is_continued(changed):
            self._basis = basis
            self._forget()
        messages = _numbered(writer.messages())
        first = self._apply(
            self._changed_history(writer)
            | self._fills.update(changed, writer)
            | _missing(self._messages, messages)
            | messages,
            exchange,
        )
        began = next((entry.moment for entry in self._entries if entry.kind not in _GAPS), None)
        lost = _numbered(() if began is None else gaps(order, began, live_intervals))
        first = min(first, self._apply(_missing(self._gaps, lost) | lost, exchange))
        self._messages, self._gaps = set(messages), set(lost)
        return self._fold(first)

    def _changed_history(self, writer: EntryWriter) -> _Wanted:
        """Return what the history has in the places that may have changed."""
        history = self._order.history
        settled = start_of_the_end(self._order)
        start = min(self._settled, settled)
        written = [*writer.history(start)]
        if 0 <= self._moves < start:
            written.append(writer.moves(self._moves))
        moves = (each for each in range(len(history) - 1, start - 1, -1) if history[each].kind is HistoryKind.TRAILED)
        self._moves = next(moves, self._moves)
        wanted: _Wanted = {("history", number): None for number in range(start, self._noted)}
        self._settled, self._noted = settled, len(history)
        return wanted | {entry.key: (entry.key[1], entry) for entry in written}

    def _apply(self, wanted: _Wanted, exchange: tzinfo | None) -> int:
        """Put entries into their places, instead of those with their keys; return the first number that changes."""
        first = len(self._entries)
        removed: set[_Place] = set()
        added: list[tuple[_Place, Entry]] = []
        for key, one in wanted.items():
            before = self._place_of.get(key)
            number = -1 if before is None else bisect_left(self._places, before)
            if one is not None:
                position, entry = one
                entry = in_zone(entry, exchange)
                place = (*place_in_time(entry), position)
                if place == before and self._entries[number] == entry:
                    continue
                self._place_of[key] = place
                added.append((place, entry))
                first = min(first, bisect_left(self._places, place))
            if before is not None:
                removed.add(before)
                first = min(first, number)
                if one is None:
                    del self._place_of[key]
        stay = zip(self._places[first:], self._entries[first:], strict=True)
        last = sorted([*(pair for pair in stay if pair[0] not in removed), *added], key=itemgetter(0))
        self._places[first:] = [place for place, _ in last]
        self._entries[first:] = [entry for _, entry in last]
        return first

    def _fold(self, first: int) -> int:
        """Make the rows again from the entry with this number on; return the first row that is made again."""
        end = end_of(self._order, self._entries)
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

    def update(self, changed: Iterable[Fill], writer: EntryWriter) -> _Wanted:
        """Return the entries of what is new or has changed."""
        affected = {fill: None for fill in changed if fill in self._numbers}
        for fill in self._fills[len(self._numbers) :]:
            self._numbers[fill] = len(self._numbers)
            self._by_exec_id[fill.execution.exec_id] = fill
            affected[fill] = None
        for fill in [*affected]:
            self._note_account(fill)
            affected |= self._note_revision(fill)
        accounts = [account for account, _ in self._accounts]
        are_parts = has_parts(self._order, accounts, has_whole=any(is_whole for _, is_whole in self._accounts))
        if are_parts != self._are_parts:
            self._are_parts = are_parts
            affected = dict.fromkeys(self._fills)
        wanted: _Wanted = {}
        for fill in affected:
            number = self._numbers[fill]
            entry = writer.fill(fill, self._corrected_by(fill), has_parts=are_parts)
            wanted[entry.key] = (number, entry)
            if fill in self._commissions:
                wanted["commission", self._commissions.pop(fill)] = None
            commission = writer.commission(fill)
            if commission is not None:
                wanted[commission.key] = (number, commission)
                self._commissions[fill] = commission.key[1]
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
        exec_id = fill.execution.exec_id
        newest = fill.superseded_by or exec_id
        if newest not in self._revisions:
            return ""
        return corrected_ids(each.execution.exec_id for each in self._revisions_of(newest)).get(exec_id, "")


def _numbered(entries: Iterable[Entry]) -> _Wanted:
    return {entry.key: (number, entry) for number, entry in enumerate(entries)}


def _missing(before: set[_Key], now: _Wanted) -> _Wanted:
    return dict.fromkeys(before - now.keys())
