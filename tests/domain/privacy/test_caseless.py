"""The folding of texts: the same for every spelling of a character, and each letter of it knows its place."""

from __future__ import annotations

import sys
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.domain.privacy.caseless import caseless, locate_caseless


def test_every_character_is_folded_as_all_its_other_cases_and_encodings() -> None:
    different = []
    for character in map(chr, range(sys.maxunicode + 1)):
        cases = {character.upper(), character.lower(), character.title(), character.swapcase()} - {character}
        forms = cases | {normalize("NFC", character), normalize("NFD", character)} - {character}
        if forms and {caseless(form) for form in forms} != {caseless(character)}:
            different.append(character)
    assert different == []


@given(st.text())
def test_each_letter_knows_where_it_comes_from(text: str) -> None:
    letters, starts, ends = locate_caseless(text)
    assert len(letters) == len(starts) == len(ends)
    for letter, start, end in zip(letters, starts, ends, strict=True):
        assert letter in locate_caseless(text[start:end]).letters
    assert list(starts) == sorted(starts)


@given(st.text("aß \u00a0\u0301\u0327İı\u00adﬃς", max_size=8), st.text("aß \u00a0İı\u00adﬃς", max_size=8))
def test_a_part_is_folded_as_in_the_whole(before: str, after: str) -> None:
    """As long as the parts are not parted inside a character or between blanks."""
    folded = caseless(f"{before}x{after}")
    assert folded == (caseless(f"{before}x") + caseless(f"x{after}")[1:])


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        (" a  B\t", "a b"),
        ("Straße", "strasse"),
        ("ISTANBUL İstanbul ıstanbul", "istanbul istanbul istanbul"),
        ("ﬁnancial", "financial"),
        ("re\u0301sume\u0301", normalize("NFD", "résumé")),
        ("1\u00a0000", "1 000"),
        ("e\u00ad\u0301", normalize("NFD", "é")),
    ],
)
def test_texts_are_folded(text: str, folded: str) -> None:
    assert caseless(text) == folded
