"""Paints a printout on the pages of a PDF or a printer: header and column titles on each, totals at the end.

Plain text only. Runs in any thread.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPagedPaintDevice, QPainter, QPen

from ibmonitor.exporting.progress import Progress
from ibmonitor.models.output.printout import TOTALS_TITLES, PrintFacts, Printout, PrintRow
from ibmonitor.models.text.formats import separators
from ibmonitor.models.text.shown_zone import offset_text
from ibmonitor.windows.export.pdf_layout import (
    INDENT,
    LINE,
    MOST_DECIMALS,
    PADDING,
    Band,
    Layout,
    cell_lines,
    fraction_length,
    lay_out,
    wrap,
)
from ibmonitor.windows.theme.theme import tabular
from ibmonitor.windows.theme.tokens import PRINT

_POINTS = 72
"""Per inch."""
_TITLE_SIZE, _SMALL_SIZE = 13.0, 7.5
_FOOTER = 16.0
_TOTALS_LINE = 1.5
"""The height of a line of the totals, as a multiple of the font size."""
_MEASURED_AT = 1000.0


class _Letters:
    """Fonts of one family by size and kind, and the widths of texts in them."""

    def __init__(self, family: str, point: float) -> None:
        """`point` is the length of a point in the device's dots."""
        self._family = family
        self._dots = point
        self._metrics = QFontMetricsF(self._font(_MEASURED_AT / point))
        self.measure = lru_cache(maxsize=20_000)(self._measure)
        self.font = lru_cache(maxsize=50)(self._font)

    def _font(self, size: float, *, bold: bool = False, italic: bool = False, struck: bool = False) -> QFont:
        font = tabular(QFont(self._family))
        font.setPixelSize(max(1, round(size * self._dots)))
        font.setBold(bold)
        font.setItalic(italic)
        font.setStrikeOut(struck)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def _measure(self, text: str, size: float) -> float:
        return self._metrics.horizontalAdvance(text) * size / _MEASURED_AT


class Press:
    """Prints one printout. Lengths are in points, as in the layout, and converted for painting."""

    def __init__(
        self,
        device: QPagedPaintDevice,
        printout: Printout,
        facts: PrintFacts,
        family: str,
        progress: Progress | None,
    ) -> None:
        """The layout is made here: nothing is painted before it is complete."""
        self._device = device
        self._painter: QPainter
        self._dots = device.logicalDpiX() / _POINTS
        # A printer's dots need not be square.
        self._dots_down = device.logicalDpiY() / _POINTS
        self._printout = printout
        self._facts = facts
        self._progress = progress
        self._letters = _Letters(family, self._dots_down)
        self._point = separators()[1]
        self._width = device.width() / self._dots
        self._height = device.height() / self._dots_down
        self._header = self._header_lines()
        self._top = _TITLE_SIZE * LINE + len(self._header) * _SMALL_SIZE * LINE + 8
        self._layout = self._laid_out()
        self._decimals = [self._decimals_of(at) for at in range(len(printout.columns))]

    def print_all(self, painter: QPainter) -> int:
        """Print all pages; return their number. Raises `OSError` if the device takes no more."""
        self._painter = painter
        pages = self._layout.pages
        for number, (chunk, band) in enumerate(pages, 1):
            if number > 1 and not self._device.newPage():
                raise OSError("the printer takes no more pages")
            self._print_page(number, chunk, band)
        return len(pages)

    def _laid_out(self) -> Layout:
        room = self._height - self._top - _FOOTER
        return lay_out(self._printout, self._letters.measure, self._width, room, self._progress, self._totals_height())

    def _header_lines(self) -> list[str]:
        filters = "; ".join(self._facts.filters) or "none, all rows are here"
        texts = [f"{self._facts.connection or 'Not connected'}. Read-only snapshot.", f"Filters: {filters}"]
        return [line for text in texts for line in wrap(text, self._width, self._letters.measure, _SMALL_SIZE, most=2)]

    def _print_page(self, number: int, chunk: range, band: Band) -> None:
        self._print_header()
        top = self._print_titles(band)
        for at in chunk:
            if self._progress is not None and band is self._layout.bands[0]:
                self._progress.step()
            height = self._layout.row_height(self._layout.lines[at])
            if at % 2:
                self._fill(QRectF(0, top, self._width, height), PRINT.stripe)
            self._print_row(self._printout.rows[at], band, top)
            top += height
        if not self._printout.rows:
            self._text(0, top + _SMALL_SIZE * LINE, "No rows.", _SMALL_SIZE)
        elif chunk is self._layout.chunks[-1] and band is self._layout.bands[0]:
            self._print_totals(top)
        self._print_footer(number, chunk, band)

    def _print_header(self) -> None:
        baseline = _TITLE_SIZE
        self._text(0, baseline, self._facts.title, _TITLE_SIZE, bold=True)
        if self._facts.mode:
            # Bold letters are wider than the measured ones.
            left = self._letters.measure(self._facts.title, _TITLE_SIZE) * 1.12 + 14
            self._text(left, baseline, self._facts.mode, _TITLE_SIZE, bold=True)
            width = self._letters.measure(self._facts.mode, _TITLE_SIZE) * 1.12
            self._frame(QRectF(left - 4, baseline - _TITLE_SIZE, width + 8, _TITLE_SIZE * 1.3))
        printed = (self._facts.printed or datetime.now(UTC)).astimezone(self._facts.zone)
        when = f"Printed {printed:%Y-%m-%d %H:%M:%S} {offset_text(printed)}. {self._facts.times}"
        self._text_to_right(self._width, baseline, when, _SMALL_SIZE)
        for at, line in enumerate(self._header):
            self._text(0, _TITLE_SIZE * LINE + (at + 1) * _SMALL_SIZE * LINE, line, _SMALL_SIZE, color=PRINT.muted)

    def _print_titles(self, band: Band) -> float:
        """Print the column titles, aligned at their last lines; return where the rows begin."""
        size, measure = self._layout.size, self._letters.measure
        bottom = self._top + self._layout.row_height(self._layout.title_lines)
        left = 0.0
        for at, width in zip(band.columns, band.widths, strict=True):
            column = self._printout.columns[at]
            lines = wrap(column.title, width - 2 * PADDING, measure, size)
            first = self._layout.title_lines - len(lines)
            for number, line in enumerate(lines, first):
                baseline = self._top + size * (1 + LINE * number)
                if column.is_right:
                    self._text_to_right(left + width - PADDING, baseline, line, size, color=PRINT.muted)
                else:
                    self._text(left + PADDING, baseline, line, size, color=PRINT.muted)
            left += width
        self._rule(bottom - 1)
        return bottom

    def _print_row(self, row: PrintRow, band: Band, top: float) -> None:
        size, measure = self._layout.size, self._letters.measure
        left = 0.0
        for at, width in zip(band.columns, band.widths, strict=True):
            if not row.cells[at].strip():
                left += width
                continue
            lines = cell_lines(row, at, width, measure, size)
            indent = row.depth * INDENT if at == 0 else 0
            for number, line in enumerate(lines):
                baseline = top + size * (1 + LINE * number) + size * 0.12
                x = left + PADDING + indent
                if self._printout.columns[at].is_right:
                    x = left + width - PADDING - measure(line, size) - self._missing(at, line, size)
                self._text(x, baseline, line, size, italic=row.is_italic, struck=row.is_struck)
            left += width

    def _totals_height(self) -> float:
        totals = self._printout.totals
        return (len(totals.rows) + len(totals.notes) + 2) * _SMALL_SIZE * _TOTALS_LINE if totals else 0.0

    def _print_totals(self, top: float) -> None:
        """Print the sums by currency below the last row."""
        totals, size = self._printout.totals, _SMALL_SIZE
        if not totals:
            return
        top += size
        self._rule(top)
        table = [TOTALS_TITLES, *totals.rows] if totals.rows else []
        widths = [
            max(self._letters.measure(line[at], size) for line in table) * 1.1 + 24 for at in range(3 if table else 0)
        ]
        for number, line in enumerate(table, 1):
            baseline, right = top + size * _TOTALS_LINE * number, widths[0]
            self._text(PADDING, baseline, line[0], size, bold=True)
            for text, width in zip(line[1:], widths[1:], strict=True):
                right += width
                left = right - self._letters.measure(text, size)
                self._text(left, baseline, text, size, color=PRINT.muted if number == 1 else PRINT.ink)
        for number, note in enumerate(totals.notes, len(table) + 1):
            self._text(PADDING, top + size * _TOTALS_LINE * number, note, size, color=PRINT.muted)

    def _print_footer(self, number: int, chunk: range, band: Band) -> None:
        self._rule(self._height - _FOOTER + 4)
        baseline = self._height - 2
        self._text(0, baseline, "IB Monitor", _SMALL_SIZE, color=PRINT.muted)
        pages = f"Page {number:,} of {len(self._layout.pages):,}"
        self._text_to_right(self._width, baseline, pages, _SMALL_SIZE, color=PRINT.muted)
        rows = len(self._printout.rows)
        text = f"Rows {chunk.start + 1:,} to {chunk.stop:,} of {rows:,}" if chunk else "Totals" if rows else "No rows"
        if len(self._layout.bands) > 1:
            text += f"; columns {band.first} to {band.last} of {len(self._printout.columns)}"
            text += ", the others on the pages next to this one"
        self._text(
            (self._width - self._letters.measure(text, _SMALL_SIZE)) / 2, baseline, text, _SMALL_SIZE, color=PRINT.muted
        )

    def _decimals_of(self, at: int) -> int:
        if not self._printout.columns[at].has_decimals:
            return 0
        longest = max((fraction_length(row.cells[at], self._point) for row in self._printout.rows), default=0)
        return max(0, min(longest, MOST_DECIMALS))

    def _missing(self, at: int, text: str, size: float) -> float:
        """The width of the decimals that this number has fewer than the longest."""
        most, own = self._decimals[at], fraction_length(text, self._point)
        if not most or own < 0 or own >= most:
            return 0.0
        point = self._letters.measure(self._point, size) if own == 0 else 0.0
        return point + (most - own) * self._letters.measure("0", size)

    def _text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        italic: bool = False,
        struck: bool = False,
        color: QColor = PRINT.ink,
    ) -> None:
        self._painter.setFont(self._letters.font(size, bold=bold, italic=italic, struck=struck))
        self._painter.setPen(color)
        self._painter.drawText(self._at(x, y), text)

    def _text_to_right(self, right: float, y: float, text: str, size: float, color: QColor = PRINT.ink) -> None:
        self._text(right - self._letters.measure(text, size), y, text, size, color=color)

    def _fill(self, rect: QRectF, color: QColor) -> None:
        self._painter.fillRect(self._in_dots(rect), color)

    def _frame(self, rect: QRectF) -> None:
        self._painter.setPen(QPen(PRINT.ink, self._dots))
        self._painter.drawRect(self._in_dots(rect))

    def _rule(self, y: float) -> None:
        self._painter.setPen(QPen(PRINT.rule, self._dots / 2))
        self._painter.drawLine(self._at(0, y), self._at(self._width, y))

    def _at(self, x: float, y: float) -> QPointF:
        return QPointF(x * self._dots, y * self._dots_down)

    def _in_dots(self, rect: QRectF) -> QRectF:
        return QRectF(self._at(rect.x(), rect.y()), self._at(rect.right(), rect.bottom()))
