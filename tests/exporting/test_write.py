"""The format and the files of an export come from its name and its sheets."""

from decimal import Decimal
from pathlib import Path

import pytest

from ibmonitor.exporting.sheet import Sheet
from ibmonitor.exporting.write import export_sheets, files_of

SHEETS = [Sheet(title, ("Price",), [(Decimal("1.5"),)]) for title in ("Orders", "Group orders: parts")]


@pytest.mark.parametrize(
    ("name", "files"),
    [("day.xlsx", ["day.xlsx"]), ("day.CSV", ["day.CSV", "day-group-orders-parts.CSV"]), ("day", ["day"])],
)
def test_files(tmp_path: Path, name: str, files: list[str]) -> None:
    expected = [tmp_path / each for each in files]
    assert files_of(tmp_path / name, [sheet.title for sheet in SHEETS]) == expected
    assert export_sheets(tmp_path / name, SHEETS) == expected
    assert sorted(tmp_path.iterdir()) == sorted(expected)
    is_workbook = expected[0].read_bytes().startswith(b"PK")
    assert is_workbook == (len(files) == 1)
