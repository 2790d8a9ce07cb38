"""A table as it is exported: all rows that pass its filters, in their order, including children of collapsed rows.

A sheet is flat: each row stands alone, ids are always there, numbers are numbers or empty, and the first columns say
how to sum the others (`row_facts.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ibmonitor.exporting.sheet import Cell, Sheet
from ibmonitor.models.output.order_money import order_money
from ibmonitor.models.output.row_facts import FACT_TITLES, FactsOf, have_facts, row_facts
from ibmonitor.models.output.sheet_cells import ACCOUNT_KEYS, STRIDE, Stepwise, stride_of, written_columns
from ibmonitor.models.output.sheet_zone import sheet_zone
from ibmonitor.models.table.column import Column
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.text.account_mask import ACCOUNT_MASK

ALWAYS_KEYS = frozenset({"perm_id", "order_id", "client_id", "exec_id", "order_ref", "cash_qty", *ACCOUNT_KEYS})
"""Columns that are in every sheet, shown or not: ids, and the size of an order by money, whose quantity is empty."""
_INSTEAD = {"progress": "filled"}
"""Columns with two numbers in a cell, and those that a sheet has in their place."""
_GROUP_KEYS = frozenset({"fa_group", "model_code"})
"""For orders the same: the window shows a group in place of the account."""


def table_sheet(table: RecordTable[Any], columns: Sequence[int], title: str) -> Stepwise[Sheet]:
    """Make the table's rows with the columns of these numbers, in their order, and then the ids that are not there."""
    return (yield from records_sheet(_chosen(table.columns, columns), table.visible_records(), title, table.row_tone))


def full_sheet(table: RecordTable[Any], columns: Sequence[int], title: str) -> Stepwise[Sheet]:
    """The same with all columns of the table: those of these numbers in their order, then the others."""
    return (yield from table_sheet(table, [*columns, *sorted({*range(len(table.columns))} - {*columns})], title))


def list_sheets(columns: Sequence[Column[Any]], records: Sequence[Any], title: str) -> Stepwise[list[Sheet]]:
    """Make the one sheet of a short table without filters and groups."""
    return [(yield from records_sheet(columns, records, title))]


def records_sheet(
    columns: Sequence[Column[Any]],
    records: Sequence[Any],
    title: str,
    row_tone: Callable[[Any], Tone] = lambda _record: "",
) -> Stepwise[Sheet]:
    """Make a sheet of these records; before the columns stand the facts of each row where records can be summed."""
    zone = sheet_zone()
    facts: FactsOf | None = None
    if have_facts(records):
        facts = yield from row_facts(records, row_tone)
    written = written_columns(columns, zone, (yield from order_money(columns, records)))
    times = [column for column in columns if column.moment is not None]
    unread: dict[str, dict[int, str]] = {}
    rows: list[tuple[Cell, ...]] = []
    stride = stride_of(written)
    for number, record in enumerate(records):
        if not number % stride:
            yield number / len(records)
        cells = [cell(record) for _, cell in written]
        rows.append((*facts(record).cells(), *cells) if facts is not None else tuple(cells))
        for column in times:
            if column.getter(record) is None and (text := column.full_text(record)):
                unread.setdefault(column.title, {})[number] = ACCOUNT_MASK.text(text)
    titles = tuple(heading for heading, _ in written)
    if facts is not None:
        titles = (*FACT_TITLES, *titles)
    for title_of_times, texts in unread.items():
        # A time that cannot be read is no time, and yet no cell may lose it.
        titles = (*titles, f"{title_of_times}, as TWS sent it")
        for number, row in enumerate(rows):
            if not number % (10 * STRIDE):
                yield 1.0
            rows[number] = (*row, texts.get(number))
    return Sheet(title, titles, rows, zone.zone)


def _chosen(columns: Sequence[Column[Any]], numbers: Sequence[int]) -> list[Column[Any]]:
    places = {column.key: number for number, column in enumerate(columns)}
    numbers = list(dict.fromkeys(places.get(_INSTEAD.get(columns[number].key, ""), number) for number in numbers))
    shown, keys = set(numbers), {column.key for column in columns}
    always = ALWAYS_KEYS | _GROUP_KEYS if keys >= _GROUP_KEYS else ALWAYS_KEYS
    ids = [number for number, column in enumerate(columns) if column.key in always and number not in shown]
    return [columns[number] for number in (*numbers, *ids)]
