"""Tables as they are exported and printed: which rows, in which order, and what is in their cells."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt

from ibmonitor.domain.records.records import Fill
from ibmonitor.models.columns import fills as fill_columns
from ibmonitor.models.live.tables import make_tables
from ibmonitor.models.output.printout import table_printout
from ibmonitor.models.output.table_sheets import table_sheet
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from tests.support.make_records import NOON, full_fill, make_fill
from tests.support.stepwise import result_of

Table = RecordTable[Any]


@pytest.fixture(autouse=True)
def plain_names() -> Iterator[None]:
    yield
    ACCOUNT_MASK.set_hiding(False)
    ACCOUNT_NAMES.set_showing(False)
    ACCOUNT_NAMES.set_aliases({})


@pytest.fixture
def fills(plain_names: None) -> Table:  # noqa: ARG001 - it is named to be taken down after it
    table = make_tables().fills
    table.merge([make_fill(1, "292.790"), make_fill(2, "5"), make_fill(3, "1000.25")])
    return table


def numbers(table: Table, *keys: str) -> list[int]:
    return [table.column_number(key) for key in keys]


def test_values_are_numbers_and_times_in_the_order_of_the_columns(fills: Table) -> None:
    sheet = result_of(table_sheet(fills, numbers(fills, "price", "time", "side", "perm_id"), "Fills"))
    assert (sheet.title, sheet.columns) == ("Fills", ("Price", "Time", "Side", "Perm ID"))
    assert sheet.rows[0] == (Decimal("292.790"), NOON, "BOT", 1713290001)


def test_rows_are_those_shown_in_their_order(fills: Table) -> None:
    price = numbers(fills, "price")
    fills.sort(price[0], Qt.SortOrder.DescendingOrder)
    fills.set_predicate("some", lambda fill: fill.execution.price > 100)
    assert [row[0] for row in result_of(table_sheet(fills, price, "Fills")).rows] == [
        Decimal("1000.25"),
        Decimal("292.79"),
    ]


def test_unknown_cells_are_empty_and_pending_ones_are_marked(fills: Table) -> None:
    columns = numbers(fills, "commission_and_fees", "realized_pnl")
    assert result_of(table_sheet(fills, columns, "Fills")).rows[0] == ("pending", None)


def test_accounts_are_called_as_in_the_window(fills: Table) -> None:
    account = numbers(fills, "acct_number")
    ACCOUNT_NAMES.set_aliases({"DU9000001": "Anna"})
    ACCOUNT_NAMES.set_showing(True)
    assert result_of(table_sheet(fills, account, "Fills")).rows[0] == ("Anna (DU9000001)",)
    assert result_of(table_printout(fills, account)).rows[0].cells == ("Anna (DU9000001)",)
    ACCOUNT_MASK.set_hiding(True)
    for cell in (
        result_of(table_sheet(fills, account, "Fills")).rows[0][0],
        result_of(table_printout(fills, account)).rows[0].cells[0],
    ):
        assert "DU9000001" not in str(cell)
        assert "Anna" not in str(cell)


def test_a_column_marks_rows_that_must_not_be_counted(fills: Table) -> None:
    corrected = full_fill()
    corrected.superseded_by = "x.02"
    whole, leg = make_fill(11), make_fill(12)
    whole.legs, leg.bag = (leg,), whole
    table: RecordTable[Fill] = RecordTable(
        fills.columns, row_tone=fill_columns.row_tone, grouping=fill_columns.GROUPING
    )
    table.merge([corrected, make_fill(10), whole, leg])
    price = numbers(fills, "price")
    sheet = result_of(table_sheet(table, price, "Fills"))
    assert sheet.columns == ("Row", "Price")
    assert [row[0] for row in sheet.rows] == ["Replaced", None, "Combo", "Leg"]
    printed = result_of(table_printout(table, price))
    assert [column.title for column in printed.columns] == ["Price", "Row"]
    assert [(row.cells[1], row.depth, row.is_struck) for row in printed.rows] == [
        ("Replaced", 0, True),
        ("", 0, False),
        ("Combo", 0, False),
        ("Leg", 1, False),
    ]


def test_a_table_without_rows_has_its_titles(fills: Table) -> None:
    fills.clear()
    price = numbers(fills, "price")
    assert (result_of(table_sheet(fills, price, "Fills")).columns, result_of(table_printout(fills, price)).rows) == (
        ("Price",),
        [],
    )


def test_long_tables_are_made_in_steps(fills: Table) -> None:
    fills.merge([make_fill(number) for number in range(4, 100)])
    steps = list(table_sheet(fills, numbers(fills, "price"), "Fills"))
    assert steps == sorted(steps)
    assert len(steps) > 4
