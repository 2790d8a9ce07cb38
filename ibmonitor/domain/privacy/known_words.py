"""`KnownWords`: finds any of thousands of words in a text, in any case and encoding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import add
from typing import NamedTuple

from ibmonitor.domain.privacy.caseless import Caseless, caseless, locate_caseless

LONG = 6
"""A word with a digit and at least this many letters is also found inside other words: it is unlikely by chance."""

_HEAD = 2
"""Letters compared first, which exclude most places quickly; the minimum length of a word."""
_KEY = 64
"""Letters by which a word is looked up; a longer word is then compared as a whole."""
_IN_WORD = re.compile("[A-Za-z0-9]")
_BEFORE_NUMBER, _AFTER_NUMBER = re.compile("[A-Za-z0-9.,]"), re.compile(r"[A-Za-z0-9]|[.,]\d")
"""Neighbors that make digits a part of another number, such as a permId or a price."""


class Found(NamedTuple):
    """A known word in a text, from `start` up to `end`."""

    start: int
    end: int
    meaning: str


class KnownWords:
    """Words and their meanings. The cost of a search does not depend on their number."""

    def __init__(self) -> None:
        self._meanings: dict[str, str] = {}
        """By word, folded."""
        self._by_key: dict[str, list[str]] = {}
        """Words by their first `_KEY` letters, the longest first."""
        self._key_lengths: dict[str, list[int]] = {}
        """Lengths of the keys by their first `_HEAD` letters, the longest first."""

    def add(self, word: str, meaning: str) -> bool:
        """Add a word; return whether it is new. A single letter is no word."""
        word = caseless(word)
        if len(word) < _HEAD or word in self._meanings:
            return False
        self._meanings[word] = meaning
        key = word[:_KEY]
        words = self._by_key.setdefault(key, [])
        words.append(word)
        words.sort(key=len, reverse=True)
        lengths = self._key_lengths.setdefault(word[:_HEAD], [])
        if len(key) not in lengths:
            lengths.append(len(key))
            lengths.sort(reverse=True)
        return True

    def find(self, text: str) -> Iterator[Found]:
        """Yield the longest word at each place where one begins; they may overlap."""
        if not self._meanings:
            return
        located = locate_caseless(text)
        letters = located.letters
        heads = map(add, letters, letters[1:])
        for at, lengths in enumerate(map(self._key_lengths.get, heads)):
            if lengths is not None:
                word = self._longest(lengths, text, located, at)
                if word:
                    end = located.ends[at + len(word) - 1]
                    yield Found(located.starts[at], end, self._meanings[word])

    def _longest(self, lengths: list[int], text: str, located: Caseless, at: int) -> str:
        for length in lengths:
            for word in self._by_key.get(located.letters[at : at + length], ()):
                if located.letters.startswith(word, at) and _stands_alone(word, text, located, at):
                    return word
        return ""


def _stands_alone(word: str, text: str, located: Caseless, at: int) -> bool:
    """Whether the word is not part of a longer one, or may be found inside one."""
    before, after = _neighbors(text, located, at, at + len(word))
    if word.isdecimal():
        return not (_BEFORE_NUMBER.match(before) or _AFTER_NUMBER.match(after))
    if len(word) >= LONG and any(map(str.isdigit, word)):
        return True
    is_inside = (_IN_WORD.match(word[0]) and _IN_WORD.match(before)) or (
        _IN_WORD.match(word[-1]) and _IN_WORD.match(after)
    )
    return not is_inside


def _neighbors(text: str, located: Caseless, first: int, end: int) -> tuple[str, str]:
    """The character before some letters and the two after them; empty at the ends of the text.

    Where one character became several letters, its other letters are the neighbors.
    """
    letters, starts, ends = located
    if first and starts[first] == starts[first - 1]:
        before = letters[first - 1]
    else:
        before = text[max(0, starts[first] - 1) : starts[first]]
    after = (
        letters[end]
        if end < len(letters) and starts[end] == starts[end - 1]
        else text[ends[end - 1] : ends[end - 1] + 2]
    )
    return before, after
