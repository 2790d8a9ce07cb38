"""The windows that the menus open: one of each, up to date while it is open, and closed with the main window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QDialog, QMessageBox

from ibmonitor.domain.records.link import LinkState
from ibmonitor.settings.table import Settings
from ibmonitor.windows.menu.actions import ENTRIES
from tests.windows.bench import Bench


def opened(bench: Bench) -> list[QDialog]:
    return [each for each in bench.window.findChildren(QDialog) if each.isVisible()]


def test_each_action_opens_its_window(bench: Bench) -> None:
    bench.connect()
    for key in bench.window.tools.actions():
        bench.window.action(key).trigger()
        (dialog,) = opened(bench)
        assert dialog.windowTitle(), key
        dialog.close()


def test_every_window_has_an_entry_in_the_menus(bench: Bench) -> None:
    assert set(bench.window.tools.actions()) <= {entry.key for entry in ENTRIES}


@pytest.mark.parametrize("key", ["scope", "groups", "executions", "guide", "setup", "codes"])
def test_a_window_is_opened_once(bench: Bench, key: str) -> None:
    bench.connect()
    for _ in range(2):
        bench.window.action(key).trigger()
    assert len(opened(bench)) == 1


def test_open_windows_follow_the_connection(bench: Bench) -> None:
    tools = bench.window.tools
    tools.show_scope()
    tools.show_groups()
    before = tools.scope.text(), tools.groups.no_groups.label.text()
    bench.connect("DF1", "DU1")
    assert tools.scope.text() != before[0]
    assert tools.groups.no_groups.label.text() != before[1]


def test_the_settings_test_knows_the_connection_in_use(bench: Bench) -> None:
    shown = QSignalSpy(bench.window.tools.test_row_shown)
    bench.connect()
    dialog = bench.window.tools.open_settings()
    assert shown.at(0) == [dialog.test_row]
    in_use = bench.window.tools._connection_in_use()
    assert in_use is not None
    assert (in_use.port, in_use.client_id) == (7497, 7)
    bench.link(LinkState.WAITING)
    assert bench.window.tools._connection_in_use() is None


def test_accepted_settings_are_applied_and_emitted(bench: Bench) -> None:
    accepted = QSignalSpy(bench.window.settings_accepted)
    dialog = bench.window.tools.open_settings()
    dialog.rows["port"].set_value("4001")
    dialog.accept()
    chosen = Settings(client_id=7, port=4001, light_changes=False)
    assert accepted.at(0) == [chosen]
    assert bench.window.settings == chosen


def test_a_setting_that_changed_while_the_dialog_was_open_stays(bench: Bench) -> None:
    dialog = bench.window.tools.open_settings()
    bench.window.set_settings(Settings(client_id=7, port=4002))
    dialog.rows["is_master"].set_value(True)
    dialog.accept()
    assert bench.window.settings == Settings(client_id=7, port=4002, is_master=True)


def test_the_settings_dialog_knows_the_master_client_id_of_tws(bench: Bench) -> None:
    bench.connect(masterClientId=5)
    dialog = bench.window.tools.open_settings()
    assert "the Master Client ID is 5" in dialog.rows["is_master"].note.text()


def test_the_about_box_says_what_the_program_cannot_do(bench: Bench) -> None:
    bench.window.action("about").trigger()
    (box,) = bench.window.findChildren(QMessageBox)
    assert "can never place, change, cancel or exercise an order" in box.text()
    assert "GNU General Public License" in box.text()
    assert box.textFormat() == Qt.TextFormat.PlainText
