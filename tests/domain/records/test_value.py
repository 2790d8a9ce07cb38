"""Values: compared and hashed by their class and fields."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ibmonitor.domain.records.value import value


@value
class Price:
    amount: int
    currency: str = "USD"


@value
class Size:
    amount: int
    currency: str = "USD"


@value
class Nothing:
    """With no field."""


def test_values_are_equal_where_their_class_and_fields_are() -> None:
    price: object = Price(1)
    assert price == Price(1, "USD")
    assert Nothing() == Nothing()
    for other in (Price(2), Price(1, "EUR"), Size(1), Nothing(), 1):
        assert price != other


def test_they_are_hashed_where_their_fields_are() -> None:
    assert {Price(1): "a", Size(1): "b", Nothing(): "c"}[Price(1)] == "a"
    with pytest.raises(TypeError, match="unhashable"):
        hash(Price([]))  # type: ignore[arg-type]


def test_they_are_small_and_say_what_they_are() -> None:
    assert not hasattr(Price(1), "__dict__")
    assert repr(replace(Price(1), currency="EUR")).endswith("Price(amount=1, currency='EUR')")
    assert repr(Nothing()).endswith("Nothing()")


def test_a_docstring_stays_and_none_is_made_of_the_fields() -> None:
    assert Nothing.__doc__ == "With no field."
    assert Price.__doc__ == "Price"
