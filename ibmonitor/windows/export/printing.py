"""Prints a printout: the system's dialog, and the pages as in a PDF."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QDialog, QWidget

from ibmonitor.exporting.progress import CancelledError, Progress
from ibmonitor.models.output.printout import PrintFacts, Printout
from ibmonitor.models.text.formats import count_text
from ibmonitor.windows.export.pdf_export import page_layout
from ibmonitor.windows.export.press import Press

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

NO_PRINTER = "No printer is set up on this computer. Export a PDF instead."


def has_printer() -> bool:
    """Whether the system has any printer."""
    # The import takes a while, and most runs of this program print nothing.
    from PySide6.QtPrintSupport import QPrinterInfo  # noqa: PLC0415

    return bool(QPrinterInfo.availablePrinterNames())


def open_dialog(parent: QWidget, title: str, on_accepted: Callable[[QPrinter], object]) -> QPrintDialog:
    """Ask for the printer and its pages; `on_accepted` receives the printer."""
    from PySide6.QtPrintSupport import QPrintDialog  # noqa: PLC0415

    printer = new_printer(title)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("Print")
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintShowPageSize)
    dialog.accepted.connect(lambda: on_accepted(printer))
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)
    return dialog


def new_printer(title: str) -> QPrinter:
    """The system's printer, with the pages that a PDF has."""
    from PySide6.QtPrintSupport import QPrinter  # noqa: PLC0415

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setCreator("IB Monitor")
    printer.setPageLayout(page_layout())
    return printer


def print_pages(printer: QPrinter, printout: Printout, facts: PrintFacts, family: str, progress: Progress) -> str:
    """Print all pages, in this font family, in any thread; return a sentence about it.

    Raises `OSError`, and `CancelledError` when `progress` is cancelled. Each row is two steps of `progress`.
    """
    # Before the printer is started, since one that has been started prints a page in any case.
    press = Press(printer, printout, facts, family, progress)
    painter = QPainter()
    if not painter.begin(printer):
        raise OSError("the printer cannot be started")
    try:
        pages = press.print_all(painter)
    except CancelledError:
        printer.abort()
        raise
    finally:
        painter.end()
    where = printer.outputFileName() or printer.printerName()
    return f"Printed {count_text(pages, 'page')}" + (f" to {where}." if where else ".")
