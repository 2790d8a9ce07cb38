"""Writes a printout as a PDF. Runs in any thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QLocale, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from ibmonitor.exporting.private_file import replacing
from ibmonitor.exporting.progress import Progress
from ibmonitor.models.output.printout import PrintFacts, Printout
from ibmonitor.windows.export.press import Press

_MARGIN_MM = 12.0
_DOTS = 1200
"""Per inch."""


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
        writer.setPageLayout(page_layout())
        press = Press(writer, printout, facts, family, progress)
        painter = QPainter(writer)
        try:
            pages = press.print_all(painter)
        finally:
            painter.end()
        temporary.write_bytes(buffer.data().data())
    return pages


def paper() -> QPageSize.PageSizeId:
    """Letter in countries that use inches, else A4."""
    imperial = QLocale().measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem
    return QPageSize.PageSizeId.Letter if imperial else QPageSize.PageSizeId.A4


def page_layout() -> QPageLayout:
    """The page that a printout is made for, unless the user chooses another one."""
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    return QPageLayout(QPageSize(paper()), QPageLayout.Orientation.Landscape, margins, QPageLayout.Unit.Millimeter)
