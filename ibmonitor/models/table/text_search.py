"""`TextSearch`: the lower-case text of every record, made only after the first search, and a little at a time.

Making the text of a hundred thousand rows takes seconds, so it is done in slices that their owner asks for; until a
record's text is there, a new record matches nothing and a changed one matches by its old text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from time import perf_counter
from typing import Generic, TypeVar

from ibmonitor.models.text.formats import separators

R = TypeVar("R")

_CHUNK = 16
"""Records between two checks of the clock."""

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

    @property
    def backlog(self) -> int:
        """How many records still wait for their text; 0 before the first search."""
        return len(self._records) - len(self._texts) + len(self._outdated) if self._in_use else 0

    def clear(self) -> None:
        """Discard all texts, and make none until `start`."""
        self._texts.clear()
        self._outdated.clear()
        self._in_use = False

    def start(self) -> None:
        """Make texts from now on, and keep them."""
        self._in_use = True

    def outdate(self, positions: Iterable[int]) -> None:
        """The records at these positions have changed."""
        made = len(self._texts)
        self._outdated.update((position, None) for position in positions if position < made)

    def advance(self, seconds: float) -> list[int]:
        """Make texts for about this long; return the positions whose text is new."""
        done: list[int] = []
        if not self._in_use:
            return done
        end = perf_counter() + seconds
        while self.backlog:
            done += self._renew_some() if self._outdated else self._make_some()
            if perf_counter() >= end:
                break
        return done

    def matches(self, position: int, words: Words) -> bool:
        if position >= len(self._texts):
            return False
        text = self._texts[position]
        return all(any(spelling in text for spelling in word) for word in words)

    def matching(self, words: Words) -> bytearray:
        """One byte for each record: whether it matches."""
        texts = self._texts
        flags = bytearray(b"\1") * len(texts)
        for word in words:
            spelling = word[0]
            if len(word) == 1:
                flags = bytearray([flag and spelling in text for flag, text in zip(flags, texts, strict=True)])
            else:
                flags = bytearray(
                    [
                        flag and any(spelling in text for spelling in word)
                        for flag, text in zip(flags, texts, strict=True)
                    ]
                )
        return flags + bytes(len(self._records) - len(texts))

    def _renew_some(self) -> list[int]:
        some = list(islice(self._outdated, _CHUNK))
        for position in some:
            del self._outdated[position]
            self._texts[position] = self._text_of(self._records[position]).casefold()
        return some

    def _make_some(self) -> list[int]:
        first = len(self._texts)
        self._texts += [self._text_of(record).casefold() for record in self._records[first : first + _CHUNK]]
        return list(range(first, len(self._texts)))
