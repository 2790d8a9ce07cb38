"""The dialog for profiles."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from ibmonitor.settings.profiles import Profile
from ibmonitor.settings.table import Settings
from ibmonitor.windows.settings.profiles_dialog import ProfilesDialog
from tests.windows.settings.test_profile_menu import LIVE, PAPER

pytestmark = pytest.mark.usefixtures("style_sheet")


@pytest.fixture
def dialog(qtbot: QtBot) -> ProfilesDialog:
    dialog = ProfilesDialog((LIVE, PAPER), "Paper", Settings(port=4002, client_id=77))
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def ok(dialog: ProfilesDialog) -> QPushButton:
    return dialog._buttons.button(QDialogButtonBox.StandardButton.Ok)


def names(dialog: ProfilesDialog) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def enter(dialog: ProfilesDialog, key: str, text: str) -> None:
    editor = dialog.form.rows[key].editor()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, text) if text else editor.clear()


def accepted(dialog: ProfilesDialog) -> tuple[Profile, ...]:
    spy = QSignalSpy(dialog.profiles_accepted)
    ok(dialog).click()
    profiles: tuple[Profile, ...] = spy.at(0)[0]
    return profiles


def test_the_dialog_opens_on_the_current_profile(dialog: ProfilesDialog) -> None:
    assert names(dialog) == ["Live & real", "Paper"]
    assert dialog.form.rows["name"].read() == ("Paper", "")
    assert accepted(dialog) == (LIVE, PAPER)


def test_a_new_one_has_the_connection_of_the_settings_and_a_color_of_its_own(dialog: ProfilesDialog) -> None:
    dialog.new_button.click()
    enter(dialog, "name", "Gateway")
    *_, new = accepted(dialog)
    assert (new.name, new.port, new.client_id) == ("Gateway", 4002, 77)
    assert new.color not in {LIVE.color, PAPER.color}


def test_an_invalid_profile_must_be_corrected_first(dialog: ProfilesDialog) -> None:
    enter(dialog, "name", "LIVE & REAL")
    assert not ok(dialog).isEnabled()
    assert not dialog.list.isEnabled()
    dialog.delete_button.click()
    assert ok(dialog).isEnabled()
    assert accepted(dialog) == (LIVE,)


def test_an_address_in_brackets_is_kept_without_them(dialog: ProfilesDialog) -> None:
    enter(dialog, "host", "[fe80::1%eth0]")
    assert not dialog.form.rows["host"].note.text().startswith("✖")
    assert accepted(dialog)[1].host == "fe80::1%eth0"


def test_order_copies_and_deletions(dialog: ProfilesDialog) -> None:
    dialog.up_button.click()
    assert names(dialog) == ["Paper", "Live & real"]
    assert not dialog.up_button.isEnabled()
    dialog.copy_button.click()
    assert names(dialog) == ["Paper", "Paper 2", "Live & real"]
    assert "same host, port and client ID" in dialog._warning.text()
    enter(dialog, "client_id", "8")
    assert not dialog._warning.isVisible()
    for _ in range(3):
        dialog.delete_button.click()
    assert names(dialog) == []
    assert not dialog.delete_button.isEnabled()
    assert accepted(dialog) == ()


def test_the_form_of_the_first_profile_is_fully_visible(qtbot: QtBot) -> None:
    dialog = ProfilesDialog((), "", Settings())
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.new_button.click()
    QTest.qWait(0)
    right = dialog.form.mapTo(dialog, dialog.form.rect().topRight()).x()
    assert right <= dialog.width()
    assert dialog.form.width() >= dialog.form.minimumSizeHint().width()


def test_cancelling_changes_nothing(dialog: ProfilesDialog) -> None:
    spy = QSignalSpy(dialog.profiles_accepted)
    dialog.delete_button.click()
    dialog.reject()
    assert spy.count() == 0
