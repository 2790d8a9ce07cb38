"""Exporting, from the dialog to the files."""

from __future__ import annotations

import csv
import errno
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.exporting.sheet import Sheet
from ibmonitor.exporting.temporary_file import TemporaryFile
from ibmonitor.models.output.printout import PrintColumn, PrintFacts, Printout, PrintRow
from ibmonitor.models.output.sheet_cells import Stepwise
from ibmonitor.windows.export import printing
from ibmonitor.windows.export.choice import CSV, PDF, XLSX, ExportChoice, ExportDialog
from ibmonitor.windows.export.control import Exportable, ExportControl
from ibmonitor.windows.export.notice import ExportNotice
from ibmonitor.windows.export.printing import new_printer
from ibmonitor.windows.export.run import ExportRun
from ibmonitor.windows.widgets.labels import ToneLabel
from tests.support.label_texts import label_texts, shown_text

SHEETS = [Sheet("Allocations", ("Account",), [("DU1",), ("DU2",)]), Sheet("Executions", ("Exec ID",), [("x.1",)])]


@pytest.fixture
def window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> QWidget:
    """A window whose dialogs are open but not visible: the offscreen plugin cannot raise windows."""
    monkeypatch.setattr(QDialog, "open", lambda _dialog: None)
    monkeypatch.setattr(QFileDialog, "open", lambda _dialog: None)
    window = QWidget()
    qtbot.addWidget(window)
    return window


def sheets() -> Stepwise[list[Sheet]]:
    yield 0.5
    return SHEETS


def printout() -> Stepwise[Printout]:
    yield 0.5
    return Printout((PrintColumn("Account"),), [PrintRow(("DU1",)), PrintRow(("DU2",))])


TABLE = Exportable("allocations", ("Allocations", "Executions"), lambda: 2, sheets, printout, lambda: PrintFacts("All"))


def file_dialog(
    control: ExportControl,
    window: QWidget,
    table: Exportable = TABLE,
    on_begun: Callable[[ExportRun], object] | None = None,
) -> QFileDialog:
    """The second dialog, after the first one has been accepted as it is."""
    control.export(window, table, on_begun)
    (asked,) = window.findChildren(ExportDialog)
    asked.accept()
    asked.setParent(None)
    asked.deleteLater()
    (dialog,) = window.findChildren(QFileDialog)
    return dialog


def choose(
    control: ExportControl,
    window: QWidget,
    path: Path,
    table: Exportable = TABLE,
    on_begun: Callable[[ExportRun], object] | None = None,
) -> None:
    dialog = file_dialog(control, window, table, on_begun)
    dialog.fileSelected.emit(str(path))
    dialog.setParent(None)
    dialog.deleteLater()


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_workbook_has_all_sheets(qtbot: QtBot, window: QWidget, tmp_path: Path) -> None:
    control, path = ExportControl(), tmp_path / "file.xlsx"
    with qtbot.waitSignal(control.done) as done:
        choose(control, window, path)
    assert done.args == [f"Exported 2 rows to {path}."]
    book = load_workbook(path)
    assert book.sheetnames == ["Allocations", "Executions"]
    assert [cell.value for cell in book["Allocations"]["A"]] == ["Account", "DU1", "DU2"]


def test_csv_has_a_file_for_each_sheet(qtbot: QtBot, window: QWidget, tmp_path: Path) -> None:
    control, path = ExportControl(), tmp_path / "file.csv"
    with qtbot.waitSignal(control.done) as done:
        choose(control, window, path)
    assert done.args == [f"Exported 2 rows to {path}, with file-executions.csv next to it."]
    assert rows(path) == [["Account"], ["DU1"], ["DU2"]]
    assert rows(tmp_path / "file-executions.csv") == [["Exec ID"], ["x.1"]]


@pytest.mark.parametrize("answer", ["Replace", "Cancel"])
def test_the_second_file_is_replaced_only_when_the_user_says_so(
    qtbot: QtBot, window: QWidget, tmp_path: Path, answer: str
) -> None:
    control, path, second = ExportControl(), tmp_path / "file.csv", tmp_path / "file-executions.csv"
    second.write_text("old")
    choose(control, window, path)
    (question,) = (each for each in window.findChildren(QDialog) if not isinstance(each, QFileDialog))
    assert "file-executions.csv will be written" in question.findChildren(ToneLabel)[0].text()
    (button,) = (b for b in question.findChildren(QPushButton) if b.text().replace("&", "") == answer)
    if answer == "Cancel":
        button.click()
        assert (second.read_text(), path.exists()) == ("old", False)
        return
    with qtbot.waitSignal(control.done):
        button.click()
    assert rows(second) == [["Exec ID"], ["x.1"]]


def test_failures_are_reported(qtbot: QtBot, window: QWidget, tmp_path: Path) -> None:
    control, path = ExportControl(), tmp_path / "none" / "file.xlsx"
    with qtbot.waitSignal(control.failed) as failed, qtbot.assertNotEmitted(control.done):
        choose(control, window, path)
    (said,) = failed.args or [""]
    assert said.startswith("The export has failed: No such file or directory (")


@pytest.mark.parametrize("ending", ["csv", "xlsx", "pdf"])
def test_a_full_disk_is_reported(
    qtbot: QtBot, window: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(TemporaryFile, "replace", full)
    control, path = ExportControl(), tmp_path / f"file.{ending}"
    with qtbot.waitSignal(control.failed) as failed:
        choose(control, window, path)
    advice = "The disk is full: free some space, or choose another folder."
    assert failed.args == [f"The export has failed: No space left on device ({path}). {advice}"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", [XLSX, CSV, PDF])
def test_the_file_dialog_offers_the_format_and_a_name_with_the_date(window: QWidget, suffix: str) -> None:
    control = ExportControl()
    control.choice = ExportChoice(suffix)
    dialog = file_dialog(control, window)
    assert dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
    name = f"allocations-{datetime.now().astimezone():%Y-%m-%d}"
    assert [Path(file).name for file in dialog.selectedFiles()] == [f"{name}.{suffix}"]
    assert dialog.nameFilters()[0].endswith(f"(*.{suffix})")
    dialog.setParent(None)


def test_all_columns_are_written_if_they_were_chosen(qtbot: QtBot, window: QWidget, tmp_path: Path) -> None:
    def full() -> Stepwise[list[Sheet]]:
        yield 0.5
        return [Sheet("Orders", ("A", "B"), [("a", "b")])]

    control, path = ExportControl(), tmp_path / "file.csv"
    table = replace(TABLE, titles=("Orders",), make_full_sheets=full)
    control.choice = ExportChoice(CSV, all_columns=True)
    with qtbot.waitSignal(control.done):
        choose(control, window, path, table)
    assert rows(path) == [["A", "B"], ["a", "b"]]
    assert control.choice == ExportChoice(CSV, all_columns=True)


@pytest.mark.parametrize(("has_columns", "count"), [(True, ": 2 rows now"), (False, "")])
def test_the_dialog_says_what_is_exported(window: QWidget, count: str, *, has_columns: bool) -> None:
    ExportControl().export(window, replace(TABLE, make_full_sheets=sheets if has_columns else None))
    (dialog,) = window.findChildren(ExportDialog)
    assert f"Export Allocations as filtered and sorted{count}." in label_texts(dialog)


def test_a_computer_without_a_printer_says_so(window: QWidget) -> None:
    control, notice = ExportControl(), ExportNotice(window)
    control.print_out(window, TABLE, notice.show_run)
    assert shown_text(notice) == "No printer is set up on this computer. Export a PDF instead."


def test_a_table_is_printed_as_in_a_pdf(
    qtbot: QtBot, window: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "printed.pdf"

    def accept(_parent: QWidget, title: str, on_accepted: Callable[[QPrinter], object]) -> None:
        printer = new_printer(title)
        printer.setOutputFileName(str(path))
        on_accepted(printer)

    monkeypatch.setattr(printing, "has_printer", lambda: True)
    monkeypatch.setattr(printing, "open_dialog", accept)
    control, notice = ExportControl(), ExportNotice(window)
    with qtbot.waitSignal(control.done) as done:
        control.print_out(window, TABLE, notice.show_run)
    assert done.args == [f"Printed 1 page to {path}."]
    assert path.read_bytes().startswith(b"%PDF")
    assert [button.text() for button in notice.findChildren(QPushButton) if not button.isHidden()] == []


def test_a_pdf_has_all_rows(qtbot: QtBot, window: QWidget, tmp_path: Path) -> None:
    control, path = ExportControl(), tmp_path / "file.pdf"
    with qtbot.waitSignal(control.done) as done:
        choose(control, window, path)
    assert done.args == [f"Exported 2 rows on 1 page to {path}."]
    assert path.read_bytes().startswith(b"%PDF")
    assert path.stat().st_mode & 0o077 == 0


def test_a_pdf_of_too_many_rows_is_refused(qtbot: QtBot, window: QWidget, tmp_path: Path) -> None:
    control, path = ExportControl(), tmp_path / "file.pdf"
    with qtbot.waitSignal(control.failed) as failed:
        choose(control, window, path, replace(TABLE, row_count=lambda: 20_001))
    (said,) = failed.args or [""]
    assert "a PDF may have 20,000 rows, and these are 20,001" in said
    assert not path.exists()


def test_a_name_without_a_known_ending_gets_one(qtbot: QtBot, window: QWidget, tmp_path: Path) -> None:
    control = ExportControl()
    with qtbot.waitSignal(control.done):
        choose(control, window, tmp_path / "orders.old")
    assert [file.name for file in tmp_path.iterdir()] == ["orders.old.xlsx"]


def test_the_next_dialog_opens_in_the_folder_of_the_last(qtbot: QtBot, window: QWidget, tmp_path: Path) -> None:
    control = ExportControl()
    with qtbot.waitSignal(control.done):
        choose(control, window, tmp_path / "file.xlsx")
    dialog = file_dialog(control, window)
    assert dialog.directory().absolutePath() == str(tmp_path)


def test_an_export_is_cancelled_while_rows_are_made(qtbot: QtBot, window: QWidget, tmp_path: Path) -> None:
    def endless() -> Stepwise[list[Sheet]]:
        while True:
            yield 0.25

    control, notice = ExportControl(), ExportNotice(window)
    runs: list[ExportRun] = []
    choose(control, window, tmp_path / "file.csv", replace(TABLE, make_sheets=endless), runs.append)
    notice.show_run(runs[0])
    qtbot.waitUntil(lambda: shown_text(notice) == "Exporting: collecting rows, 25%")
    (button,) = (each for each in notice.findChildren(QPushButton) if each.text() == "Cancel export")
    with qtbot.waitSignal(runs[0].cancelled):
        button.click()
    assert shown_text(notice) == "The export was cancelled."
    assert list(tmp_path.iterdir()) == []
