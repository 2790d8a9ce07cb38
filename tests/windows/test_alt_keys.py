"""No page and no dialog has an Alt key twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.events import Fault
from ibmonitor.domain.records.link import Link, LinkState
from ibmonitor.settings.profiles import Profile
from ibmonitor.settings.table import Settings
from ibmonitor.windows.allocations.groups_panel import GroupsPanel
from ibmonitor.windows.connection.scope_panel import ScopePanel
from ibmonitor.windows.executions.dialog import ExecutionsDialog
from ibmonitor.windows.first_start.page import FirstPage
from ibmonitor.windows.help.codes_window import CodesWindow
from ibmonitor.windows.help.guide import GuideWindow
from ibmonitor.windows.recording.recording_dialog import RecordedDialog, RecordingDialog
from ibmonitor.windows.settings.profiles_dialog import ProfilesDialog
from ibmonitor.windows.settings.settings_dialog import SettingsDialog
from tests.support.blotter_events import open_order
from tests.windows.bench import Bench
from tests.windows.connection_test.test_test_row import IN_USE
from tests.windows.mnemonics import twice

FILE = Path("session.ibmrec")
PROFILES = (Profile("Live"), Profile("Paper"))


def settings_dialog() -> QWidget:
    dialog = SettingsDialog(Settings(), None)
    dialog.test_row.show_verdict(IN_USE)
    return dialog


def scope_panel() -> QWidget:
    panel = ScopePanel()
    panel.show_scope(Link(), Settings())
    return panel


DIALOGS: dict[str, Callable[[], QWidget]] = {
    "settings": settings_dialog,
    "profiles": lambda: ProfilesDialog(PROFILES, "Live", Settings()),
    "executions": lambda: ExecutionsDialog(""),
    "recording": lambda: RecordingDialog(FILE, will_reconnect=True),
    "recorded": lambda: RecordedDialog(FILE, "1 kB"),
    "scope": scope_panel,
    "groups": GroupsPanel,
    "codes": CodesWindow,
    "guide": GuideWindow,
}


@pytest.mark.parametrize("make", DIALOGS.values(), ids=DIALOGS.keys())
def test_no_dialog_has_an_alt_key_twice(qtbot: QtBot, make: Callable[[], QWidget]) -> None:
    dialog = make()
    qtbot.addWidget(dialog)
    assert twice(dialog) == []


def test_the_first_page_has_no_alt_key_twice_nor_one_of_the_menus_or_the_strip(qtbot: QtBot) -> None:
    bench = Bench()
    qtbot.addWidget(bench.window)
    page = FirstPage(Settings())
    page.form.test_row.show_verdict(IN_USE)
    bench.window.body.show_instead_of_tables(page)
    bench.receive(Fault("The settings file is damaged.", "Details"))
    assert twice(bench.window) == []


@pytest.mark.parametrize("state", LinkState)
def test_the_window_has_no_alt_key_twice(qtbot: QtBot, state: LinkState) -> None:
    bench = Bench()
    qtbot.addWidget(bench.window)
    bench.connect()
    bench.receive(open_order(1, 7, 1), Fault("The settings file is damaged.", "Details"))
    bench.window.moved_port.ask(7497)
    bench.link(state)
    assert twice(bench.window) == []


def test_an_alt_key_that_is_there_twice_is_found(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.menuBar().addMenu("&File")
    window.setCentralWidget(QPushButton("Save && &fold"))
    assert twice(window) == ["&File", "Save && &fold"]
