"""The row asks for nothing that the user has not confirmed."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QComboBox, QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from ibmonitor.windows.history_upkeep.upkeep_row import UpkeepRow
from tests.support.label_texts import label_texts


@pytest.fixture
def row(qtbot: QtBot) -> UpkeepRow:
    row = UpkeepRow()
    qtbot.addWidget(row)
    row.show()
    return row


def buttons(row: UpkeepRow) -> list[bool]:
    return [each.isEnabled() for each in (row.back_up, row.forget_account, row.forget_all)]


def test_nothing_can_be_done_where_there_is_nothing(row: UpkeepRow) -> None:
    assert buttons(row) == [False, False, False]
    row.show_state("5 days", (), can_be_changed=True, can_be_copied=True)
    assert buttons(row) == [True, False, True]
    row.show_state("5 days", ("DU1",), can_be_changed=False, can_be_copied=True)
    assert buttons(row) == [True, False, False]
    assert "5 days" in label_texts(row)


def test_an_account_is_chosen_and_confirmed(row: UpkeepRow) -> None:
    asked = QSignalSpy(row.forget_account_requested)
    row.show_state("", ("DU2", "DU1"), can_be_changed=True, can_be_copied=True)
    for is_confirmed in (False, True):
        row.forget_account.click()
        (dialog,) = (each for each in row.findChildren(QDialog) if each.isVisible())
        choice = dialog.findChild(QComboBox)
        assert isinstance(choice, QComboBox)
        assert [choice.itemText(number) for number in range(choice.count())] == ["DU1", "DU2"]
        choice.setCurrentIndex(1)
        (dialog.accept if is_confirmed else dialog.reject)()
    assert [asked.at(number) for number in range(asked.count())] == [["DU2"]]


def test_everything_is_forgotten_only_by_the_button_that_says_so(row: UpkeepRow) -> None:
    asked = QSignalSpy(row.forget_all_requested)
    row.show_state("", ("DU1",), can_be_changed=True, can_be_copied=True)
    row.forget_all.click()
    (box,) = row.findChildren(QMessageBox)
    assert box.defaultButton().text() == "&Keep it"
    box.defaultButton().click()
    assert asked.count() == 0
    row.forget_all.click()
    box = next(each for each in row.findChildren(QMessageBox) if each.isVisible())
    next(each for each in box.buttons() if each.text() == "&Forget everything").click()
    assert asked.count() == 1
