"""What the list of message codes shows, and what is found in it."""

from __future__ import annotations

import pytest

from ibmonitor.domain.messages.codes import CODES, Code
from ibmonitor.models.columns.codes import CODE_COLUMNS, found, number_in


def row(number: int) -> list[str]:
    (code,) = (each for each in CODES if each.number == number)
    return [column.text(code) for column in CODE_COLUMNS]


def numbers(codes: list[Code]) -> list[int]:
    return [code.number for code in codes]


def test_a_row() -> None:
    assert row(435) == [
        "435",
        "Error",
        "Refusal",
        "The order names no account.",
        "With more than one account, the client has to name one.",
    ]


def test_the_note_of_a_code_follows_its_meaning() -> None:
    assert row(114)[3].endswith("only. IB marks this code as deprecated.")


@pytest.mark.parametrize(
    ("searched", "expected"),
    [
        ("435", [435]),
        ("  435 ", [435]),
        ("214", [2148]),
        ("10147 10148", []),
        ("dark pools", [10296]),
        ("MARGIN account", [481, 2148]),
        ("refusal 2102", [2102]),
        ("no such thing", []),
    ],
)
def test_found(searched: str, expected: list[int]) -> None:
    assert numbers(found(CODES, searched)) == expected


def test_nothing_searched_finds_all() -> None:
    assert found(CODES, "  ") == list(CODES)


def test_a_number_is_the_beginning_of_a_code_and_no_part_of_a_sentence() -> None:
    assert all(str(number).startswith("50") for number in numbers(found(CODES, "50")))


@pytest.mark.parametrize(
    ("searched", "number"),
    [
        ("4711", 4711),
        (" 201 ", 201),
        ("0", 0),
        ("", None),
        ("-1", None),
        ("201 margin", None),
        ("\u0664\u0667", None),
        ("\u00b2", None),
        ("1" * 5_000, None),
    ],
)
def test_number_in(searched: str, number: int | None) -> None:
    assert number_in(searched) == number
