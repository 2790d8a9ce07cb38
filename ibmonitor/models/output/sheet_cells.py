"""What a cell of a table is in an exported sheet and on paper; shared by tables and trees."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from math import isfinite
from typing import Any, TypeVar

from ibmonitor.domain.records.numbers import is_plausible
from ibmonitor.domain.records.records import Order
from ibmonitor.domain.wording.rounding import rounded
from ibmonitor.exporting.sheet import Cell
from ibmonitor.models.output.sheet_zone import SheetZone
from ibmonitor.models.table.column import RIGHT, Column
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES

T = TypeVar("T")
Stepwise = Generator[float, None, T]
"""Makes something from live records in small steps: yields the progress, 0 to 1, and returns the result."""

Written = tuple[str, Callable[[Any], Cell]]
"""A column of a sheet: its heading, and its cell for a record."""

STRIDE = 20
"""Rows made between two yields; they take a millisecond or two."""
_CELLS = 400
"""The same for wide tables, in cells."""

ACCOUNT_KEYS = frozenset({"account", "acct_number"})
"""Columns of accounts."""

_TONE_WORDS: dict[Tone, str] = {"superseded": "Replaced", "stale": "Not confirmed"}
"""Tones of rows that no cell expresses in words. A sale is seen by its side, a loss by its sign."""


def stride_of(columns: Sequence[object]) -> int:
    """Rows of so many columns between two yields."""
    return max(1, min(STRIDE, _CELLS // max(1, len(columns))))


def cell_of(column: Column[Any], item: object) -> Cell:
    """The value itself if the column holds numbers or times, otherwise the text shown; numbers are rounded for display.

    Where such a value is unknown the cell is empty, whatever the window shows in its place.
    """
    known = column.getter(item)
    if isinstance(known, Decimal):
        return rounded(known) if is_plausible(known) else None
    if isinstance(known, datetime):
        return known
    if isinstance(known, (int, float)) and not isinstance(known, bool):
        # A number that stands for a word is exported as the word.
        if isinstance(known, int) and (column.alignment == RIGHT or column.is_decimal):
            return known
        if isinstance(known, float) and column.is_decimal and isfinite(known):
            return rounded(Decimal(repr(known)))
    if known is None and (column.moment is not None or (column.alignment == RIGHT and column.is_decimal)):
        return None
    return ACCOUNT_MASK.text(column.text(item)) or None


def written_columns(
    columns: Sequence[Column[Any]], zone: SheetZone, others: Mapping[str, Sequence[Written]] | None = None
) -> list[Written]:
    """The columns of a sheet for these of a table: an account's number and its alias stand apart.

    `others` has those of columns that are written in another way, by key.
    """
    written: list[Written] = []
    has_aliases = ACCOUNT_NAMES.has_aliases and all(column.key != "alias" for column in columns)
    for column in columns:
        if others and column.key in others:
            written += others[column.key]
        elif column.key in ACCOUNT_KEYS:
            written.append((column.title, _account_cell(column)))
            if has_aliases:
                written.append((f"{column.title} alias", _alias_cell(column)))
        else:
            written.append((zone.heading(column.title) if column.moment is not None else column.title, _cell(column)))
    return written


def _cell(column: Column[Any]) -> Callable[[Any], Cell]:
    return lambda record: cell_of(column, record)


def _account(column: Column[Any], record: object) -> str:
    """The account's number, also where the window shows the name of a group in its place."""
    return record.account if isinstance(record, Order) else str(column.getter(record) or "")


def _account_cell(column: Column[Any]) -> Callable[[Any], Cell]:
    return lambda record: ACCOUNT_MASK.text(_account(column, record)) or None


def _alias_cell(column: Column[Any]) -> Callable[[Any], Cell]:
    return lambda record: ACCOUNT_NAMES.alias(_account(column, record)) or None


def tone_word(tone: Tone) -> str:
    """What a row's color or font means, in words; empty where other cells show it."""
    return _TONE_WORDS.get(tone, "")
