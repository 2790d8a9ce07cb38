"""`TextSearch`: the lower-case text of every record, made only after the first search, and a little at a time.

Making the text of a hundred thousand rows takes seconds, so it is done in slices that their owner asks for; until a
record's text is there, a new record matches nothing and a changed one matches by its old text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from itertools import islice, repeat
from operator import and_, contains, or_
from time import perf_counter
from typing import Generic, TypeVar

from ibmonitor.models.text.formats import separators

R = TypeVar("R")

_CHUNK = 16
"""Records whose texts are made between two checks of the clock."""
_MATCHED = 2048
"""Texts that are searched between two checks of the clock."""

Words = tuple[tuple[str, ...], ...]
"""The words to find: every word must be found, in any one of its spellings."""


def words_of(text: str) -> Words:
    """Split at blanks. A number typed with group separators is searched without them too."""
    group, point = separators()
    words = []
    for word in text.casefold().split():
        plain = word.replace(group, "")
        is_number = plain != word and plain.replace(point, "", 1).lstrip("+-").isdecimal()
        words.append((word, plain) if is_number else (word,))
    return tuple(words)


class TextSearch(Generic[R]):
    """The texts of `records`, a list that the owner shares and appends to; addressed by position."""

    def __init__(self, records: Sequence[R], text_of: Callable[[R], str]) -> None:
        self._records = records
        self._text_of = text_of
        self._texts: list[str] = []
        self._outdated: dict[int, None] = {}
        self._in_use = False
        self._words: Words = ()
        self._matching = bytearray()
        """One byte for each of the first texts: whether it matches these words."""

    @property
    def backlog(self) -> int:
        """How many records still wait for their text; 0 before the first search."""
        return len(self._records) - len(self._texts) + len(self._outdated) if self._in_use else 0

    def clear(self) -> None:
        """Discard all texts, and make none until `start`."""
        self._texts.clear()
        self._outdated.clear()
        self._matching.clear()
        self._in_use = False

    def look_for(self, words: Words) -> None:
        """Search the texts for these words from now on: `advance` does that a little at a time."""
        if words != self._words:
            self._words = words
            self._matching.clear()

    @property
    def is_searched(self) -> bool:
        """Whether all texts that have been made have been searched for these words."""
        return len(self._matching) == len(self._texts)

    def start(self) -> None:
        """Make texts from now on, and keep them."""
        self._in_use = True

    def outdate(self, positions: Iterable[int]) -> None:
        """The records at these positions have changed."""
        made = len(self._texts)
        self._outdated.update((position, None) for position in positions if position < made)

    def advance(self, seconds: float) -> list[int]:
        """Make texts, and search them, for about this long; return the positions whose text is new."""
        done: list[int] = []
        if not self._in_use:
            return done
        end = perf_counter() + seconds
        while self.backlog:
            done += self._renew_some() if self._outdated else self._make_some()
            if perf_counter() >= end:
                break
        while self._words and not self.backlog and not self.is_searched:
            self._search_some()
            if perf_counter() >= end:
                break
        return done

    def matches(self, position: int, words: Words) -> bool:
        return position < len(self._texts) and _is_match(self._texts[position], words)

    def matching(self, words: Words) -> bytearray:
        """One byte for each record: whether it matches."""
        if words != self._words:
            flags = _matching(self._texts, words)
        else:
            while not self.is_searched:
                self._search_some()
            flags = self._matching
        return flags + bytes(len(self._records) - len(self._texts))

    def _search_some(self) -> None:
        first = len(self._matching)
        self._matching += _matching(self._texts[first : first + _MATCHED], self._words)

    def _renew_some(self) -> list[int]:
        some = list(islice(self._outdated, _CHUNK))
        for position in some:
            del self._outdated[position]
            text = self._texts[position] = self._text_of(self._records[position]).casefold()
            if position < len(self._matching):
                self._matching[position] = _is_match(text, self._words)
        return some

    def _make_some(self) -> list[int]:
        first = len(self._texts)
        self._texts += [self._text_of(record).casefold() for record in self._records[first : first + _CHUNK]]
        return list(range(first, len(self._texts)))


def _is_match(text: str, words: Words) -> bool:
    return all(any(spelling in text for spelling in word) for word in words)


def _matching(texts: Sequence[str], words: Words) -> bytearray:
    """One byte for each text: whether it matches."""
    flags = bytearray(b"\1") * len(texts)
    for word in words:
        found = [bytearray(map(contains, texts, repeat(spelling))) for spelling in word]
        flags = all_of(flags, any_of(*found))
    return flags


def all_of(some: bytearray, *others: bytearray) -> bytearray:
    """The flags that are set in all; computed on large integers, which needs no loop."""
    return _combined(and_, some, *others)


def any_of(some: bytearray, *others: bytearray) -> bytearray:
    """The flags that are set in any."""
    return _combined(or_, some, *others)


def _combined(combine: Callable[[int, int], int], *flags: bytearray) -> bytearray:
    numbers = (int.from_bytes(each, "little") for each in flags)
    return bytearray(reduce(combine, numbers).to_bytes(len(flags[0]), "little"))
