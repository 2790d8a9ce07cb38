"""Writes a sheet as CSV: RFC 4180 in UTF-8, with a byte order mark so that Excel recognizes the encoding."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from ibmonitor.exporting.formulas import guarded
from ibmonitor.exporting.private_file import replacing
from ibmonitor.exporting.progress import Progress
from ibmonitor.exporting.sheet import Cell, Sheet

_HUGE = 30
"""Numbers of more digits are written with an exponent."""


def write_csv(path: Path, sheet: Sheet, progress: Progress | None = None) -> None:
    """Write the sheet; the file appears complete or not at all. Raises `OSError`, and `CancelledError` when cancelled.

    Numbers are exact, with a point and without thousands separators; times are `YYYY-MM-DD HH:MM:SS` in the sheet's
    zone. A text that a spreadsheet would take for a formula gets an apostrophe, in headings too.
    """
    # A lone surrogate, which UTF-8 cannot write, becomes a question mark.
    with (
        replacing(path) as temporary,
        temporary.open("w", encoding="utf-8-sig", errors="replace", newline="") as file,
    ):
        writer = csv.writer(file, lineterminator="\r\n")
        rows = sheet.rows if progress is None else progress.watched(sheet.rows)
        writer.writerow(map(guarded, sheet.columns))
        writer.writerows([_text(cell, sheet.clock_time) for cell in row] for row in rows)


def _text(cell: Cell, clock_time: Callable[[datetime], datetime]) -> str:
    match cell:
        case None:
            return ""
        case str():
            return guarded(cell)
        case datetime():
            return clock_time(cell).isoformat(" ", "seconds")
        case Decimal() if cell.is_finite() and abs(cell.adjusted()) <= _HUGE:
            return f"{cell:f}"
        case _:
            return str(cell)
