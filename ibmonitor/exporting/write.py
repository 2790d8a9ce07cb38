"""Writes sheets to a file; its name's suffix selects the format."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from ibmonitor.exporting.csv_file import write_csv
from ibmonitor.exporting.progress import Progress
from ibmonitor.exporting.sheet import Sheet

_NO_FILE_NAME = re.compile(r"[^\w-]+")


def is_csv(path: Path) -> bool:
    """Whether the file is written as CSV; any other is an Excel workbook."""
    return path.suffix.casefold() == ".csv"


def files_of(path: Path, titles: Sequence[str]) -> list[Path]:
    """All files that are written for sheets with these titles: CSV has one per sheet, named after it."""
    if not is_csv(path):
        return [path]
    names = [_NO_FILE_NAME.sub("-", title).strip("-").casefold() for title in titles[1:]]
    return [path, *(path.with_name(f"{path.stem}-{name}{path.suffix}") for name in names)]


def export_sheets(path: Path, sheets: Sequence[Sheet], progress: Progress | None = None) -> list[Path]:
    """Write the sheets (at least one) and return the files. Raises `OSError`, and `CancelledError` when cancelled."""
    files = files_of(path, [sheet.title for sheet in sheets])
    if is_csv(path):
        for file, sheet in zip(files, sheets, strict=True):
            write_csv(file, sheet, progress)
    else:
        # The import takes a fifth of a second, and most runs of this program write no workbook.
        from ibmonitor.exporting.xlsx_file import write_xlsx  # noqa: PLC0415

        write_xlsx(path, sheets, progress)
    return files
