"""What is written as CSV is read back as it was, and nothing in it is calculated."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ibmonitor.exporting.csv_file import write_csv
from ibmonitor.exporting.sheet import Cell, Sheet

NOON = datetime(2026, 7, 1, 12, 0, 0, 999, tzinfo=UTC)


def written(path: Path, *cells: Cell) -> list[str]:
    write_csv(path, Sheet("Title", tuple(f"C{n}" for n in range(len(cells))), [cells]))
    with path.open(encoding="utf-8-sig", newline="") as file:
        (_, row) = csv.reader(file, strict=True)
    return row


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (0, "0"),
        (1713290001, "1713290001"),
        (Decimal("-0.10"), "-0.10"),
        (Decimal("1E+3"), "1000"),
        (Decimal("12345678901234567890.123456789"), "12345678901234567890.123456789"),
        (Decimal("1E+400"), "1E+400"),
        (NOON, "2026-07-01 12:00:00"),
        (NOON.astimezone(timezone(timedelta(hours=-5))), "2026-07-01 12:00:00"),
        ("ref's [1]", "ref's [1]"),
        ('a "quoted", and\r\ndivided text', 'a "quoted", and\r\ndivided text'),
        ("Müller → 株", "Müller → 株"),
        ("half \ud800 of one", "half ? of one"),
        ("-5", "-5"),
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("-2+3", "'-2+3"),
    ],
)
def test_a_cell_is_read_back(tmp_path: Path, cell: Cell, text: str) -> None:
    assert written(tmp_path / "file.csv", cell, "end") == [text, "end"]


def test_the_bytes_are_what_excel_and_rfc_4180_want(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    write_csv(path, Sheet("Title", ("Time", "=Name"), [(NOON, "é"), (None, "x,y")]))
    assert path.read_bytes() == (b"\xef\xbb\xbfTime,'=Name\r\n" + "2026-07-01 12:00:00,é\r\n".encode() + b',"x,y"\r\n')


def test_times_are_those_of_the_sheets_zone(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    write_csv(path, Sheet("Title", ("Time",), [(NOON,)], ZoneInfo("Asia/Tokyo")))
    assert path.read_text(encoding="utf-8-sig").splitlines() == ["Time", "2026-07-01 21:00:00"]


def test_the_file_is_the_users_own_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("old")
    write_csv(path, Sheet("Title", ("A",), []))
    assert path.stat().st_mode & 0o077 == 0
    assert [each.name for each in tmp_path.iterdir()] == ["file.csv"]


def test_what_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("old")
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(ValueError, match="zone"):
        write_csv(path, Sheet("Title", ("A",), [(naive,)]))
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["file.csv"]


def test_a_folder_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_csv(tmp_path / "none" / "file.csv", Sheet("Title", ("A",), []))
