"""Finds what was typed among all orders, in small steps; the closest first, then those that have changed last.

`question.py` understands the text, `index.py` has the words of the orders, `conditions.py` compares both.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import replace
from itertools import islice
from typing import TypeVar

from ibmonitor.domain.records.records import Commission, Fill, Order
from ibmonitor.domain.records.value import value
from ibmonitor.domain.search.conditions import (
    NO_FIT,
    WHOLE,
    Condition,
    ExecId,
    Match,
    Nearness,
    Record,
    match_of,
    may_fit,
)
from ibmonitor.domain.search.fields import Names
from ibmonitor.domain.search.index import Entry, SearchIndex
from ibmonitor.domain.search.meaning import by_words, condition_words, meaning_of, values_of_records
from ibmonitor.domain.search.question import Question, parse

T = TypeVar("T")
Finding = Generator["Results | None", None, T]
"""Something else can be done at each `yield`. What is yielded are the first results, before all have been compared."""

MOST_FOUND = 50
MOST_ALONE = 8
"""Parts of what was typed that are worth counting one by one."""
_STRIDE = 512
"""Orders compared between two yields; they take less than a millisecond."""
_MANY = 2048
"""Records of which little is asked between two yields."""
_FIRST = 64
"""Steps of reading the words of orders, a thousand orders, after which what has been read is searched."""
_SAMPLE = 100
"""So many results decide which fields a word is said to be found in."""


@value
class Found:
    """A record that was found."""

    record: Record
    """The order; the newest fill where TWS has not described the order; the commission where there is no fill."""
    by: str
    """The field that it was found by, where neither the meaning nor what a list of orders shows says that."""
    nearness: Nearness


@value
class Results:
    """What was found."""

    text: str
    """What was typed, with single blanks."""
    meaning: str
    """How it was understood, in a few words; empty where there is nothing to understand."""
    found: tuple[Found, ...] = ()
    """The closest, at most `MOST_FOUND`."""
    total: int = 0
    orders: int = 0
    """How many of all are orders."""
    fits: Callable[[Order], bool] | None = None
    """Whether an order, as it is now, is among them; `None` where no order is."""
    alone: tuple[tuple[str, int], ...] = ()
    """Where nothing fits all of it: what was asked for, and how many fit each; one more than `MOST_ALONE` at most."""
    day: str = ""
    """The words for another day than today, where they kept it from being found."""
    without_day: str = ""
    is_partial: bool = False
    """Whether there are orders that have not been compared."""


_Hit = tuple[int, tuple[float, int], int, Record]
"""What sorts it, then what was found: nearness, how new it is, and a number that no other has."""


class _Hits:
    """What fits: the best of it, how much it is, and some of it from all over."""

    def __init__(self) -> None:
        self.best: list[_Hit] = []
        self.sample: list[Record] = []
        self.total = 0
        self.orders = 0

    def add(self, some: list[_Hit]) -> None:
        if some:
            is_full = len(self.best) == MOST_FOUND
            closer = [hit for hit in some if hit < self.best[-1]] if is_full else some
            self.best = sorted(self.best + closer)[:MOST_FOUND]
            self.sample.append(some[-1][3])
            self.total += len(some)
            self.orders += sum(isinstance(hit[3], Order) for hit in some)

    def records(self) -> list[Record]:
        """The best, then others that show which fields the words were found in."""
        return list(dict.fromkeys((*(hit[3] for hit in self.best), *self.sample)))[:_SAMPLE]


class Finder:
    """Searches what is in an index, and executions by their IDs."""

    def __init__(
        self,
        index: SearchIndex,
        fills: Sequence[Fill] = (),
        commissions: Sequence[Commission] = (),
        separators: Callable[[], tuple[str, str]] = lambda: (",", "."),
    ) -> None:
        """`separators` are those of numbers as the reader types them: of thousands, and of decimals."""
        self._index = index
        self._fills = fills
        self._commissions = commissions
        self._separators = separators

    def steps(self, text: str) -> Finding[Results]:
        """Search; the index is brought up to date first.

        Where that takes long, what fits among the newest is yielded before.
        """
        due = _FIRST
        for number, _ in enumerate(self._index.catch_up()):
            yield None
            if number == due:
                due *= 4
                first = yield from self._find(text, is_partial=True)
                yield first if first.found else None
        return (yield from self._find(text))

    def _find(self, text: str, *, is_partial: bool = False) -> Finding[Results]:
        question = parse(text, self._index.symbols, *self._separators())
        # Another reading counts only where no order at all fits the one before.
        for reading in question.readings[: 1 if is_partial else None]:
            executed = yield from self._executed(reading)
            entries = yield from self._candidates(reading)
            for last in (WHOLE, Nearness.WITHIN):
                matches = [match_of(condition, self._index.names, last, executed) for condition in reading]
                hits = yield from _hits(entries, matches)
                if len(reading) == 1:
                    hits.add(_commission_hits(executed, hits.total))
                if hits.total:
                    results = yield from self._results(question, reading, last, hits, self._fits(matches))
                    return replace(results, is_partial=is_partial)
        return Results(question.text, "") if is_partial else (yield from self._nothing(question))

    def _results(
        self,
        question: Question,
        reading: tuple[Condition, ...],
        last: Nearness,
        hits: _Hits,
        fits: Callable[[Order], bool],
    ) -> Finding[Results]:
        values = values_of_records(hits.records(), self._index.names)
        yield None
        meaning = meaning_of(reading, values, last)
        yield None
        said = meaning.casefold().split(", ")
        found = []
        for hit, own in zip(hits.best, values, strict=False):
            words = by_words(reading, hit[3], own, last)
            # Where the meaning says it of all, no result needs to repeat it.
            by = "" if words.casefold() in said else words
            found.append(Found(hit[3], by, Nearness(hit[0])))
        yield None
        return Results(question.text, meaning, tuple(found), hits.total, hits.orders, fits if hits.orders else None)

    def _nothing(self, question: Question) -> Finding[Results]:
        if not question.readings:
            return Results(question.text, "")
        reading = question.readings[0]
        meaning = meaning_of(reading, (), WHOLE)
        if question.day:
            return Results(question.text, meaning, day=question.day, without_day=question.without_day)
        alone = []
        if len(reading) > 1:
            for condition in reading[: MOST_ALONE + 1]:
                executed = yield from self._executed((condition,))
                entries = yield from self._candidates((condition,))
                match = match_of(condition, self._index.names, Nearness.WITHIN, executed)
                hits = yield from _hits(entries, [match])
                alone.append((condition_words(condition), hits.total))
        return Results(question.text, meaning, alone=tuple(alone))

    def _fits(self, matches: Sequence[Match]) -> Callable[[Order], bool]:
        index = self._index

        def fits(order: Order) -> bool:
            entry = index.entry(order)
            for match in matches:  # noqa: SIM110 - the table asks this of every order at once
                if match(entry) == NO_FIT:
                    return False
            return True

        return fits

    def _candidates(self, reading: Iterable[Condition]) -> Finding[Sequence[Entry]]:
        """The entries that can fit all conditions."""
        entries: Sequence[Entry] = self._index.entries()
        yield None
        for condition in reading:
            fitting: list[Entry] = []
            for start in range(0, len(entries), _MANY):
                fitting += may_fit(condition, entries[start : start + _MANY])
                yield None
            entries = fitting
        return entries

    def _executed(self, reading: Iterable[Condition]) -> Finding[dict[Record, Nearness]]:
        """Find the executions that a reading asks for, and what they are of."""
        found: dict[Record, Nearness] = {}
        for condition in reading:
            if not isinstance(condition, ExecId):
                continue
            fills = iter(self._fills)
            while some := list(islice(fills, _MANY)):
                for fill in some:
                    near = _nearness(fill.execution.exec_id, condition)
                    if near is not None:
                        # A fill whose order is not known stands for all fills of that order.
                        _put(found, fill.order or self._index.newest_like(fill), near)
                yield None
            commissions = iter(self._commissions)
            while reports := list(islice(commissions, _MANY)):
                for report in reports:
                    near = _nearness(report.exec_id, condition) if report.fill is None else None
                    if near is not None:
                        _put(found, report, near)
                yield None
        return found


def find(
    text: str,
    orders: Iterable[Order],
    fills: Sequence[Fill] = (),
    commissions: Sequence[Commission] = (),
    names: Names | None = None,
) -> Results:
    """Find what was typed among these records, at once."""
    index = SearchIndex(names)
    index.outdate(orders, fills)
    steps = Finder(index, fills, commissions).steps(text)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Results = end.value
            return found


def _hits(entries: Sequence[Entry], matches: Sequence[Match]) -> Finding[_Hits]:
    """Compare these entries with all conditions."""
    hits = _Hits()
    for start in range(0, len(entries), _STRIDE):
        some: list[_Hit] = []
        for number, entry in enumerate(entries[start : start + _STRIDE], start):
            nearest = 0
            for match in matches:
                near = match(entry)
                if near == NO_FIT:
                    break
                nearest = max(nearest, near)
            else:
                some.append((nearest, entry.newest_first, number, entry.record))
        hits.add(some)
        yield None
    return hits


def _commission_hits(executed: dict[Record, Nearness], first: int) -> list[_Hit]:
    return [
        (int(near), (-record.received.timestamp(), -record.serial), first + number, record)
        for number, (record, near) in enumerate(executed.items())
        if isinstance(record, Commission)
    ]


def _nearness(exec_id: str, condition: ExecId) -> Nearness | None:
    own, wanted = exec_id.casefold(), condition.text.casefold()
    if own == wanted:
        return Nearness.SAME_ID
    return Nearness.BEGINS if not condition.is_whole and own.startswith(wanted) else None


def _put(found: dict[Record, Nearness], record: Record, near: Nearness) -> None:
    found[record] = min(near, found.get(record, near))
