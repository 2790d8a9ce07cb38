"""What the kinds of columns compare and align."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt

from ibmonitor.models.columns.fills import FILL_COLUMNS
from ibmonitor.models.columns.orders import ORDER_COLUMNS
from ibmonitor.models.table.column import field_sort_key
from ibmonitor.models.table.record_table import RecordTable
from tests.support.make_records import (
    make_fill,
    make_order,
)


def test_fields_of_any_type_can_be_compared() -> None:
    given: list[object] = ["b", Decimal(10), "9", True, "A", 0, 2.5, ["x"], Decimal("Infinity")]
    ordered = sorted(given, key=lambda field: field_sort_key(field) or (2, ""))
    assert ordered == [0, True, 2.5, "9", Decimal(10), Decimal("Infinity"), "A", "b", ["x"]]
    assert [field_sort_key(unknown) for unknown in (None, "", " ", Decimal("NaN"), "nan")] == [None] * 5


def test_many_keys_at_once_are_the_keys_one_by_one() -> None:
    column = next(column for column in FILL_COLUMNS if column.key == "price")
    fills = [make_fill(serial, price) for serial, price in enumerate(["1.5", "-2", "NaN", "Infinity", "-Infinity"])]
    assert column.sort_keys(fills) == [column.sort_key(fill) for fill in fills]
    assert column.sort_keys(fills[:2]) == [1.5, -2.0]
    fills[0].execution.price = None  # type: ignore[misc]  # nobody else has it
    assert column.sort_keys(fills) == [None, -2.0, None, float("inf"), float("-inf")]


def test_numbers_among_words_are_aligned_as_numbers() -> None:
    table = RecordTable([column for column in ORDER_COLUMNS if column.key == "cash_qty"])
    table.merge(
        [
            make_order(0, order_fields={"cashQty": Decimal("1000.5")}),
            make_order(1, order_fields={"cashQty": "much"}),
            make_order(2),
        ]
    )
    cells = [table.index(row, 0) for row in range(3)]
    right, left = int(Qt.AlignmentFlag.AlignRight), int(Qt.AlignmentFlag.AlignLeft)
    alignments = [cell.data(Qt.ItemDataRole.TextAlignmentRole) for cell in cells]
    assert [bool(alignment & right) for alignment in alignments] == [True, False, False]
    assert [bool(alignment & left) for alignment in alignments] == [False, True, True]
    assert [table.tail(row, 0) for row in range(3)] == [".5", None, None]


def test_a_number_is_aligned_at_its_point_and_a_part_of_a_whole_at_the_slash() -> None:
    columns = {column.key: column for column in ORDER_COLUMNS}
    price, filled = columns["lmt_price"], columns["progress"]
    limit = make_order(0, order_type="LMT", lmt_price=Decimal("7.5"))
    assert [price.tail(limit, text) for text in ("7.50", "7", "7.50 USD")] == [".50", "", ""]
    half = make_order(0, total_quantity=Decimal("1000.5"), filled=Decimal("200.25"))
    assert (filled.text(half), filled.tail(half, filled.text(half))) == ("200.25 / 1,000.5", " / 1,000.5")
    alone = make_order(1, total_quantity=Decimal(0), filled=Decimal(5))
    assert (filled.text(alone), filled.tail(alone, "5")) == ("5", "")
