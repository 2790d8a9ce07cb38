"""Printouts: their layout on pages, and the contents of the file."""

from __future__ import annotations

import re
from itertools import chain, pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QGuiApplication, QPageSize
from pytestqt.qtbot import QtBot

from ibmonitor.exporting.progress import CancelledError, Progress
from ibmonitor.models.output.printout import PrintColumn, PrintFacts, Printout, PrintRow
from ibmonitor.windows.export.pdf_export import paper, write_pdf
from ibmonitor.windows.export.pdf_layout import MOST_LINES, SIZES, fraction_length, lay_out, wrap

WIDTH, HEIGHT = 760.0, 460.0


def measure(text: str, size: float) -> float:
    """A monospaced font, half as wide as high."""
    return len(text) * size / 2


def printout(columns: int, rows: int, text: str = "word") -> Printout:
    titles = tuple(PrintColumn(f"Column {number}") for number in range(columns))
    return Printout(titles, [PrintRow((text,) * columns)] * rows)


def test_few_columns_are_printed_large_on_one_page_beside_each_other() -> None:
    layout = lay_out(printout(8, 20), measure, WIDTH, HEIGHT)
    assert (layout.size, len(layout.bands), layout.page_count) == (SIZES[0], 1, 1)
    assert sum(layout.bands[0].widths) <= WIDTH + 0.01


def test_more_columns_are_printed_smaller_before_they_are_split() -> None:
    sizes = [lay_out(printout(count, 1, "twelve chars"), measure, WIDTH, HEIGHT).size for count in (10, 14, 15, 17)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] < sizes[0]
    assert min(sizes) >= SIZES[-1]


def test_columns_that_do_not_fit_continue_with_the_first_one_repeated() -> None:
    layout = lay_out(printout(60, 5, "twelve chars"), measure, WIDTH, HEIGHT)
    assert len(layout.bands) > 1
    assert all(band.columns[0] == 0 for band in layout.bands)
    assert all(sum(band.widths) <= WIDTH + 0.01 for band in layout.bands)
    once = chain.from_iterable(band.columns[bool(number) :] for number, band in enumerate(layout.bands))
    assert list(once) == list(range(60))
    ends = [(band.first, band.last) for band in layout.bands]
    assert (ends[0][0], ends[-1][1]) == (1, 60)
    assert all(after[0] == before[1] + 1 for before, after in pairwise(ends))


def test_each_row_is_on_one_page_and_pages_are_not_overfull() -> None:
    layout = lay_out(printout(5, 1000), measure, WIDTH, HEIGHT)
    assert list(chain.from_iterable(layout.chunks)) == list(range(1000))
    room = HEIGHT - layout.row_height(layout.title_lines)
    assert all(sum(layout.row_height(layout.lines[row]) for row in chunk) <= room for chunk in layout.chunks)
    assert layout.page_count > 10


def test_an_empty_table_prints_a_page() -> None:
    assert lay_out(printout(5, 0), measure, WIDTH, HEIGHT).page_count == 1


def test_long_texts_are_wrapped_and_make_their_rows_higher() -> None:
    long = Printout((PrintColumn("A"), PrintColumn("B")), [PrintRow(("a", "words " * 200)), PrintRow(("a", "b"))])
    assert list(lay_out(long, measure, WIDTH, HEIGHT).lines) == [MOST_LINES, 1]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("short", ["short"]),
        ("two  \n words", ["two words"]),
        ("one two three four", ["one two", "three four"]),
        ("unbreakableword", ["unbreakabl", "eword"]),
        ("a " * 40, ["a a a a a", "a a a a a", "a a a a a…"]),
    ],
)
def test_texts_are_broken_at_blanks_and_marked_where_they_are_cut(text: str, lines: list[str]) -> None:
    assert wrap(text, 10, lambda text, _size: len(text), 8) == lines


@pytest.mark.parametrize(("text", "length"), [("1.25", 2), ("1,000", 0), ("-5", 0), ("pending", -1), ("", -1)])
def test_decimals_are_counted_in_numbers_only(text: str, length: int) -> None:
    assert fraction_length(text, ".") == length


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
