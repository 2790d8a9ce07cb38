"""Finds out in which code page TWS has written a message.

TWS writes UTF-8 or escapes where it can. On some computers it writes Windows' code page instead, and does not say
which: GBK in China, Big5 in Taiwan and Hong Kong, Shift-JIS in Japan, 1250 to 1254 and 1257 in Europe. Nearly all
bytes are valid in most of these, and many texts are no longer than a name. So each reading has a cost in bits, which is
lower the more usual its characters are: 12 for one of the common Chinese characters, which has two bytes, 7 for a
Polish letter, 16 to 24 for a character that is rare in the language. The cheapest reading is taken.

Measured on 385 texts of these pages but for 1253, 1254 and 1257, 213 of them of at most four letters: right for 374
where one is all there is, for 384 where the page is known from another message. `charset-normalizer` 3.4.7, given the
same pages, was right for 233. Of Greek, Turkish and Baltic texts sentences are read right, but not every single name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

UTF_8 = "utf-8"

_SAMPLE = 1000
"""Bytes by which the page of a message is found; what comes after them is in the same."""
_CERTAIN = 10
"""Bits between the two cheapest readings from which on the page is remembered for the connection."""
_REMEMBERED = 6
"""Bits by which the remembered page is cheaper."""

_WESTERN = frozenset("äöüßÄÖÜéèàùâêîôûçëïœñáíóúòìÁÉÍÓÚÀÈÇÊãõÃÕåæøÅÆØ")
_EASTERN = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽőűŐŰäöüßÄÖÜôç")
_TURKISH = frozenset("çğıöşüÇĞİÖŞÜ")
_BALTIC = frozenset("ąčęėįšųūžĄČĘĖĮŠŲŪŽāēģīķļņĀĒĢĪĶĻŅõäöüÕÄÖÜ")
_GREEK = frozenset("αβγδεζηθικλμνξοπρςστυφχψωάέήίόύώϊϋΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏ")
_PUNCTUATION = frozenset("€’‘“”„–—…«»¿¡°§´£¥ºª№")  # noqa: RUF001 - no look-alikes of other characters
_PUNCTUATION_OF_CJK = re.compile("[\u3000-\u303f\uff01-\uff5e“”‘’…—·]")  # noqa: RUF001 - as above
_USUAL = re.compile(
    "[\0-\u017f\u0391-\u03ce\u0401\u0410-\u044f\u0451\u05d0-\u05ea\u0621-\u064a\u0e00-\u0e5b\u2010-\u203a\u20ac"
    "\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e]*"
)
"""What texts in UTF-8 consist of. Chinese in GBK can be valid UTF-8, too, but rarely of these."""
_FOLLOWED_BY = {"ñ": "aeiouáéíóúü", "œ": "u", "õ": "e"}
"""Western letters that before others are more likely letters of another page."""
_BYTE_ORDER_MARKS = ("\u044f\u044e", "ÿþ", "˙ţ", "ÿş", "˙ž", "\ufffdώ")
"""FF FE in the single-byte pages: the beginning of no text in these."""


class CodePages:
    """Reads the texts of one connection: the page of one message is a hint for the next."""

    def __init__(self) -> None:
        self._page = ""
        self.on_learned: Callable[[], None] = lambda: None
        """Called when the page becomes known, or another: what was read before would be read in another way now."""

    def encoding_of(self, texts: Iterable[bytes]) -> str:
        """Return the encoding of a message with these texts."""
        sample = b"\0".join(text for text in texts if not text.isascii())[:_SAMPLE]
        if not self._page and _is_usual_utf8(sample):
            return UTF_8
        encoding, is_certain = _cheapest(sample, self._page)
        if is_certain and encoding not in (UTF_8, self._page):
            self._page = encoding
            self.on_learned()
        return encoding

    def as_utf8(self, body: bytes) -> bytes:
        """Return the body of a text message, whose fields end with NUL, in UTF-8."""
        if body.isascii() or (not self._page and _is_usual_utf8(body)):
            return body
        return body.decode(self.encoding_of(body.split(b"\0")), "replace").encode()


def _is_usual_utf8(text: bytes) -> bool:
    try:
        return _USUAL.fullmatch(text.decode()) is not None
    except UnicodeDecodeError:
        return False


@lru_cache(maxsize=1024)
def _cheapest(sample: bytes, remembered: str) -> tuple[str, bool]:
    """Return the encoding that makes the most of a text, and whether it is certain."""
    costs = {
        encoding: _cost(sample.decode(encoding, "replace"), encoding) - _REMEMBERED * (encoding == remembered)
        for encoding in _PAGES
    }
    first, second, *_ = sorted(costs, key=costs.__getitem__)
    return first, costs[second] - costs[first] >= _CERTAIN


def _cost(text: str, encoding: str) -> int:
    of_character, of_neighbors, cost = _PAGES[encoding]
    padded = f"\0{text}\0"
    for before, character, after in zip(padded, padded[1:], padded[2:], strict=False):
        if character.isascii():
            # In another page it can be the second byte of a character.
            cost += 5
        elif character == "\ufffd":
            cost += 20
        else:
            cost += of_character(character) + of_neighbors(before, character, after)
    return cost + 40 * text.startswith(_BYTE_ORDER_MARKS)


# What a character costs in a page. In those of Chinese and Japanese the common characters have the lower first bytes.


def _in_gbk(character: str) -> int:
    return _in_cjk(character, "gb2312", 0xD8)


def _in_big5(character: str) -> int:
    return _in_cjk(character, "cp950", 0xC9)


def _in_shift_jis(character: str) -> int:
    if "\u3041" <= character <= "\u30fc":
        return 7
    return 13 if "\uff61" <= character <= "\uff9f" else _in_cjk(character, "cp932", 0x99)


def _in_cjk(character: str, encoding: str, common_below: int) -> int:
    if _PUNCTUATION_OF_CJK.match(character):
        return 9
    if not "\u4e00" <= character <= "\u9fff":
        return 24
    try:
        return 12 if character.encode(encoding)[0] < common_below else 18
    except UnicodeEncodeError:
        return 24


def _in_cyrillic(character: str) -> int:
    if "\u0410" <= character <= "\u044f":
        return 6
    return 9 if character in _PUNCTUATION or character in "\u0401\u0451" else 16


def _in_western(character: str) -> int:
    return 7 if character in _WESTERN else 9 if character in _PUNCTUATION else 16


def _in_eastern(character: str) -> int:
    return 7 if character in _EASTERN else 9 if character in _PUNCTUATION else 16


def _in_turkish(character: str) -> int:
    return 7 if character in _TURKISH else 9 if character in _PUNCTUATION else 16


def _in_baltic(character: str) -> int:
    return 7 if character in _BALTIC else 9 if character in _PUNCTUATION else 16


def _in_greek(character: str) -> int:
    return 6 if character in _GREEK else 9 if character in _PUNCTUATION else 16


def _in_utf_8(character: str) -> int:
    if _USUAL.fullmatch(character):
        return 7
    # Few characters have been assigned beyond that plane.
    return 16 if character < "\U00020000" else 24


# What a character costs more because of its neighbors.


def _next_to_cjk(before: str, _character: str, after: str) -> int:
    return 6 * sum("a" <= neighbor <= "z" for neighbor in (before, after))


def _next_to_cyrillic(before: str, character: str, after: str) -> int:
    foreign = sum(neighbor.isascii() and neighbor.isalpha() for neighbor in (before, after))
    return 8 * foreign * character.isalpha() + _next_to_letters(before, character, after)


def _next_to_greek(before: str, character: str, after: str) -> int:
    foreign = sum(neighbor.isascii() and neighbor.isalpha() for neighbor in (before, after))
    is_in_word = character == "ς" and after.isalpha()
    return 8 * foreign * character.isalpha() + 8 * is_in_word + _next_to_letters(before, character, after)


def _next_to_latin(before: str, character: str, after: str) -> int:
    is_run = character.isalpha() and before.isalpha() and not before.isascii()
    is_odd = after not in _FOLLOWED_BY.get(character, after)
    return 4 * is_run + 6 * is_odd + _next_to_letters(before, character, after)


def _next_to_letters(before: str, character: str, after: str) -> int:
    if not character.isalpha():
        # An apostrophe may stand in a word.
        return 6 * (before.isalpha() and after.isalpha() and character != "\u2019")
    is_alone = not (before.isalpha() or after.isalpha())
    return 6 * is_alone + 8 * (character.isupper() and before.islower())


_PAGES: dict[str, tuple[Callable[[str], int], Callable[[str, str, str], int], int]] = {
    UTF_8: (_in_utf_8, _next_to_letters, 0),
    "gb18030": (_in_gbk, _next_to_cjk, 0),
    "cp950": (_in_big5, _next_to_cjk, 1),
    "cp932": (_in_shift_jis, _next_to_cjk, 1),
    "cp1252": (_in_western, _next_to_latin, 0),
    "cp1251": (_in_cyrillic, _next_to_cyrillic, 2),
    "cp1250": (_in_eastern, _next_to_latin, 3),
    "cp1253": (_in_greek, _next_to_greek, 4),
    "cp1254": (_in_turkish, _next_to_latin, 4),
    "cp1257": (_in_baltic, _next_to_latin, 4),
}
"""Both costs of a character in each page, and what fewer users add to the whole. GB 18030 contains GBK."""

PAGES = tuple(_PAGES)
