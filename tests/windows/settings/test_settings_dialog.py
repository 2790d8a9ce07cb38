"""The settings dialog: shows errors while the user types, and emits only valid settings."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QMessageBox, QScrollBar, QTabWidget
from pytestqt.qtbot import QtBot

from ibmonitor.settings.table import PAGES, SETTINGS, Settings
from ibmonitor.windows.settings.settings_dialog import SettingsDialog
from ibmonitor.windows.widgets.screen_scroll import ScreenScroll

pytestmark = pytest.mark.usefixtures("style_sheet")


@pytest.fixture
def dialog(qtbot: QtBot) -> SettingsDialog:
    return opened(qtbot)


def opened(
    qtbot: QtBot, settings: Settings | None = None, api_settings: dict[str, object] | None = None
) -> SettingsDialog:
    dialog = SettingsDialog(settings or Settings(), api_settings)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def retype(dialog: SettingsDialog, key: str, text: str) -> None:
    editor = dialog.rows[key].editor()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    if text:
        QTest.keyClicks(editor, text)
    else:
        QTest.keyClick(editor, Qt.Key.Key_Delete)


def show_page(dialog: SettingsDialog, title: str) -> None:
    tabs = dialog.findChild(QTabWidget)
    assert isinstance(tabs, QTabWidget)
    tabs.setCurrentIndex([page for page, _ in PAGES].index(title))


def box(dialog: SettingsDialog, key: str) -> QCheckBox:
    editor = dialog.rows[key].editor()
    assert isinstance(editor, QCheckBox)
    return editor


def test_every_setting_has_a_row_with_its_help_and_name(dialog: SettingsDialog) -> None:
    for key, setting in SETTINGS.items():
        assert setting.help in dialog.rows[key].note.text()
    assert dialog.rows["port"].editor().accessibleName() == "Port"
    assert dialog.ok_button().isEnabled()


@pytest.mark.parametrize(
    ("key", "text", "reason"),
    [
        ("host", "", "Enter a host"),
        ("host", "a b", "spaces"),
        ("port", "", "Enter a number"),
        ("port", "0", "between 1 and 65535"),
        ("port", "65536", "between 1 and 65535"),
        ("port", "74x", "digits"),
        ("client_id", "2147483647", "between 0 and 2147483646"),
        ("client_id", "-1", "digits"),
        ("refresh_seconds", "3601", "between 0 and 3600"),
    ],
)
def test_errors_are_next_to_their_fields_and_block_ok(dialog: SettingsDialog, key: str, text: str, reason: str) -> None:
    accepted = QSignalSpy(dialog.settings_accepted)
    retype(dialog, key, text)
    assert reason in dialog.rows[key].note.text()
    assert dialog.rows[key].note.text().startswith("✖")
    assert dialog.rows[key].editor().accessibleDescription() == dialog.rows[key].note.text()
    assert not dialog.ok_button().isEnabled()
    dialog.accept()
    assert accepted.count() == 0
    assert dialog.isVisible()
    retype(dialog, key, str(getattr(Settings(), key)))
    assert dialog.ok_button().isEnabled()
    assert dialog.rows[key].note.text() == SETTINGS[key].help


def test_valid_settings_are_emitted(dialog: SettingsDialog) -> None:
    accepted = QSignalSpy(dialog.settings_accepted)
    retype(dialog, "host", "  10.0.0.7")
    retype(dialog, "port", "4001")
    retype(dialog, "client_id", "12")
    retype(dialog, "refresh_seconds", "0")
    dialog.rows["zone"].set_value("Europe/Berlin")
    for key in ("is_master", "connect_at_start", "completed_orders_api_only"):
        box(dialog, key).click()
    dialog.accept()
    assert accepted.count() == 1
    assert accepted.at(0) == [
        Settings("10.0.0.7", 4001, 12, True, True, False, True, 0, zone="Europe/Berlin"),
    ]
    assert not dialog.isVisible()


def test_cancelling_emits_nothing(dialog: SettingsDialog) -> None:
    accepted = QSignalSpy(dialog.settings_accepted)
    retype(dialog, "port", "4001")
    dialog.reject()
    assert accepted.count() == 0


def test_an_invalid_zone_is_refused(dialog: SettingsDialog) -> None:
    dialog.rows["zone"].set_value("JST")
    assert "Europe/Berlin" in dialog.rows["zone"].note.text()
    assert not dialog.ok_button().isEnabled()


def test_auto_bind_is_for_client_0_and_warns(dialog: SettingsDialog) -> None:
    assert not box(dialog, "auto_bind").isEnabled()
    retype(dialog, "client_id", "0")
    assert box(dialog, "auto_bind").isEnabled()
    assert not box(dialog, "auto_bind").isChecked()
    box(dialog, "auto_bind").click()
    assert "position in the queue" in dialog.rows["auto_bind"].note.text()
    assert dialog.ok_button().isEnabled()
    retype(dialog, "client_id", "5")
    assert not box(dialog, "auto_bind").isEnabled()
    assert not box(dialog, "auto_bind").isChecked()
    assert dialog.ok_button().isEnabled()


def question(dialog: SettingsDialog) -> QMessageBox:
    (box,) = (each for each in dialog.findChildren(QMessageBox) if each.isVisible())
    return box


def answer(dialog: SettingsDialog, text: str) -> None:
    (button,) = (each for each in question(dialog).buttons() if each.text().replace("&", "") == text)
    button.click()


def test_binding_is_confirmed_once_with_what_it_does(qtbot: QtBot) -> None:
    dialog = opened(qtbot, Settings(client_id=0))
    accepted = QSignalSpy(dialog.settings_accepted)
    box(dialog, "auto_bind").click()
    dialog.accept()
    asked = question(dialog)
    assert "position in the queue" in asked.informativeText()
    assert asked.defaultButton().text() == "Do &not bind"
    answer(dialog, "Do not bind")
    assert accepted.count() == 0
    assert dialog.isVisible()
    dialog.accept()
    answer(dialog, "Bind orders")
    assert accepted.count() == 1
    assert accepted.at(0) == [Settings(client_id=0, auto_bind=True)]
    assert not dialog.isVisible()


@pytest.mark.parametrize("clicks", [0, 1])
def test_unchanged_or_ended_binding_needs_no_confirmation(qtbot: QtBot, clicks: int) -> None:
    dialog = opened(qtbot, Settings(client_id=0, auto_bind=True))
    accepted = QSignalSpy(dialog.settings_accepted)
    for _ in range(clicks):
        box(dialog, "auto_bind").click()
    dialog.accept()
    assert accepted.at(0) == [Settings(client_id=0, auto_bind=not clicks)]


def test_a_remote_host_gets_a_warning_and_is_accepted(dialog: SettingsDialog) -> None:
    retype(dialog, "host", "10.0.0.7")
    assert "unencrypted" in dialog.rows["host"].note.text()
    assert dialog.ok_button().isEnabled()


@pytest.mark.parametrize(
    ("api_settings", "said"),
    [
        (None, ""),
        ({}, "no Master Client ID is set"),
        ({"masterClientId": 5}, "the Master Client ID is 5."),
        ({"masterClientId": 0}, "the Master Client ID is 0."),
        ({"masterClientId": 900}, "the Master Client ID is 900: this one."),
    ],
)
def test_the_master_client_id_of_tws_is_shown(qtbot: QtBot, api_settings: dict[str, object] | None, said: str) -> None:
    note = opened(qtbot, api_settings=api_settings).rows["is_master"].note.text()
    assert said in note
    assert ("TWS reports" in note) == (api_settings is not None)


def test_defaults_are_restored(qtbot: QtBot) -> None:
    dialog = opened(qtbot, Settings("10.0.0.7", 4001, 0, True, True, True, True, 0, "Asia/Tokyo"))
    accepted = QSignalSpy(dialog.settings_accepted)
    dialog._defaults_button.click()
    dialog.accept()
    assert accepted.at(0) == [Settings()]


def test_long_notes_have_the_room_they_need(dialog: SettingsDialog) -> None:
    retype(dialog, "host", "10.0.0.7")
    retype(dialog, "client_id", "0")
    box(dialog, "auto_bind").click()
    for title, sections in PAGES:
        show_page(dialog, title)
        QTest.qWait(0)
        for key in (key for key, setting in SETTINGS.items() if setting.section in sections):
            for note in dialog.rows[key].findChildren(QLabel):
                assert note.height() >= note.heightForWidth(note.width())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[0])
def test_the_dialog_fits_a_small_screen_without_scrolling(
    dialog: SettingsDialog, page: tuple[str, tuple[str, ...]]
) -> None:
    show_page(dialog, page[0])
    QTest.qWait(0)
    assert dialog.height() < 700
    assert scroll_bar(dialog).maximum() == 0


def test_every_section_is_on_one_page() -> None:
    on_pages = [section for _, sections in PAGES for section in sections]
    assert list(dict.fromkeys(setting.section for setting in SETTINGS.values())) == on_pages


def test_a_page_with_errors_is_marked_while_another_is_in_front(dialog: SettingsDialog) -> None:
    tabs = dialog.findChild(QTabWidget)
    assert isinstance(tabs, QTabWidget)
    retype(dialog, "port", "none")
    show_page(dialog, "Display")
    assert [tabs.tabText(number) for number in range(tabs.count())] == [
        "▲ Connection",
        "Display",
        "History",
        "Notifications and logs",
    ]
    retype(dialog, "port", "7496")
    assert tabs.tabText(0) == "Connection"


def test_with_large_letters_the_rows_scroll_on_a_small_screen_and_the_focus_stays_in_sight(qtbot: QtBot) -> None:
    before = QApplication.font()
    large = QFont(before)
    large.setPointSizeF(before.pointSizeF() * 2)
    QApplication.setFont(large)
    try:
        dialog = opened(qtbot)
        show_page(dialog, "Notifications and logs")
        QTest.qWait(0)
        assert dialog.height() <= dialog.screen().availableGeometry().height() - 40
        assert scroll_bar(dialog).maximum() > 0
        assert scroll_area(dialog).horizontalScrollBar().maximum() == 0
        last = dialog.rows["log_level"].editor()
        dialog.rows["notify_link"].editor().setFocus()
        QTest.keyClick(dialog.rows["notify_link"].editor(), Qt.Key.Key_Tab)
        assert dialog.focusWidget() is last
        assert scroll_bar(dialog).value() > 0
        assert not last.visibleRegion().isEmpty()
    finally:
        QApplication.setFont(before)


def scroll_area(dialog: SettingsDialog) -> ScreenScroll:
    """The rows of the page in front."""
    tabs = dialog.findChild(QTabWidget)
    assert isinstance(tabs, QTabWidget)
    area = tabs.currentWidget()
    assert isinstance(area, ScreenScroll)
    return area


def scroll_bar(dialog: SettingsDialog) -> QScrollBar:
    return scroll_area(dialog).verticalScrollBar()


def test_the_log_level_is_chosen_from_a_list(qtbot: QtBot) -> None:
    dialog = opened(qtbot, Settings(log_level="Warning"))
    accepted = QSignalSpy(dialog.settings_accepted)
    combo, zone = dialog.rows["log_level"].editor(), dialog.rows["zone"].editor()
    assert isinstance(combo, QComboBox)
    assert isinstance(zone, QComboBox)
    assert not combo.isEditable()
    assert zone.isEditable()
    assert combo.accessibleName() == SETTINGS["log_level"].label
    assert combo.currentText() == "Warning"
    assert [combo.itemText(row) for row in range(combo.count())] == ["Error", "Warning", "Info", "Debug"]
    QTest.keyClick(combo, Qt.Key.Key_Down)
    QTest.keyClick(combo, Qt.Key.Key_Down)
    dialog.accept()
    assert accepted.at(0) == [Settings(log_level="Debug")]


@pytest.mark.parametrize(
    ("master", "checked", "sign", "advice"),
    [
        (900, True, "TWS reports", ""),
        (900, False, "▲", "This should be checked then."),
        (5, True, "▲", "This should not be checked then."),
        (5, False, "TWS reports", ""),
        (None, True, "▲", "This should not be checked then."),
    ],
)
def test_only_a_tick_that_contradicts_tws_gets_a_warning(
    qtbot: QtBot, master: int | None, checked: bool, sign: str, advice: str
) -> None:
    api_settings: dict[str, object] = {} if master is None else {"masterClientId": master}
    dialog = opened(qtbot, Settings(is_master=checked), api_settings)
    note = dialog.rows["is_master"].note.text()
    assert note.startswith(sign)
    assert note.endswith(advice or SETTINGS["is_master"].help)
    box(dialog, "is_master").click()
    assert dialog.rows["is_master"].note.text() != note
    assert dialog.ok_button().isEnabled()


def test_a_shorter_note_shrinks_its_row(qtbot: QtBot, dialog: SettingsDialog) -> None:
    row = dialog.rows["host"]
    before = row.height()
    retype(dialog, "host", "10.0.0.7")
    qtbot.waitUntil(lambda: row.height() > before)
    retype(dialog, "host", "127.0.0.1")
    qtbot.waitUntil(lambda: row.height() == before)


def test_an_address_in_brackets_is_accepted_without_them(dialog: SettingsDialog) -> None:
    accepted = QSignalSpy(dialog.settings_accepted)
    retype(dialog, "host", "[::1]")
    assert dialog.rows["host"].note.text() == SETTINGS["host"].help, "it is this computer"
    dialog.accept()
    assert accepted.at(0)[0].host == "::1"
