"""Copied text is guarded against spreadsheets cell by cell; numbers stay numbers in the reader's locale."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.exporting.formulas import TEXT_MARK
from ibmonitor.models.text.formats import number_text
from ibmonitor.windows.widgets.clipboard import guarded, guarded_lines


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


def test_each_line_and_each_part_between_tabs_is_guarded() -> None:
    assert guarded_lines("Code: 201\n=1\tx\t@y\n\r-a") == "Code: 201\n'=1\tx\t'@y\n\n'-a"
    assert guarded_lines("one\r\n=two\n") == "one\n'=two\n"
    assert guarded_lines("") == ""


def test_a_printed_minus_is_copied_as_that_of_a_number() -> None:
    """The differences of the allocations are shown with U+2212."""
    assert guarded_lines("DU1\t\N{MINUS SIGN}0.3333\t+3") == "DU1\t-0.3333\t+3"
    assert guarded_lines("\N{MINUS SIGN}1+1\t\N{MINUS SIGN} x") == "'-1+1\t\N{MINUS SIGN} x"
