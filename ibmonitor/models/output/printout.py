"""`Printout`: the contents of a printed table, as texts that the window shows. The layout is done elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from ibmonitor.models.output.sheet_cells import STRIDE, Stepwise
from ibmonitor.models.output.table_sheets import ROW, row_kinds
from ibmonitor.models.table.column import RIGHT, Column
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.plain_text import cut
from ibmonitor.models.text.shown_zone import SHOWN_ZONE, ZoneChoice

MOST_TEXT = 2000
"""Characters of a cell; a page has no room for more."""


def zone_sentence() -> str:
    """Which zone the times of a printout are in."""
    match SHOWN_ZONE.choice:
        case ZoneChoice.EXCHANGE:
            return "Times are in the exchange's zone, which is next to each"
        case ZoneChoice.SENT:
            return "Times are as TWS sent them; those it does not send are in UTC"
        case _:
            return f"All times are in {SHOWN_ZONE.name}"


@dataclass(frozen=True, slots=True)
class PrintFacts:
    """The header of each page, as plain texts in which accounts are hidden if they should be."""

    title: str
    connection: str = ""
    """The source of the rows: "TWS at 127.0.0.1:7497, client ID 7"."""
    mode: str = ""
    """"Paper" or "LIVE"; empty where that is not known."""
    filters: tuple[str, ...] = ()
    """The filters in words; empty if all rows are there."""
    printed: datetime | None = None
    """Aware; `None` is the time of printing."""
    zone: tzinfo | None = field(default_factory=lambda: SHOWN_ZONE.zone)
    """The zone of the times; `None` is this computer's."""
    times: str = field(default_factory=zone_sentence)
    """The zone of the times in words."""


@dataclass(frozen=True, slots=True)
class PrintColumn:
    """A column on paper."""

    title: str
    is_right: bool = False
    has_decimals: bool = False
    """Whether its numbers are aligned at their decimal points."""


@dataclass(frozen=True, slots=True)
class PrintRow:
    """One text per column."""

    cells: tuple[str, ...]
    depth: int = 0
    """How far the first text is indented."""
    is_struck: bool = False
    is_italic: bool = False


@dataclass(frozen=True, slots=True)
class Printout:
    columns: tuple[PrintColumn, ...]
    rows: Sequence[PrintRow]


def table_printout(table: RecordTable[Any], columns: Sequence[int]) -> Stepwise[Printout]:
    """Make the printout of all rows that pass the filters, in their order, with the columns of these numbers."""
    records = table.visible_records()
    kinds = yield from row_kinds(table, records)
    chosen = [table.columns[number] for number in columns]
    rows: list[PrintRow] = []
    for number, record in enumerate(records):
        if not number % STRIDE:
            yield number / len(records)
        cells = tuple(printed_text(column.full_text(record)) for column in chosen)
        tone = table.row_tone(record)
        rows.append(
            PrintRow(
                (*cells, kinds[number]) if kinds else cells,
                depth=int(table.has_groups and table.parent_record(record) is not None),
                is_struck=tone == "superseded",
                is_italic=tone == "stale",
            )
        )
    printed = [print_column(column) for column in chosen]
    return Printout((*printed, PrintColumn(ROW)) if kinds else tuple(printed), rows)


def list_printout(columns: Sequence[Column[Any]], records: Sequence[Any]) -> Stepwise[Printout]:
    """Make the printout of a short table without filters and groups."""
    rows: list[PrintRow] = []
    for number, record in enumerate(records):
        if not number % STRIDE:
            yield number / len(records)
        rows.append(PrintRow(tuple(printed_text(column.full_text(record)) for column in columns)))
    return Printout(tuple(map(print_column, columns)), rows)


def print_column(column: Column[Any]) -> PrintColumn:
    return PrintColumn(
        column.full_title,
        column.alignment == RIGHT,
        column.alignment == RIGHT and column.decimals is not None,
    )


def printed_text(text: str) -> str:
    """The text of a cell as it may be printed."""
    return cut(ACCOUNT_MASK.text(text), MOST_TEXT)
