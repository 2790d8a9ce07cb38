"""A table as it is exported: all rows that pass its filters, in their order, including children of collapsed rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ibmonitor.exporting.sheet import Cell, Sheet
from ibmonitor.models.output.sheet_cells import STRIDE, Stepwise, cell_of, tone_word
from ibmonitor.models.table.column import Column
from ibmonitor.models.table.record_table import RecordTable

ROW = "Row"
"""The title of the column with the kind of each row, shown where any row is not an ordinary one."""


def table_sheet(table: RecordTable[Any], columns: Sequence[int], title: str) -> Stepwise[Sheet]:
    """Make the table's rows with the columns of these numbers, in their order."""
    records = table.visible_records()
    kinds = yield from row_kinds(table, records)
    chosen = [table.columns[number] for number in columns]
    rows: list[tuple[Cell, ...]] = []
    for number, record in enumerate(records):
        if not number % STRIDE:
            yield number / len(records)
        cells = [cell_of(column, record) for column in chosen]
        rows.append((kinds[number] or None, *cells) if kinds else tuple(cells))
    titles = tuple(column.title for column in chosen)
    return Sheet(title, (ROW, *titles) if kinds else titles, rows)


def list_sheets(columns: Sequence[Column[Any]], records: Sequence[Any], title: str) -> Stepwise[list[Sheet]]:
    """Make the one sheet of a short table without filters and groups."""
    rows: list[tuple[Cell, ...]] = []
    for number, record in enumerate(records):
        if not number % STRIDE:
            yield number / len(records)
        rows.append(tuple(cell_of(column, record) for column in columns))
    return [Sheet(title, tuple(column.title for column in columns), rows)]


def row_kinds(table: RecordTable[Any], records: Sequence[Any]) -> Stepwise[list[str]]:
    """The kind of each row where its cells do not show it: part of another row, or replaced and not to be counted.

    Empty if all rows are ordinary. Parts must not be added to their whole: filter by this before summing a column.
    """
    kinds: list[str] = []
    for number, record in enumerate(records):
        if not number % (10 * STRIDE):
            yield 0.0
        words = (_part_word(table, record), tone_word(table.row_tone(record)))
        kinds.append(", ".join(filter(None, words)))
    return kinds if any(kinds) else []


def _part_word(table: RecordTable[Any], record: object) -> str:
    if not table.has_groups:
        return ""
    return "Combo" if table.is_expandable(record) else "Leg" if table.parent_record(record) is not None else ""
