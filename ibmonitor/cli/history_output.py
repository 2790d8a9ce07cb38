"""Writes the history's lists, printed or to a file: tables for people, JSON for programs, CSV for spreadsheets."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path

from ibmonitor.cli.history_tables import Cell, Listing, Row
from ibmonitor.cli.json_pieces import json_pieces
from ibmonitor.cli.report import plain, table_lines
from ibmonitor.cli.standard_output import OutputLostError, write_bytes, write_text
from ibmonitor.exporting.formulas import guarded
from ibmonitor.exporting.private_file import replacing
from ibmonitor.exporting.reasons import reason_of

_BOM = "\ufeff"
"""By which Excel recognizes UTF-8 in a file."""

Hide = Callable[[str], str]
"""Makes a text such as it may be shown."""
Table = tuple[Listing, Iterable[Row]]


class Output:
    """Where the lists go. Its methods raise `OutputLostError`; a file is written completely or not at all."""

    def __init__(self, file: Path | None, hide: Hide) -> None:
        self._file = file
        self._hide = hide

    def table(self, listing: Listing, rows: Iterable[Row]) -> None:
        """Aligned columns, the most important ones."""
        # "False" in each row would hide the few that are true.
        cells = [{name: plain(self._shown(row[name])) or None for name in listing.columns} for row in rows]
        lines = table_lines(listing.name.capitalize(), listing.columns, cells)
        text = "\n".join(lines[1:]) + "\n"
        if self._file is None:
            write_text(text)
        else:
            self._write(self._file, [text.encode(errors="backslashreplace")])

    def json(self, tables: Sequence[Table]) -> None:
        """One object with a list for each table. Quantities and money are strings, times ISO 8601 in UTC."""
        pieces = json_pieces({listing.name: map(self._json_row, rows) for listing, rows in tables})
        if self._file is None:
            write_bytes(pieces)
        else:
            self._write(self._file, pieces)

    def csv(self, tables: Sequence[Table]) -> None:
        """The first table; of several, the others beside it in files of their own."""
        for number, (listing, rows) in enumerate(tables):
            pieces = self._csv_pieces(rows, listing)
            if self._file is None:
                write_bytes(pieces)
            else:
                name = f"{self._file.stem}-{listing.name}{self._file.suffix}" if number else self._file.name
                self._write(self._file.with_name(name), _with_bom(pieces))

    def _json_row(self, row: Row) -> dict[str, object]:
        return {name: plain(self._shown(cell)) for name, cell in row.items()}

    def _csv_pieces(self, rows: Iterable[Row], listing: Listing) -> Iterator[bytes]:
        columns: Sequence[str] = ()
        for row in rows:
            if not columns:
                columns = tuple(row)
                yield _csv_line(columns)
            yield _csv_line([_csv_text(self._shown(row[name])) for name in columns])
        if not columns:
            yield _csv_line(listing.columns)

    def _shown(self, cell: Cell) -> Cell:
        return self._hide(cell) if isinstance(cell, str) else cell

    def _write(self, file: Path, pieces: Iterable[bytes]) -> None:
        try:
            with replacing(file) as temporary, temporary.open("wb") as opened:
                opened.writelines(pieces)
        except OSError as error:
            raise OutputLostError(reason_of(error)) from error


def _with_bom(pieces: Iterable[bytes]) -> Iterator[bytes]:
    yield _BOM.encode()
    yield from pieces


def _csv_line(cells: Sequence[str]) -> bytes:
    line = StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(map(guarded, cells))
    return line.getvalue().encode(errors="replace")


def _csv_text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Decimal():
            return f"{cell:f}"
        case datetime():
            return cell.isoformat()
        case _:
            return str(cell)
