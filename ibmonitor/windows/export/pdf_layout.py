"""How a printout is laid out on pages: font size, column widths, and which rows are on which page.

All lengths are in points. `Measure` gives the width of a text; nothing is painted here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import nlargest

from ibmonitor.exporting.progress import Progress
from ibmonitor.models.output.printout import Printout, PrintRow
from ibmonitor.models.text.formats import separators

Measure = Callable[[str, float], float]
"""The width of a text at a font size, both in points."""

SIZES = (8.0, 7.5, 7.0, 6.5, 6.0)
"""Font sizes, from the preferred one to the smallest readable one."""
_SPLIT_SIZE = 7.0
"""The size if the columns need several pages even at the smallest one: then all are easy to read."""
PADDING = 3.0
"""Free at each side of a cell."""
INDENT = 10.0
LINE = 1.3
"""The height of a line, as a multiple of the font size."""
_GAP = 0.45
"""The space above and below a row together, as a multiple of the font size."""
MOST_LINES = 3
"""Lines of a cell; a longer text is cut, with a mark."""
_WIDEST = 0.22
"""Share of the page's width: longer texts are wrapped."""
MOST_DECIMALS = 8
"""Decimals at which numbers are aligned; longer ones are not."""
_LITTLE = 0.4
"""The share of what columns can spare that they give before the letters become smaller."""
_TOLERANCE = 0.01
"""Left free at the edge of the page, since sums of widths are rounded."""
_MEASURED = 40
"""How many texts of each column are measured: the longest ones."""


@dataclass(frozen=True, slots=True)
class Band:
    """Columns that are on one page."""

    columns: tuple[int, ...]
    widths: tuple[float, ...]
    first: int
    """The first and the last column that is not on an earlier page, counted from 1."""
    last: int


@dataclass(frozen=True, slots=True)
class Layout:
    size: float
    bands: tuple[Band, ...]
    chunks: tuple[range, ...]
    """Rows that are on one page; without rows there is still one chunk."""
    lines: Sequence[int]
    """The number of lines of each row."""
    title_lines: int

    @property
    def pages(self) -> list[tuple[range, Band]]:
        """What is on each page. The columns of a last page without rows, which has the totals only, are on one page."""
        return [
            (rows, band) for rows in self.chunks for band in (self.bands if rows or not self.lines else self.bands[:1])
        ]

    def row_height(self, lines: int) -> float:
        return self.size * (LINE * lines + _GAP)


def lay_out(
    printout: Printout,
    measure: Measure,
    width: float,
    height: float,
    progress: Progress | None = None,
    below: float = 0.0,
) -> Layout:
    """Lay out the printout on pages with this space between header and footer, and `below` for what ends it."""
    longest = [_longest(printout, at) for at in range(len(printout.columns))]
    size, widths = _fitted(printout, longest, measure, width)
    bands = _bands(widths, width)
    room = {at: w for band in bands for at, w in zip(band.columns, band.widths, strict=True)}
    wrapped = [at for at in range(len(widths)) if any(_width(t, d, measure, size) > room[at] for t, d in longest[at])]
    titles = [
        len(wrap(column.title, room[at] - 2 * PADDING, measure, size)) for at, column in enumerate(printout.columns)
    ]
    title_lines = max(titles, default=1)
    lines: list[int] = []
    for row in printout.rows:
        if progress is not None:
            progress.step()
        lines.append(max((len(cell_lines(row, at, room[at], measure, size)) for at in wrapped), default=1))
    layout = Layout(size, bands, (), lines, title_lines)
    chunks = _chunks(layout, height - layout.row_height(title_lines), below)
    return Layout(size, bands, chunks, lines, title_lines)


def cell_lines(row: PrintRow, at: int, width: float, measure: Measure, size: float) -> list[str]:
    """The lines of a text in a column of this width."""
    return wrap(row.cells[at], width - 2 * PADDING - (row.depth * INDENT if at == 0 else 0), measure, size)


def wrap(text: str, width: float, measure: Measure, size: float, most: int = MOST_LINES) -> list[str]:
    """Break a text into lines of this width, at blanks if there are any; a mark replaces what is left out."""
    words = text.split()
    if not words:
        return [""]
    line = " ".join(words)
    if measure(line, size) <= width:
        return [line]
    lines: list[str] = []
    line = ""
    waiting = words[::-1]
    while waiting:
        word = waiting.pop()
        longer = f"{line} {word}" if line else word
        if measure(longer, size) <= width:
            line = longer
            continue
        if len(lines) == most - 1:
            lines.append(_elided(longer, width, measure, size))
            return lines
        if line:
            lines.append(line)
            line = ""
            waiting.append(word)
        else:
            fitting = _fitting(word, width, measure, size)
            lines.append(word[:fitting])
            waiting.append(word[fitting:])
    return [*lines, line] if line else lines


def fraction_length(text: str, point: str) -> int:
    """The number of decimals; -1 if the text is not a number."""
    whole, found, fraction = text.rpartition(point)
    if found and fraction.isdecimal():
        return len(fraction)
    return 0 if (whole or fraction)[-1:].isdecimal() else -1


def _fitted(
    printout: Printout, longest: Sequence[Sequence[tuple[str, int]]], measure: Measure, width: float
) -> tuple[float, list[float]]:
    """The font size and the widths of the columns: small letters before wrapped texts before more pages."""
    by_size = {size: _widths(printout, longest, measure, size, width) for size in SIZES}
    for size, widths in by_size.items():
        if sum(widths) <= width:
            return size, widths
    for most in (_LITTLE, 1.0):
        for size, widths in by_size.items():
            least = _least_widths(printout, longest, measure, size, widths)
            if sum(widths) - most * (sum(widths) - sum(least)) <= width - _TOLERANCE:
                return size, _narrowed(widths, least, width - _TOLERANCE)
    return _SPLIT_SIZE, by_size[_SPLIT_SIZE]


def _least_widths(
    printout: Printout,
    longest: Sequence[Sequence[tuple[str, int]]],
    measure: Measure,
    size: float,
    widths: Sequence[float],
) -> list[float]:
    """How narrow each column may become: words are wrapped, and neither they nor numbers are broken."""
    least = []
    for column, texts, width in zip(printout.columns, longest, widths, strict=True):
        words = (_width(word, depth, measure, size) for text, depth in texts for word in text.split())
        title = (_width(word, 0, measure, size) for word in column.title.split())
        least.append(width if column.is_right or column.is_whole else min(width, max((*words, *title), default=width)))
    return least


def _narrowed(widths: Sequence[float], least: Sequence[float], page: float) -> list[float]:
    """The widths that fill the page: each column gives the same share of what it can spare."""
    share = (sum(widths) - page) / (sum(widths) - sum(least))
    return [width - share * (width - low) for width, low in zip(widths, least, strict=True)]


def _longest(printout: Printout, at: int) -> list[tuple[str, int]]:
    texts = {(row.cells[at], row.depth if at == 0 else 0) for row in printout.rows}
    if printout.columns[at].has_decimals:
        point = separators()[1]
        # The numbers with most decimals and with most digits before them, and the longest words among them.
        measured = nlargest(_MEASURED, texts, key=lambda pair: fraction_length(pair[0], point))
        measured += nlargest(_MEASURED, texts, key=lambda pair: len(_whole(pair[0], point)))
        return measured + nlargest(_MEASURED, texts, key=lambda pair: len(pair[0]))
    return nlargest(_MEASURED, texts, key=lambda pair: len(pair[0]) + 2 * pair[1])


def _width(text: str, depth: int, measure: Measure, size: float) -> float:
    return measure(" ".join(text.split()), size) + depth * INDENT + 2 * PADDING


def _whole(text: str, point: str) -> str:
    """What stands before a number's point."""
    return text.rpartition(point)[0] or text


def _aligned_width(texts: Sequence[str], measure: Measure, size: float) -> float:
    """The width of numbers aligned at their points: one with many digits stands above one with many decimals."""
    point = separators()[1]
    numbers = [text for text in texts if fraction_length(text, point) >= 0]
    wholes = (measure(_whole(text, point), size) for text in numbers)
    decimals = max((min(fraction_length(text, point), MOST_DECIMALS) for text in numbers), default=0)
    fraction = measure(point + "0" * decimals, size) if decimals else 0.0
    return max(wholes, default=0.0) + fraction + 2 * PADDING


def _widths(
    printout: Printout, longest: Sequence[Sequence[tuple[str, int]]], measure: Measure, size: float, page: float
) -> list[float]:
    widths = []
    for column, texts in zip(printout.columns, longest, strict=True):
        natural = max((_width(text, depth, measure, size) for text, depth in texts), default=0.0)
        if column.has_decimals:
            natural = max(natural, _aligned_width([text for text, _ in texts], measure, size))
        word = max((measure(word, size) for word in column.title.split()), default=0.0) + 2 * PADDING
        most = page if column.is_right else page * _WIDEST
        widths.append(min(max(word, min(natural, most)), page))
    return widths


def _bands(widths: Sequence[float], page: float) -> tuple[Band, ...]:
    """As many columns on a page as fit; the first one is repeated on each page."""
    if not widths:
        return (Band((), (), 0, 0),)
    groups: list[list[int]] = [[0]]
    for at in range(1, len(widths)):
        if sum(widths[i] for i in groups[-1]) + widths[at] > page and len(groups[-1]) > 1:
            groups.append([0])
        groups[-1].append(at)
    bands = []
    for number, group in enumerate(groups):
        total = sum(widths[i] for i in group)
        interval = page / total if total > page else min(page / total, 1.6)
        bands.append(
            Band(tuple(group), tuple(widths[i] * interval for i in group), group[bool(number)] + 1, group[-1] + 1)
        )
    return _with_equal_first(bands)


def _with_equal_first(bands: Sequence[Band]) -> tuple[Band, ...]:
    """A repeated column keeps its width of the first page, or rows would differ in height."""
    first = min(band.widths[0] for band in bands)
    return tuple(Band(band.columns, (first, *band.widths[1:]), band.first, band.last) for band in bands)


def _chunks(layout: Layout, height: float, below: float) -> tuple[range, ...]:
    chunks: list[range] = []
    start, used = 0, 0.0
    for number, lines in enumerate(layout.lines):
        needed = layout.row_height(lines)
        if used + needed > height and number > start:
            chunks.append(range(start, number))
            start, used = number, 0.0
        used += needed
    chunks.append(range(start, len(layout.lines)))
    if used + below > height and layout.lines:
        chunks.append(range(len(layout.lines), len(layout.lines)))
    return tuple(chunks)


def _fitting(word: str, width: float, measure: Measure, size: float) -> int:
    """How many characters of a word fit; at least one."""
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(word[:middle], size) <= width else (low, middle - 1)
    return low


def _elided(text: str, width: float, measure: Measure, size: float) -> str:
    kept = _fitting(text, width - measure("…", size), measure, size)
    return f"{text[:kept].rstrip()}…"
