"""Printouts: their layout on pages, and the contents of the file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QGuiApplication, QPageSize
from pytestqt.qtbot import QtBot

from ibmonitor.exporting.progress import CancelledError, Progress
from ibmonitor.models.output.printout import PrintColumn, PrintFacts, Printout, PrintRow
from ibmonitor.windows.export.pdf_export import paper, write_pdf


def printout(columns: int, rows: int, text: str = "word") -> Printout:
    titles = tuple(PrintColumn(f"Column {number}") for number in range(columns))
    return Printout(titles, [PrintRow((text,) * columns)] * rows)


def family() -> str:
    return QGuiApplication.font().family()


def test_the_file_has_its_pages_its_title_and_its_fonts(qtbot: QtBot, tmp_path: Path) -> None:  # noqa: ARG001
    path = tmp_path / "file.pdf"
    pages = write_pdf(path, printout(6, 300), PrintFacts("Fills of today", mode="Paper"), family())
    written = path.read_bytes()
    assert pages == len(re.findall(rb"/Type\s*/Page\b(?!s)", written))
    assert pages > 3
    assert "Fills of today".encode("utf-16-be") in written or b"Fills of today" in written
    assert "IB Monitor".encode("utf-16-be") in written or b"IB Monitor" in written
    assert b"/FontFile" in written
    assert path.stat().st_mode & 0o077 == 0


def test_a_cancelled_export_writes_no_file(qtbot: QtBot, tmp_path: Path) -> None:  # noqa: ARG001
    progress = Progress(10)
    progress.is_cancelled = True
    with pytest.raises(CancelledError):
        write_pdf(tmp_path / "file.pdf", printout(2, 5), PrintFacts("Fills"), family(), progress)
    assert list(tmp_path.iterdir()) == []


def test_each_row_is_two_steps(qtbot: QtBot, tmp_path: Path) -> None:  # noqa: ARG001
    progress = Progress(10)
    write_pdf(tmp_path / "file.pdf", printout(2, 5), PrintFacts("Fills"), family(), progress)
    assert progress.done == progress.total


@pytest.mark.parametrize(
    ("locale", "size"), [("en_US", QPageSize.PageSizeId.Letter), ("de_DE", QPageSize.PageSizeId.A4)]
)
def test_the_paper_is_that_of_the_country(locale: str, size: QPageSize.PageSizeId) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(locale))
    try:
        assert paper() == size
    finally:
        QLocale.setDefault(before)


def test_a_missing_folder_is_an_error(qtbot: QtBot, tmp_path: Path) -> None:  # noqa: ARG001
    with pytest.raises(OSError, match="No such file"):
        write_pdf(tmp_path / "none" / "file.pdf", printout(2, 5), PrintFacts("Fills"), family())
