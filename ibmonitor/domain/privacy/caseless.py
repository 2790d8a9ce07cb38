"""Compares texts as people read them: without case, without the way a letter is encoded, runs of blanks as one blank.

Upper-casing does not map letters one to one (ß is SS, ﬁ is FI, and so on), and one letter has several encodings.
So a text is folded here, and each letter of the result knows where in the text it comes from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

_FOLDS_BY_LETTER = re.compile(r"[!-~]*(?: [!-~]+)* ?")
"""ASCII without control characters and double blanks: folded by `str.lower`, and every letter stays in its place."""


class Caseless(NamedTuple):
    """A folded text; by letter of it, where in the text what it comes from begins and ends."""

    letters: str
    starts: Sequence[int]
    ends: Sequence[int]


def caseless(text: str) -> str:
    """Return the same for all spellings of a text that differ in case, encoding and blanks only."""
    return locate_caseless(text).letters.strip(" ")


def locate_caseless(text: str) -> Caseless:
    """Fold a text, keeping where each letter comes from."""
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
        # Soft hyphens and marks of direction are not seen.
        character = character[1:]
    # Case folding alone keeps the Turkish letters apart from I and i, which are their other cases.
    folded = unicodedata.normalize("NFKD", character).casefold().upper().casefold()
    return unicodedata.normalize("NFKD", folded).replace("i\u0307", "i")
