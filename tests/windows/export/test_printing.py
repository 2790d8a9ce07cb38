"""Printing: the system's dialog, and what the printer gets."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.exporting.progress import CancelledError, Progress
from ibmonitor.models.output.printout import PrintColumn, PrintFacts, Printout, PrintRow
from ibmonitor.windows.export.printing import new_printer, open_dialog, print_pages

ROWS = Printout((PrintColumn("Account"),), [PrintRow(("DU1",)), PrintRow(("DU2",))])


def printer_to(path: Path) -> QPrinter:
    printer = new_printer("Fills")
    printer.setOutputFileName(str(path))
    return printer


def test_the_dialog_hands_over_its_printer_only_when_it_is_accepted(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The offscreen plugin cannot raise windows.
    monkeypatch.setattr(QDialog, "open", lambda _dialog: None)
    window = QWidget()
    qtbot.addWidget(window)
    printers: list[QPrinter] = []
    open_dialog(window, "Fills", printers.append).reject()
    assert printers == []
    open_dialog(window, "Fills", printers.append).done(QDialog.DialogCode.Accepted)
    assert [printer.docName() for printer in printers] == ["Fills"]


def test_all_rows_are_printed_and_counted(qtbot: QtBot, tmp_path: Path) -> None:  # noqa: ARG001
    path, progress = tmp_path / "file.pdf", Progress(4)
    said = print_pages(printer_to(path), ROWS, PrintFacts("Fills"), "", progress)
    assert said == f"Printed 1 page to {path}."
    assert progress.done == progress.total
    assert path.read_bytes().startswith(b"%PDF")


def test_a_printout_cancelled_before_its_first_page_prints_none(qtbot: QtBot, tmp_path: Path) -> None:  # noqa: ARG001
    path, progress = tmp_path / "file.pdf", Progress(4)
    progress.is_cancelled = True
    with pytest.raises(CancelledError):
        print_pages(printer_to(path), ROWS, PrintFacts("Fills"), "", progress)
    assert not path.exists()


@pytest.mark.qt_log_ignore("Returned false")
def test_a_printer_that_cannot_be_started_is_an_error_of_the_system(qtbot: QtBot, tmp_path: Path) -> None:  # noqa: ARG001
    with pytest.raises(OSError, match="cannot be started"):
        print_pages(printer_to(tmp_path / "none" / "file.pdf"), ROWS, PrintFacts("Fills"), "", Progress(4))
