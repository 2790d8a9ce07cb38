"""Exporting, from the dialog to the files."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QDialog, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.exporting.sheet import Sheet
from ibmonitor.windows import export_control
from ibmonitor.windows.export_control import CSV, FORMATS, ExportControl
from ibmonitor.windows.labels import ToneLabel

SHEETS = [Sheet("Allocations", ("Account",), [("DU1",), ("DU2",)]), Sheet("Executions", ("Exec ID",), [("x.1",)])]


@pytest.fixture
def window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> QWidget:
    """A window over which dialogs are open without being seen: the offscreen plugin cannot raise windows."""
    monkeypatch.setattr(QDialog, "open", lambda _dialog: None)
    monkeypatch.setattr(QFileDialog, "open", lambda _dialog: None)
    window = QWidget()
    qtbot.addWidget(window)
    return window


def choose(control: ExportControl, window: QWidget, path: Path) -> None:
    control.export(window, "allocations", lambda: SHEETS)
    (dialog,) = window.findChildren(QFileDialog)
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
    assert done.args == [f"Exported 2 rows to {path}, with file-executions.csv beside it."]
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
    assert "file-executions.csv is written too" in question.findChildren(ToneLabel)[0].text()
    (button,) = (b for b in question.findChildren(QPushButton) if b.text().replace("&", "") == answer)
    if answer == "Cancel":
        button.click()
        assert (second.read_text(), path.exists()) == ("old", False)
        return
    with qtbot.waitSignal(control.done):
        button.click()
    assert rows(second) == [["Exec ID"], ["x.1"]]


def test_what_fails_is_said(qtbot: QtBot, window: QWidget, tmp_path: Path) -> None:
    control, path = ExportControl(), tmp_path / "none" / "file.xlsx"
    with qtbot.waitSignal(control.failed) as failed, qtbot.assertNotEmitted(control.done):
        choose(control, window, path)
    (said,) = failed.args or [""]
    assert said.startswith("The export has failed: No such file or directory (")


def test_an_error_of_this_program_is_said_and_not_hidden(
    qtbot: QtBot, window: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_path: Path, _sheets: list[Sheet]) -> list[Path]:
        raise ZeroDivisionError

    monkeypatch.setattr(export_control, "export_sheets", fail)
    control = ExportControl()
    with qtbot.captureExceptions() as raised, qtbot.waitSignal(control.failed) as failed:
        choose(control, window, tmp_path / "file.csv")
    assert failed.args == ["The export has failed: an error in this program."]
    assert [kind for kind, _, _ in raised] == [ZeroDivisionError]


def test_the_dialog_offers_the_formats_and_a_name(window: QWidget) -> None:
    control = ExportControl()
    control.export(window, "allocations", lambda: SHEETS, FORMATS)
    (dialog,) = window.findChildren(QFileDialog)
    assert dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
    assert [Path(file).name for file in dialog.selectedFiles()] == ["allocations.xlsx"]
    csv_filter = dialog.nameFilters()[FORMATS.index(CSV)]
    dialog.filterSelected.emit(csv_filter)
    assert [Path(file).name for file in dialog.selectedFiles()] == ["allocations.csv"]
