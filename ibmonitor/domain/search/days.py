"""Finds the words that name a day: of other days than today nothing is known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ibmonitor.domain.search.words import words_of

_WEEKDAYS = words_of(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun"
)
_MONTHS = words_of(
    "january february march april may june july august september october november december"
    " jan feb mar apr jun jul aug sep sept oct nov dec"
)
_SPANS = words_of("day days week weeks month months year years session sessions weekend")
_BEFORE_SPAN = words_of("last this past previous prior next")
_DATE = re.compile(r"(?:19|20)\d\d-?[01]\d-?[0-3]\d|\d{1,2}[./-]\d{1,2}[./-](?:\d\d|\d{4})")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY_NUMBER = re.compile(r"[0-3]?\d(?:st|nd|rd|th)?|(?:19|20)\d\d")


def day_in(tokens: Sequence[str]) -> set[int]:
    """Return which tokens name a day other than today."""
    words = [token.casefold() for token in tokens]
    found: set[int] = set()
    for at, word in enumerate(words):
        before = words[at - 1] if at else ""
        after = words[at + 1] if at + 1 < len(words) else ""
        if word in {"yesterday", "yesterday's", "tomorrow"} or word in _WEEKDAYS or _DATE.fullmatch(word):
            found |= {at - 1, at} if before in _BEFORE_SPAN else {at}
        elif word in _SPANS and before in _BEFORE_SPAN:
            found |= {at - 1, at}
        elif word in _SPANS and after == "ago":
            found |= {at - 1, at, at + 1}
        elif word in _MONTHS:
            found |= {near for near in (at - 1, at, at + 1) if 0 <= near < len(words) and _is_in_date(words[near])}
            if at + 1 in found and _YEAR.fullmatch("".join(words[at + 2 : at + 3])):
                found.add(at + 2)
    if len(found) == 1 and words[next(iter(found))] in _MONTHS:
        # "May" alone is no date.
        return set()
    return {number for number in found if number >= 0}


def _is_in_date(word: str) -> bool:
    return word in _MONTHS or _DAY_NUMBER.fullmatch(word) is not None
