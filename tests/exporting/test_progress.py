"""Writing that is counted, and given up on the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from ibmonitor.exporting.progress import CancelledError, Progress
from ibmonitor.exporting.sheet import Sheet
from ibmonitor.exporting.write import export_sheets

SHEETS = [Sheet("One", ("A",), [("1",), ("2",)]), Sheet("Two", ("B",), [("3",)])]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_each_row_is_a_step(tmp_path: Path, ending: str) -> None:
    progress = Progress(3)
    export_sheets(tmp_path / f"file.{ending}", SHEETS, progress)
    assert progress.done == progress.total


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_cancelled_leaves_the_old_file_alone(tmp_path: Path, ending: str) -> None:
    path, progress = tmp_path / f"file.{ending}", Progress(3)
    path.write_text("old")
    progress.is_cancelled = True
    with pytest.raises(CancelledError):
        export_sheets(path, SHEETS, progress)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
