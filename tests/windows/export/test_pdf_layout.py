"""The layout of a printout on pages."""

from __future__ import annotations

from itertools import chain, pairwise

import pytest

from ibmonitor.models.output.printout import PrintColumn, Printout, PrintRow
from ibmonitor.windows.export.pdf_layout import MOST_LINES, PADDING, SIZES, fraction_length, lay_out, wrap
from tests.windows.export.test_pdf_export import printout

WIDTH, HEIGHT = 760.0, 460.0


def measure(text: str, size: float) -> float:
    """A monospaced font, half as wide as high."""
    return len(text) * size / 2


def test_few_columns_are_printed_large_on_one_page_beside_each_other() -> None:
    layout = lay_out(printout(8, 20), measure, WIDTH, HEIGHT)
    assert (layout.size, len(layout.bands), len(layout.pages)) == (SIZES[0], 1, 1)
    assert sum(layout.bands[0].widths) <= WIDTH + 0.01


def test_more_columns_are_printed_smaller_before_they_are_split() -> None:
    sizes = [lay_out(printout(count, 1, "twelve chars"), measure, WIDTH, HEIGHT).size for count in (10, 14, 15, 17)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] < sizes[0]
    assert min(sizes) >= SIZES[-1]


def test_numbers_at_one_point_keep_clear_of_the_column_before() -> None:
    """A long number without decimals stands further left above a short one with many."""
    cells = [("BOT", "40,000"), ("SLD", "12.3456")]
    columns = (PrintColumn("Side"), PrintColumn("Shares", is_right=True, has_decimals=True))
    needed = measure("40,000.3456", SIZES[0]) + 2 * PADDING
    # On a wider page, the columns would be wide enough in any case.
    width = measure("Side", SIZES[0]) + 2 * PADDING + needed
    layout = lay_out(Printout(columns, [PrintRow(each) for each in cells]), measure, width, HEIGHT)
    assert layout.size == SIZES[0]
    assert layout.bands[0].widths[1] >= needed


def test_words_among_numbers_keep_clear_too() -> None:
    """The price of a trailing stop is two, among many of one number with as many decimals."""
    cells = [*(f"{number}.25" for number in range(1000, 1100)), "69.52 trail 0.60"]
    columns = (PrintColumn("Price", is_right=True, has_decimals=True),)
    layout = lay_out(Printout(columns, [PrintRow((each,)) for each in cells]), measure, WIDTH, HEIGHT)
    assert layout.bands[0].widths[0] >= measure("69.52 trail 0.60", layout.size) + 2 * PADDING
    assert max(layout.lines) == 1


def test_texts_are_wrapped_before_columns_go_to_another_page() -> None:
    words = Printout(tuple(PrintColumn(f"C{number}") for number in range(20)), [PrintRow(("one two three",) * 20)])
    layout = lay_out(words, measure, WIDTH, HEIGHT)
    assert (len(layout.bands), layout.lines[0] > 1) == (1, True)
    assert sum(layout.bands[0].widths) <= WIDTH + 0.01


def test_times_are_not_wrapped() -> None:
    columns = [PrintColumn("Time", is_whole=True), *(PrintColumn(f"C{number}") for number in range(19))]
    words = Printout(tuple(columns), [PrintRow(("2026-11-29 16:10:44", *("one two three",) * 19))])
    layout = lay_out(words, measure, WIDTH, HEIGHT)
    assert len(layout.bands) == 1
    assert layout.bands[0].widths[0] >= measure("2026-11-29 16:10:44", layout.size) + 2 * PADDING


def test_what_ends_the_printout_gets_a_page_of_its_own_if_there_is_no_room() -> None:
    table = printout(5, 3)
    assert len(lay_out(table, measure, WIDTH, HEIGHT, below=50).pages) == 1
    pages = lay_out(table, measure, WIDTH, HEIGHT, below=HEIGHT).pages
    assert [len(rows) for rows, _ in pages] == [3, 0]


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
    assert len(layout.pages) > 10


def test_an_empty_table_prints_a_page() -> None:
    assert len(lay_out(printout(5, 0), measure, WIDTH, HEIGHT).pages) == 1


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
