"""Typed values in the fields of openOrder and completedOrder: a value of another type is unknown."""

from __future__ import annotations

from decimal import Decimal

from ibmonitor.domain.records.field_values import id_in, number_in, text_in

FIELDS = {"text": "LMT", "number": Decimal("1.50"), "id": 7, "list": ()}


def test_values_of_the_expected_type() -> None:
    assert text_in(FIELDS, "text") == "LMT"
    assert str(number_in(FIELDS, "number")) == "1.50"
    assert number_in(FIELDS, "id") == 7
    assert id_in(FIELDS, "id") == 7


def test_absent_values_and_those_of_another_type_are_unknown() -> None:
    for name in ("absent", "list", "text"):
        assert number_in(FIELDS, name) is None
        assert id_in(FIELDS, name) is None
    for name in ("absent", "list", "number"):
        assert text_in(FIELDS, name) == ""
