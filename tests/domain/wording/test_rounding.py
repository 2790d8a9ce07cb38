"""Numbers rounded for display."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.domain.records.numbers import is_plausible
from ibmonitor.domain.wording.rounding import rounded
from ibmonitor.domain.wording.writing import plain_number
from ibmonitor.models.text.formats import number_text

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**25), max_value=10**25)
PRICES = st.integers(-(10**9), 10**9).map(lambda cents: Decimal(cents) / 10_000)


@given(PRICES, st.integers(1, 400))
def test_the_noise_of_doubles_is_rounded_away(price: Decimal, lots: int) -> None:
    noisy = Decimal(repr(float(price) * lots / lots))
    assert rounded(noisy) == price
    assert plain_number(noisy) == plain_number(price)


@given(NUMBERS.filter(is_plausible))
def test_ten_digits_and_all_before_the_point_are_kept(number: Decimal) -> None:
    shown = rounded(number)
    assert rounded(shown) == shown
    if number:
        error = abs(shown - number)
        assert error <= Decimal("0.5000001") * max(abs(number).scaleb(-9), Decimal(0))
        assert error <= Decimal("0.005") or abs(number) < 1
    digits = f"{abs(shown):f}".rstrip("0").replace(".", "").lstrip("0")
    assert len(digits) <= max(11, len(str(abs(int(shown)))) + 2)


@given(st.integers(-(10**29), 10**29))
def test_whole_numbers_are_exact(number: int) -> None:
    assert rounded(Decimal(number)) == number
    assert number_text(Decimal(number)).replace(",", "") == str(number)


@given(st.decimals() | NUMBERS)
def test_no_number_raises(number: Decimal) -> None:
    plain_number(number)
    number_text(number)
    rounded(number)
