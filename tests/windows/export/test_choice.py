"""The dialog before an export: format and columns, as chosen last."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from ibmonitor.windows.export import choice
from ibmonitor.windows.export.choice import CSV, PDF, XLSX, ExportChoice, ExportDialog
from ibmonitor.windows.widgets.labels import ToneLabel


def dialog_of(qtbot: QtBot, chosen: ExportChoice = ExportChoice(), *, has_columns: bool = True) -> ExportDialog:  # noqa: B008
    dialog = ExportDialog(lambda: "Export Fills.", "IDs are included.", chosen, None, has_columns=has_columns)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def radio(dialog: ExportDialog, text: str) -> QRadioButton:
    (found,) = (each for each in dialog.findChildren(QRadioButton) if each.text().replace("&", "") == text)
    return found


def words(dialog: ExportDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(ToneLabel) if label.isVisible())


@pytest.mark.parametrize("chosen", [ExportChoice(), ExportChoice(CSV, all_columns=True), ExportChoice(PDF)])
def test_it_starts_with_the_last_choice_and_enter_takes_it(qtbot: QtBot, chosen: ExportChoice) -> None:
    dialog = dialog_of(qtbot, chosen)
    assert dialog.choice() == chosen
    (save,) = (each for each in dialog.findChildren(QPushButton) if each.isDefault())
    assert save.text() == "&Save as…"


def test_what_is_clicked_is_chosen(qtbot: QtBot) -> None:
    dialog = dialog_of(qtbot)
    radio(dialog, "CSV").click()
    radio(dialog, "All columns").click()
    assert dialog.choice() == ExportChoice(CSV, all_columns=True)


def test_a_pdf_has_no_choice_of_columns_and_says_what_it_has(qtbot: QtBot) -> None:
    dialog = dialog_of(qtbot)
    assert "IDs are included." in words(dialog)
    radio(dialog, "PDF, to print").click()
    assert not radio(dialog, "All columns").isEnabled()
    assert "sums by currency" in words(dialog)


def test_a_table_with_fixed_columns_offers_none(qtbot: QtBot) -> None:
    dialog = dialog_of(qtbot, has_columns=False)
    assert not radio(dialog, "All columns").isVisible()
    assert "Columns" not in words(dialog)


def test_the_count_of_rows_is_that_of_now(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "_FOLLOW_MS", 1)
    rows = [3]
    dialog = ExportDialog(lambda: f"{rows[0]} rows now.", "", ExportChoice(), None, has_columns=True)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "3 rows now." in words(dialog)
    rows[0] = 4
    qtbot.waitUntil(lambda: "4 rows now." in words(dialog))


@pytest.mark.parametrize(("saved", "restored"), [("csv", CSV), ("", XLSX), ("docx", XLSX)])
def test_a_saved_format_that_is_not_known_is_the_first(saved: str, restored: str) -> None:
    assert ExportChoice.restored(saved, all_columns=True) == ExportChoice(restored, all_columns=True)
