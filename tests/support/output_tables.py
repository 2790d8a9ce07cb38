"""A table that is exported and printed."""

from __future__ import annotations

from typing import Any

from ibmonitor.models.live.tables import make_tables
from ibmonitor.models.table.record_table import RecordTable
from tests.support.make_records import make_fill

Table = RecordTable[Any]


def three_fills() -> Table:
    table = make_tables().fills
    table.merge([make_fill(1, "292.790"), make_fill(2, "5"), make_fill(3, "1000.25")])
    return table


def numbers(table: Table, *keys: str) -> list[int]:
    """The numbers of these columns."""
    return [table.column_number(key) for key in keys]
