"""Writes a printout as a PDF: header and column titles on each page, plain text only. Runs in any thread."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QBuffer, QLocale, QMarginsF, QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from ibmonitor.exporting.private_file import replacing
from ibmonitor.exporting.progress import Progress
from ibmonitor.models.output.printout import PrintFacts, Printout, PrintRow
from ibmonitor.models.text.formats import separators
from ibmonitor.models.text.shown_zone import offset_text
from ibmonitor.windows.export.pdf_layout import (
    INDENT,
    LINE,
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

MOST_ROWS = 20_000
"""A few hundred pages: for more, a spreadsheet is the better choice."""

_MARGIN_MM = 12.0
_DOTS = 1200
"""Per inch."""
_POINT = _DOTS / 72
_TITLE_SIZE, _SMALL_SIZE = 13.0, 7.5
_FOOTER = 16.0
_MOST_DECIMALS = 8
_MEASURED_AT = 1000.0


def write_pdf(path: Path, printout: Printout, facts: PrintFacts, family: str, progress: Progress | None = None) -> int:
    """Write the whole file or nothing, in this font family; return the number of pages.

    Raises `OSError`, and `CancelledError` when `progress` is cancelled. Each row is two steps of `progress`.
    """
    with replacing(path) as temporary:
        # Into memory, a few megabytes at most: Qt does not report a full disk.
        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setTitle(facts.title)
        writer.setCreator("IB Monitor")
        writer.setResolution(_DOTS)
        writer.setPageLayout(_page_layout())
        painter = QPainter(writer)
        try:
            pages = _Press(writer, painter, printout, facts, family, progress).print_all()
        finally:
            painter.end()
        temporary.write_bytes(buffer.data().data())
    return pages


def paper() -> QPageSize.PageSizeId:
    """Letter in countries that use inches, else A4."""
    imperial = QLocale().measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem
    return QPageSize.PageSizeId.Letter if imperial else QPageSize.PageSizeId.A4


def _page_layout() -> QPageLayout:
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    return QPageLayout(QPageSize(paper()), QPageLayout.Orientation.Landscape, margins, QPageLayout.Unit.Millimeter)


class _Letters:
    """Fonts of one family by size and kind, and the widths of texts in them."""

    def __init__(self, family: str) -> None:
        self._family = family
        self._metrics = QFontMetricsF(self._font(_MEASURED_AT / _POINT))
        self.measure = lru_cache(maxsize=20_000)(self._measure)
        self.font = lru_cache(maxsize=50)(self._font)

    def _font(self, size: float, *, bold: bool = False, italic: bool = False, struck: bool = False) -> QFont:
        font = tabular(QFont(self._family))
        font.setPixelSize(max(1, round(size * _POINT)))
        font.setBold(bold)
        font.setItalic(italic)
        font.setStrikeOut(struck)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def _measure(self, text: str, size: float) -> float:
        return self._metrics.horizontalAdvance(text) * size / _MEASURED_AT


class _Press:
    """Prints one printout. Lengths are in points, as in the layout, and converted for painting."""

    def __init__(
        self,
        writer: QPdfWriter,
        painter: QPainter,
        printout: Printout,
        facts: PrintFacts,
        family: str,
        progress: Progress | None,
    ) -> None:
        self._writer = writer
        self._painter = painter
        self._printout = printout
        self._facts = facts
        self._progress = progress
        self._letters = _Letters(family)
        self._point = separators()[1]
        self._width = writer.width() / _POINT
        self._height = writer.height() / _POINT
        self._header = self._header_lines()
        self._top = _TITLE_SIZE * LINE + len(self._header) * _SMALL_SIZE * LINE + 8
        self._layout = self._laid_out()
        self._decimals = [self._decimals_of(at) for at in range(len(printout.columns))]

    def print_all(self) -> int:
        number = 0
        for chunk in self._layout.chunks:
            for band in self._layout.bands:
                if number:
                    self._writer.newPage()
                number += 1
                self._print_page(number, chunk, band)
        return number

    def _laid_out(self) -> Layout:
        room = self._height - self._top - _FOOTER
        return lay_out(self._printout, self._letters.measure, self._width, room, self._progress)

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

    def _print_footer(self, number: int, chunk: range, band: Band) -> None:
        self._rule(self._height - _FOOTER + 4)
        baseline = self._height - 2
        self._text(0, baseline, "IB Monitor", _SMALL_SIZE, color=PRINT.muted)
        pages = f"Page {number:,} of {self._layout.page_count:,}"
        self._text_to_right(self._width, baseline, pages, _SMALL_SIZE, color=PRINT.muted)
        text = f"Rows {chunk.start + 1:,} to {chunk.stop:,} of {len(self._printout.rows):,}" if chunk else "No rows"
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
        return max(0, min(longest, _MOST_DECIMALS))

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
        self._painter.drawText(QPointF(x * _POINT, y * _POINT), text)

    def _text_to_right(self, right: float, y: float, text: str, size: float, color: QColor = PRINT.ink) -> None:
        self._text(right - self._letters.measure(text, size), y, text, size, color=color)

    def _fill(self, rect: QRectF, color: QColor) -> None:
        self._painter.fillRect(_in_dots(rect), color)

    def _frame(self, rect: QRectF) -> None:
        self._painter.setPen(QPen(PRINT.ink, _POINT))
        self._painter.drawRect(_in_dots(rect))

    def _rule(self, y: float) -> None:
        self._painter.setPen(QPen(PRINT.rule, _POINT / 2))
        self._painter.drawLine(QPointF(0, y * _POINT), QPointF(self._width * _POINT, y * _POINT))


def _in_dots(rect: QRectF) -> QRectF:
    return QRectF(rect.x() * _POINT, rect.y() * _POINT, rect.width() * _POINT, rect.height() * _POINT)
