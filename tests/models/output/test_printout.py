"""Tables as they are printed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ibmonitor.models.live.tables import make_tables
from ibmonitor.models.output.printout import table_printout
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from tests.support.make_records import make_commission, make_fill
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


def test_printed_numbers_are_written_as_in_the_window(fills: Table) -> None:
    fills.merge([fill := make_fill(4, "1234.5")])
    fill.commission = make_commission()
    (price,) = numbers(fills, "price")
    printed = result_of(table_printout(fills, [price]))
    column = fills.columns[price]
    assert printed.rows[3].cells == (column.text(fill),)
    assert (printed.columns[0].is_right, printed.columns[0].has_decimals) == (True, True)
