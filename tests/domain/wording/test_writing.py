"""Numbers, times and TWS's own words in sentences."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest

from ibmonitor.domain.wording.writing import joined, one_line, plain_number, plain_time, quoted


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0E-8", "0"),
        ("1E+3", "1000"),
        ("100.00", "100"),
        ("15.559999999999999", "15.56"),
        ("-0.50", "-0.5"),
        ("9E+999999", "9E+999999"),
    ],
)
def test_numbers_have_neither_exponent_nor_trailing_zeros(number: str, text: str) -> None:
    assert plain_number(Decimal(number)) == text


def test_times_are_in_utc_to_the_second() -> None:
    chicago = timezone(timedelta(hours=-5))
    assert plain_time(datetime(2026, 6, 11, 8, 30, 5, 999, tzinfo=chicago)) == "2026-06-11 13:30:05 UTC"


def test_words_of_tws_are_quoted_on_one_line() -> None:
    assert one_line(" Order\n rejected:\t no ") == "Order rejected: no"
    assert quoted("no\n") == '"no"'


def test_parts_are_joined_as_in_a_sentence() -> None:
    assert joined("a") == "a"
    assert joined("ab") == "a and b"
    assert joined(part for part in "abc") == "a, b and c"
