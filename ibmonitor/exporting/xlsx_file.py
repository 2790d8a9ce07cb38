"""Writes sheets as an Excel workbook: numbers as numbers, times as times in UTC, and no text ever as a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell as ExcelCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from ibmonitor.exporting.private_file import replacing
from ibmonitor.exporting.sheet import Cell, Sheet, in_utc

_MOST_ROWS = 1_048_576
"""Of a sheet, its heading included: Excel has no more."""
_LONGEST_TEXT = 32_767
"""Characters of a cell."""
_LONGEST_TITLE = 31
_EXACT_DIGITS = 15
"""Excel keeps no more of a number."""
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold."""
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_TIME_FORMAT = "yyyy-mm-dd hh:mm:ss"
_EARLIEST = datetime(1900, 3, 1)  # noqa: DTZ001 - spreadsheets know no zones
"""Before this Excel counts a day that never was."""
_NARROWEST, _WIDEST, _TIME_WIDTH = 8, 48, 20
"""Characters that a column shows."""
_BOLD = Font(bold=True)


def write_xlsx(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write a workbook of these sheets, one at least; the file is there whole or not at all. Raises `OSError`.

    A number of more than 15 digits is written as text, so that nothing is rounded.
    """
    for sheet in sheets:
        if len(sheet.rows) >= _MOST_ROWS:
            raise OSError(f"an Excel sheet cannot hold {len(sheet.rows):,} rows; CSV can")
    with replacing(path) as temporary:
        book = Workbook(write_only=True)
        book.properties.creator = "IB Monitor"
        titles = _titles(sheet.title for sheet in sheets)
        for title, sheet in zip(titles, sheets, strict=True):
            _write_sheet(book.create_sheet(title), sheet)
        book.save(temporary)


def _write_sheet(place: WriteOnlyWorksheet, sheet: Sheet) -> None:
    headings = sheet.headings()
    place.freeze_panes = "A2"
    if headings:
        filtered = f"A1:{get_column_letter(len(headings))}{len(sheet.rows) + 1}"
        place.auto_filter.ref = filtered  # type: ignore[attr-defined]  # its types leave out what it takes over
    for at, width in enumerate(_widths(headings, sheet), 1):
        place.column_dimensions[get_column_letter(at)].width = width  # type: ignore[attr-defined]
    place.append([_cell(place, heading, font=_BOLD) for heading in headings])
    for row in sheet.rows:
        place.append([_cell(place, cell) for cell in row])


def _cell(place: WriteOnlyWorksheet, content: Cell, font: Font | None = None) -> ExcelCell | None:
    if content is None:
        return None
    if isinstance(content, datetime):
        time = in_utc(content)
        if time >= _EARLIEST:
            cell = WriteOnlyCell(place, time)
            cell.number_format = _TIME_FORMAT
            return cell
        content = time.isoformat(" ", "seconds")
    if isinstance(content, Decimal | int):
        if _is_exact(Decimal(content)):
            return WriteOnlyCell(place, float(content))
        content = str(content)
    cell = WriteOnlyCell(place, _ILLEGAL.sub("", content)[:_LONGEST_TEXT])
    # By itself openpyxl takes a text for a formula or an error that looks like one.
    cell.data_type = "s"
    if font is not None:
        cell.font = font
    return cell


def _is_exact(number: Decimal) -> bool:
    """Whether Excel keeps the number as it is."""
    if not number.is_finite():
        return False
    digits = number.normalize().as_tuple().digits if number else (0,)
    return len(digits) <= _EXACT_DIGITS and Decimal(repr(float(number))) == number


def _widths(headings: Sequence[str], sheet: Sheet) -> list[int]:
    """How wide the columns are to be, by their headings and the first rows."""
    widths = [len(heading) + 3 for heading in headings]
    for row in sheet.rows[:200]:
        for at, cell in enumerate(row):
            length = _TIME_WIDTH if isinstance(cell, datetime) else len(str(cell or "")) + 1
            widths[at] = max(widths[at], length)
    return [max(_NARROWEST, min(_WIDEST, width)) for width in widths]


def _titles(titles: Iterable[str]) -> list[str]:
    """Titles that Excel takes: short, without its own signs, each one once whatever its case."""
    taken: list[str] = []
    for title in titles:
        clean = _ILLEGAL.sub("", _NOT_IN_TITLES.sub(" ", title)).strip(" '")[:_LONGEST_TITLE].strip(" '") or "Sheet"
        name, number = clean, 1
        while name.casefold() in {each.casefold() for each in taken} or name.casefold() == "history":
            number += 1
            ending = f" {number}"
            name = clean[: _LONGEST_TITLE - len(ending)] + ending
        taken.append(name)
    return taken
