"""The menu of profiles, and how the window shows the current one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.link import Link, LinkState
from ibmonitor.models.text.link_words import title
from ibmonitor.settings.profiles import Profile
from ibmonitor.windows.settings.profile_menu import NO_PROFILE, ProfileMenu
from tests.windows.bench import Bench

LIVE = Profile("Live & real", "red", port=7496, client_id=5)
PAPER = Profile("Paper", "teal", port=7497, client_id=6)


def test_the_menu_checks_the_current_profile_and_names_are_no_mnemonics(qtbot: QtBot) -> None:
    menu = ProfileMenu()
    qtbot.addWidget(menu)
    assert [action.text() for action in menu.actions()] == ["&Edit profiles…"]
    menu.show_profiles((LIVE, PAPER), "Paper")
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts == ["&1 Live && real", "&2 Paper", NO_PROFILE, "Open in new &window", "&Edit profiles…"]
    assert [action.isChecked() for action in menu.actions()[:3]] == [False, True, False]
    chosen = QSignalSpy(menu.profile_chosen)
    for at in (0, 2):
        menu.actions()[at].trigger()
    assert [chosen.at(at)[0] for at in range(2)] == ["Live & real", ""]


def test_each_profile_can_be_opened_in_a_window_of_its_own(qtbot: QtBot) -> None:
    menu = ProfileMenu()
    qtbot.addWidget(menu)
    for _ in range(2):
        menu.show_profiles((LIVE, PAPER), "Paper")
    (windows,) = [action.menu() for action in menu.actions() if action.menu() is not None]
    assert isinstance(windows, QMenu)
    assert [action.text() for action in windows.actions()] == ["&1 Live && real", "&2 Paper"]
    wanted, chosen = QSignalSpy(menu.window_requested), QSignalSpy(menu.profile_chosen)
    windows.actions()[0].trigger()
    assert (wanted.at(0), chosen.count()) == (["Live & real"], 0)


def test_the_title_names_the_profile_first_and_live_in_capitals() -> None:
    up = Link(state=LinkState.UP, host="127.0.0.1", port=7496, accounts=("U1",))
    assert title(up, "Desk") == "Desk — LIVE 127.0.0.1:7496 — IB Monitor"
    assert title(up) == "LIVE 127.0.0.1:7496 — IB Monitor"


def test_the_window_shows_the_profile_and_lists_the_others(bench: Bench) -> None:
    bench.connect("U1")
    bench.window.show_profiles((LIVE, PAPER), LIVE)
    assert bench.window.windowTitle() == "Live & real — LIVE 127.0.0.1:7497 — IB Monitor"
    chosen = QSignalSpy(bench.window.profiles.chosen)
    actions = bench.window.profiles.menu.actions()
    (paper,) = [action for action in actions if action.text() == "&2 Paper"]
    paper.trigger()
    assert chosen.at(0) == ["Paper"]
    dialog = bench.window.profiles.edit()
    assert dialog.form.rows["name"].read()[0] == "Live & real"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
