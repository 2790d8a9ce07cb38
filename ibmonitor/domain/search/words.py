"""How texts are cut into the words that are compared.

They are in lower case without accents, numbers without separators and trailing zeros.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from unicodedata import normalize

from ibmonitor.domain.records.numbers import known

_PARTS = re.compile(r"[^\W_]+(?:[.,][0-9]+)*")
"""What stands between punctuation: "rebalance-0412" has two parts, "1,250.50" is one."""
_PLAIN_NUMBER = re.compile(r"[+-]?(?:\d{1,19}(?:\.\d*)?|\.\d+)")
"""Not more digits than any id has: Python refuses to read thousands of them."""
_ACCENTS = re.compile("[\u0300-\u036f]+")
_AROUND_NUMBER = "$€£¥@"


def words_of(text: str) -> frozenset[str]:
    """Return the words between blanks."""
    return frozenset(text.split())


def plain(text: str) -> str:
    """Return the text as it is compared: in lower case, without accents."""
    text = text.casefold()
    return text if text.isascii() else _ACCENTS.sub("", normalize("NFKD", text))


def folded(text: str) -> str:
    """Return the text in lower case, with single blanks."""
    return " ".join(text.split()).casefold()


@lru_cache(maxsize=8192)
def words_in(text: str) -> str:
    """Return all words of a text with a blank before each: those between blanks, and their parts."""
    words: dict[str, None] = {}
    for word in plain(text).split():
        words[word] = None
        if not word.isalnum():
            for part in _PARTS.findall(word):
                words[part] = None
                number = number_in_text(part)
                if number:
                    words[number] = None
    return "".join(f" {word}" for word in words)


def plain_number(number: Decimal | None) -> str:
    """Write a number as it is compared: 100, 230.5; empty where it is not known."""
    number = known(number)
    if number is None:
        return ""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def number_in_text(word: str, group: str = ",", point: str = ".") -> str:
    """Return the number that a word is, as `plain_number` writes it; empty where it is none.

    `group` and `point` are the reader's separators. A number as TWS writes it is always read, too.
    """
    word = word.strip(_AROUND_NUMBER)
    if not word[-1:].isdecimal():
        return ""
    if group and group in word and _is_grouped(word, group, point):
        word = word.replace(group, "").replace(point, ".")
    elif point != "." and "." not in word:
        word = word.replace(point, ".")
    return plain_number(Decimal(word)) if _PLAIN_NUMBER.fullmatch(word) else ""


def _is_grouped(word: str, group: str, point: str) -> bool:
    whole = word.partition(point)[0].lstrip("+-").split(group)
    return 0 < len(whole[0]) <= 3 and all(len(part) == 3 for part in whole[1:])
