"""What a cell is in an exported sheet."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.models.output.sheet_cells import cell_of
from ibmonitor.models.table.column import field_column, flag_column, number_column, time_column, word_column
from ibmonitor.models.text.formats import Moment
from tests.support.make_records import NOON


@pytest.mark.parametrize(
    ("column", "value", "cell"),
    [
        (field_column("f", "F", "", lambda value: value), 1.5, Decimal("1.5")),
        (field_column("f", "F", "", lambda value: value), 15.559999999999999, Decimal("15.56")),
        (number_column("n", "N", "", lambda value: value), Decimal("232.11333333333334"), Decimal("232.1133333")),
        (number_column("n", "N", "", lambda value: value), Decimal("123456789012.25"), Decimal("123456789012.25")),
        (field_column("f", "F", "", lambda value: value), 7, 7),
        (field_column("f", "F", "", lambda value: value), "7", "7"),
        (field_column("f", "F", "", lambda value: value), float("inf"), "Infinity"),
        (word_column("w", "W", "", lambda value: value, {1: "one"}), 1, "one"),
        (number_column("n", "N", "", lambda value: value), Decimal("9E+99"), None),
        (number_column("n", "N", "", lambda _: None, text=lambda _: "pending"), "", None),
        (time_column("t", "T", "", lambda _: None, moment=lambda _: Moment(None, "20260101 no zone")), "", None),
        (time_column("t", "T", "", lambda value: value), NOON, NOON),
        (flag_column("b", "B", "", lambda value: value), True, "yes"),
        (flag_column("b", "B", "", lambda value: value), None, None),
    ],
)
def test_a_cell_is_the_value_or_the_word_for_it(column: Any, value: object, cell: object) -> None:
    assert cell_of(column, value) == cell
