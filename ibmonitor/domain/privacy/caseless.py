"""Compares texts as people read them: ignores case and Unicode encoding, and runs of blanks are one blank.

Upper-casing does not map letters one to one (ß is SS, ﬁ is FI, and so on), and one letter has several encodings.
So the folded text keeps, for each letter, its position in the original text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

_FOLDS_BY_LETTER = re.compile(r"[!-~]*(?: [!-~]+)* ?")
"""ASCII without control characters and double blanks: `str.lower` folds it, and positions do not change."""


class Caseless(NamedTuple):
    """A folded text, and for each of its letters the start and end in the original text."""

    letters: str
    starts: Sequence[int]
    ends: Sequence[int]


def caseless(text: str) -> str:
    """Return one text for all spellings that differ only in case, encoding and blanks."""
    return locate_caseless(text).letters.strip(" ")


def locate_caseless(text: str) -> Caseless:
    """Fold a text, keeping the position of each letter."""
    if _FOLDS_BY_LETTER.fullmatch(text):
        return Caseless(text.lower(), range(len(text)), range(1, len(text) + 1))
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and unicodedata.combining(text[end]):
            continue
        for letter in _folded(text[start:end]):
            if letter == " " and letters and letters[-1] == " ":
                ends[-1] = end
            else:
                letters.append(letter)
                starts.append(start)
                ends.append(end)
        start = end
    return Caseless("".join(letters), starts, ends)


@lru_cache(maxsize=10_000)
def _folded(character: str) -> str:
    """Fold one character with its combining marks."""
    if character.isspace():
        return " "
    if unicodedata.category(character[0]) == "Cf":
        # Soft hyphens and direction marks are invisible.
        character = character[1:]
    # Case folding alone does not map the Turkish letters to i, their other case.
    folded = unicodedata.normalize("NFKD", character).casefold().upper().casefold()
    return unicodedata.normalize("NFKD", folded).replace("i\u0307", "i")
