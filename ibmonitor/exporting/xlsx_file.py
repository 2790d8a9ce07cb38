"""Writes sheets as an Excel workbook: numbers as numbers, times as times, and no text ever as a formula."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from decimal import Context, Decimal
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import Cell as ExcelCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from ibmonitor.exporting.formulas import guarded
from ibmonitor.exporting.private_file import replacing
from ibmonitor.exporting.progress import Progress
from ibmonitor.exporting.sheet import Cell, Sheet
from ibmonitor.exporting.temporary_file import sweep, temporary_file, temporary_folder

_MOST_ROWS = 1_048_576
"""Excel's limit for a sheet, its heading included."""
_LONGEST_TEXT = 32_767
"""Characters of a cell."""
_LONGEST_TITLE = 31
_EXACT_DIGITS = 15
"""Excel keeps no more digits of a number."""
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold."""
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_FARTHEST = 290
"""Powers of ten to which a number has 15 digits."""
_TAKEN_FOR_MORE = ("=", "#")
"""Prefixes that openpyxl takes for a formula or an error."""
_EARLIEST = datetime(1900, 3, 1)  # noqa: DTZ001 - spreadsheets know no zones
"""Excel has a February 29, 1900, which never was."""
_WHOLE = Context(prec=10_000)
"""Removes trailing zeros without rounding."""
_NARROWEST, _WIDEST, _TIME_WIDTH = 8, 48, 20
"""In characters."""
_BOLD = Font(bold=True)


def write_xlsx(path: Path, sheets: Sequence[Sheet], progress: Progress | None = None) -> None:
    """Write a workbook of these sheets (at least one); the file appears complete or not at all.

    Raises `OSError`, and `CancelledError` when `progress` is cancelled.

    A number of more than 15 digits is written as text, so that nothing is rounded.
    """
    for sheet in sheets:
        if len(sheet.rows) >= _MOST_ROWS:
            raise OSError(f"an Excel sheet cannot hold {len(sheet.rows):,} rows; CSV can")
    folder = temporary_folder(path.parent)
    sweep(folder)
    with replacing(path) as temporary, ExitStack() as stack:
        book = Workbook(write_only=True)
        book.properties.creator = "IB Monitor"
        book.properties.modified = datetime.now(UTC).replace(tzinfo=None)
        titles = _titles(sheet.title for sheet in sheets)
        for title, sheet in zip(titles, sheets, strict=True):
            try:
                rows = stack.enter_context(temporary_file(folder, "rows"))
                place = book.create_sheet(title)
                stack.callback(_close, place)
                _write_sheet(place, rows, sheet, progress)
            except OSError as error:
                # It may be on another disk than the export.
                error.filename = str(folder)
                raise
        with temporary.open("wb") as file:
            _save(book, file)


class _RowsWriter(WorksheetWriter):
    """Writes a sheet's rows to a file that its caller removes."""

    def cleanup(self) -> None:
        pass


def _save(book: Workbook, file: BinaryIO) -> None:
    archive = ZipFile(file, "w", ZIP_DEFLATED)
    try:
        ExcelWriter(book, archive).save()
    except BaseException:
        # The garbage collector would close it too, and raise where nothing can catch it.
        with suppress(Exception):
            archive.close()
        raise


def _close(place: Any) -> None:
    """Close openpyxl's writers: the garbage collector would raise where nothing can catch it."""
    for part in (place._rows, place._writer and place._writer.xf):  # noqa: SLF001
        if part is not None:
            with suppress(Exception):
                part.close()


def _write_sheet(place: Any, rows: Path, sheet: Sheet, progress: Progress | None) -> None:
    """Write the sheet's XML to the file `rows`; `place` is a `WriteOnlyWorksheet`, whose stubs lack most of this."""
    headings = sheet.columns
    place.freeze_panes = "A2"
    if headings:
        filtered = f"A1:{get_column_letter(len(headings))}{len(sheet.rows) + 1}"
        place.auto_filter.ref = filtered
    for at, width in enumerate(_widths(headings, sheet), 1):
        place.column_dimensions[get_column_letter(at)].width = width
    place._writer = _RowsWriter(place, str(rows))  # noqa: SLF001 - it takes no file
    place._writer.write_top()  # noqa: SLF001
    place.append([_heading(place, heading) for heading in headings])
    for row in sheet.rows if progress is None else progress.watched(sheet.rows):
        place.append([_cell(place, cell, sheet.clock_time) for cell in row])
    place.close()


def _cell(
    place: WriteOnlyWorksheet, content: Cell, clock_time: Callable[[datetime], datetime]
) -> ExcelCell | str | float | datetime | None:
    """A cell for openpyxl: the bare value where it recognizes the type, which is far faster."""
    if isinstance(content, datetime):
        time = clock_time(content)
        return time if time >= _EARLIEST else time.isoformat(" ", "seconds")
    if isinstance(content, str):
        return _text(place, content)
    if content is None:
        return None
    return float(content) if _is_exact(content) else str(content)


def _text(place: WriteOnlyWorksheet, content: str) -> ExcelCell | str | None:
    if not content:
        return None
    text = _ILLEGAL.sub("", content)[:_LONGEST_TEXT]
    if not text.startswith(_TAKEN_FOR_MORE) and guarded(text) is text:
        return text
    return _text_cell(place, text)


def _heading(place: WriteOnlyWorksheet, text: str) -> ExcelCell:
    cell = _text_cell(place, _ILLEGAL.sub("", text)[:_LONGEST_TEXT])
    cell.font = _BOLD
    return cell


def _text_cell(place: WriteOnlyWorksheet, text: str) -> ExcelCell:
    cell = WriteOnlyCell(place, text)
    cell.data_type = "s"
    # Excel calculates a text once the user has edited it, or copied it into CSV, unless it has this mark.
    cell.quotePrefix = guarded(text) is not text
    return cell


def _is_exact(number: Decimal | int) -> bool:
    """Whether Excel keeps the number as it is."""
    if isinstance(number, int):
        return len(str(abs(number))) <= _EXACT_DIGITS
    if not number.is_finite() or abs(number.adjusted()) > _FARTHEST:
        return False
    digits = number.as_tuple().digits
    return len(digits) <= _EXACT_DIGITS or len(number.normalize(_WHOLE).as_tuple().digits) <= _EXACT_DIGITS


def _widths(headings: Sequence[str], sheet: Sheet) -> list[int]:
    """The columns' widths, from their headings and the first rows."""
    widths = [len(heading) + 3 for heading in headings]
    for row in sheet.rows[:200]:
        for at, cell in enumerate(row):
            length = _TIME_WIDTH if isinstance(cell, datetime) else len(str(cell or "")) + 1
            widths[at] = max(widths[at], length)
    return [max(_NARROWEST, min(_WIDEST, width)) for width in widths]


def _titles(titles: Iterable[str]) -> list[str]:
    """Titles that Excel accepts: short, without its reserved characters, unique ignoring case."""
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
