"""What is written as a workbook is read back as it was: numbers exact, times in the sheet's zone, texts as texts."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from ibmonitor.exporting import xlsx_file
from ibmonitor.exporting.sheet import Cell, Sheet
from ibmonitor.exporting.xlsx_file import write_xlsx
from tests.support.examples import examples

NOON = datetime(2026, 7, 1, 12, 0, 0, tzinfo=UTC)


def read_back(path: Path, cells: list[Cell]) -> list[tuple[object, str]]:
    """The value and the type of each cell, which are written below one another."""
    write_xlsx(path, [Sheet("Title", ("A",), [(cell,) for cell in cells])])
    book = load_workbook(path)
    column = next(book.worksheets[0].iter_cols(min_row=2, max_row=len(cells) + 1))
    return [(cell.value, cell.data_type) for cell in column]


@pytest.mark.parametrize(
    ("cell", "value", "kind"),
    [
        (None, None, "n"),
        (0, 0, "n"),
        (1713290001, 1713290001, "n"),
        (Decimal("-0.10"), -0.1, "n"),
        (Decimal("292.315"), 292.315, "n"),
        (Decimal(123456789012345), 123456789012345, "n"),
        (Decimal(1234567890123456), "1234567890123456", "s"),
        (Decimal("0.1234567890123456"), "0.1234567890123456", "s"),
        (Decimal("1E-400"), "1E-400", "s"),
        (Decimal("NaN"), "NaN", "s"),
        (2**60, str(2**60), "s"),
        (NOON, NOON.replace(tzinfo=None), "d"),
        (datetime(1, 1, 2, tzinfo=UTC), "0001-01-02 00:00:00", "s"),
        ("=1+1", "=1+1", "s"),
        ("-2+3", "-2+3", "s"),
        ("#N/A", "#N/A", "s"),
        ("12", "12", "s"),
        ("a\x00b\x1bc\ud800d", "abcd", "s"),
        ("<b>x</b> & y", "<b>x</b> & y", "s"),
        (" Müller\n株 ", " Müller\n株 ", "s"),
    ],
)
def test_a_cell_is_read_back(tmp_path: Path, cell: Cell, value: object, kind: str) -> None:
    assert read_back(tmp_path / "file.xlsx", [cell, "end"])[0] == (value, kind)


@settings(examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.decimals(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
def test_no_number_is_rounded(tmp_path: Path, numbers: list[Decimal]) -> None:
    for number, (value, _) in zip(numbers, read_back(tmp_path / "file.xlsx", list(numbers)), strict=True):
        assert Decimal(repr(value) if isinstance(value, float) else str(value)) == number


def test_no_formula_is_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    write_xlsx(path, [Sheet("=1+1", ("=A", "B"), [("=1+1", "@x"), ("plain", "-5")])])
    book = load_workbook(path)
    sheet = book.worksheets[0]
    assert (book.sheetnames, sheet["A1"].data_type) == (["=1+1"], "s")
    # Excel calculates a text without this mark as soon as its cell is edited.
    marked = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.quotePrefix}
    assert marked == {"A1", "A2", "B2"}
    with ZipFile(path) as parts:
        (name,) = (each for each in parts.namelist() if each.startswith("xl/worksheets/"))
        xml = parts.read(name).decode()
    assert "<f>" not in xml
    assert "<f " not in xml


def test_times_are_those_of_the_sheets_zone(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    write_xlsx(path, [Sheet("One", ("Time",), [(NOON,)], ZoneInfo("America/New_York"))])
    assert load_workbook(path).worksheets[0]["A2"].value == datetime(2026, 7, 1, 8)  # noqa: DTZ001 - Excel knows no zones


def test_the_heading_is_bold_stays_in_sight_and_filters(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    write_xlsx(path, [Sheet("One", ("Time", "Price"), [(NOON, 1), (NOON, 2)]), Sheet("Two", ("A",), [])])
    book = load_workbook(path)
    one, two = book.worksheets
    assert [cell.value for cell in one[1]] == ["Time", "Price"]
    assert all(cell.font.bold for cell in one[1])
    assert (one.freeze_panes, one.auto_filter.ref) == ("A2", "A1:B3")
    assert one.column_dimensions["A"].width >= 19
    assert (two.title, two.max_row) == ("Two", 1)


def test_titles_are_what_excel_takes(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    titles = ["a/b:c", "x" * 40, "X" * 40, "", "'history'", "\x00"]
    write_xlsx(path, [Sheet(title, ("A",), []) for title in titles])
    assert load_workbook(path).sheetnames == ["a b c", "x" * 31, "X" * 29 + " 2", "Sheet", "history 2", "Sheet 2"]


def test_the_file_is_the_users_own_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    write_xlsx(path, [Sheet("One", ("A",), [("x",)])])
    assert path.stat().st_mode & 0o077 == 0
    assert [each.name for each in tmp_path.iterdir()] == ["file.xlsx"]


def test_more_rows_than_excel_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "_MOST_ROWS", 3)
    path = tmp_path / "file.xlsx"
    write_xlsx(path, [Sheet("One", ("A",), [("x",)] * 2)])
    with pytest.raises(OSError, match="cannot hold 3 rows"):
        write_xlsx(path, [Sheet("One", ("A",), [("x",)] * 3)])
