"""What TWS's numbers become, and which of them are collected as implausible."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import pytest
from ibapi.const import UNSET_DECIMAL, UNSET_DOUBLE

from ibmonitor.domain.records.numbers import decimal_of
from ibmonitor.tws.decode.numbers import Numbers, is_plausible_double


@pytest.fixture
def numbers() -> Numbers:
    return Numbers()


@pytest.mark.parametrize("sentinel", [None, 2**31 - 1, 2**63 - 1, -(2**63)])
def test_an_integer_that_tws_does_not_set_is_unknown(numbers: Numbers, sentinel: int | None) -> None:
    assert numbers.integer(sentinel) is None
    assert numbers.implausible == []


@pytest.mark.parametrize("number", [0, 1, -1, 2**31, 2**63 - 2, -(2**63) + 1])
def test_an_integer_of_64_bits_is_kept(numbers: Numbers, number: int) -> None:
    assert numbers.integer(number) == number


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**400])
def test_an_integer_beyond_64_bits_is_implausible(numbers: Numbers, number: int) -> None:
    assert numbers.integer(number) is None
    assert numbers.implausible == [number]


@pytest.mark.parametrize("text", ["9E+999999", "-1E+31", "1E-31", "0E-999999"])
def test_implausible_quantities_are_unknown_and_collected(numbers: Numbers, text: str) -> None:
    assert numbers.decimal(Decimal(text)) is None
    assert numbers.text_decimal(text) is None
    assert list(map(str, numbers.implausible)) == [text, text]


@pytest.mark.parametrize("quantity", [None, UNSET_DECIMAL, *map(Decimal, ("Infinity", "NaN", "sNaN"))])
def test_a_quantity_that_tws_does_not_set_is_unknown(numbers: Numbers, quantity: Decimal | None) -> None:
    assert numbers.decimal(quantity) is None
    assert numbers.implausible == []


def test_a_quantity_sent_as_text() -> None:
    numbers = Numbers()
    assert numbers.text_decimal("") is None
    assert str(numbers.text_decimal("100.50")) == "100.50"
    with pytest.raises(InvalidOperation):
        numbers.text_decimal("many")


@pytest.mark.parametrize(
    ("doubles", "text"), [([0.0, -0.0, 0], "0.0"), ([-0.0, 0.0], "0.0"), ([7, 7.0], "7.0"), ([7.0, 7], "7.0")]
)
def test_equal_doubles_give_one_text_in_any_order(numbers: Numbers, doubles: list[float], text: str) -> None:
    assert {str(numbers.double(number)) for number in doubles} == {text}


@pytest.mark.parametrize("number", [UNSET_DOUBLE, float("inf"), float("nan")])
def test_a_double_that_is_no_number_is_unknown(numbers: Numbers, number: float) -> None:
    assert numbers.double(number) is None
    assert numbers.implausible == []


@pytest.mark.parametrize("number", [1e300, -1e31, 5e-324])
def test_an_implausible_double_is_collected_each_time(numbers: Numbers, number: float) -> None:
    assert (numbers.double(number), numbers.double(number)) == (None, None)
    assert len(numbers.implausible) == 2


@pytest.mark.parametrize("number", [0.0, -0.0, 7, 2.978347, -1e30, 1e-30, UNSET_DOUBLE, float("nan"), -1e31, 5e-324])
def test_an_amount_stands_for_the_decimal_of_its_double(numbers: Numbers, number: float) -> None:
    amount, expected = numbers.amount(number), Numbers().double(number)
    assert str(None if amount is None else decimal_of(amount)) == str(expected)
    assert isinstance(amount, float) is is_plausible_double(number)
    assert len(numbers.implausible) == (number in {-1e31, 5e-324})


def test_equal_ids_are_one_object(numbers: Numbers) -> None:
    first, again = (numbers.shared(int("1713290001")) for _ in range(2))
    assert first is again
    assert (numbers.shared(0), numbers.shared(None)) == (0, None)
