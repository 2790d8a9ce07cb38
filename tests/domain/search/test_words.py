"""Texts as they are compared: in lower case, in words, and numbers without their separators."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ibmonitor.domain.search.words import folded, number_in_text, plain_number, words_in


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Rebalance-0412", " rebalance-0412 rebalance 0412 412"),
        ("  SPX 19MAR26 6740/6750 C ", " spx 19mar26 6740/6750 6740 6750 c"),
        ("limit of 10,000.50 USD.", " limit of 10,000.50 10000.5 usd. usd"),
        ("", ""),
    ],
)
def test_words_are_found_whole_and_by_their_parts(text: str, words: str) -> None:
    assert words_in(text) == words


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("100", "100"),
        ("1,000", "1000"),
        ("1,234,567.80", "1234567.8"),
        ("230.50", "230.5"),
        ("$5", "5"),
        ("@.5", "0.5"),
        ("-3", "-3"),
        ("1,6", ""),
        ("12,3456", ""),
        ("6740/6750", ""),
        ("19mar26", ""),
        ("9" * 20, ""),
        ("-", ""),
        ("", ""),
    ],
)
def test_a_number_is_read_in_any_form(typed: str, number: str) -> None:
    assert number_in_text(typed) == number


@pytest.mark.parametrize(
    ("typed", "number"), [("1.000", "1000"), ("230,5", "230.5"), ("1.234,50", "1234.5"), ("230.5", "230.5")]
)
def test_a_number_is_read_with_the_readers_separators(typed: str, number: str) -> None:
    assert number_in_text(typed, ".", ",") == number


@pytest.mark.parametrize(
    ("number", "text"),
    [(Decimal("1E+2"), "100"), (Decimal("230.500"), "230.5"), (Decimal(0), "0"), (Decimal("NaN"), ""), (None, "")],
)
def test_a_number_is_written_in_one_form(number: Decimal | None, text: str) -> None:
    assert plain_number(number) == text


def test_case_and_blanks_do_not_matter() -> None:
    assert folded("  My\n REF ") == "my ref"
