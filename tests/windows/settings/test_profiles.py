"""Profiles: the dialog, the menu, the badges, the icon."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor, QIcon, QPixmap
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.link import Link, LinkState
from ibmonitor.models.text.link_words import title
from ibmonitor.settings.profiles import COLORS, LONGEST_NAME, Profile
from ibmonitor.settings.table import Settings
from ibmonitor.windows.connection.profile_badge import AccountKindBadge, ProfileBadge, profile_icon
from ibmonitor.windows.settings.profile_menu import NO_PROFILE, ProfileMenu
from ibmonitor.windows.settings.profiles_dialog import ProfilesDialog
from tests.windows.bench import Bench

LIVE = Profile("Live & real", "red", port=7496, client_id=5)
PAPER = Profile("Paper", "teal", port=7497, client_id=6)


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
    editor = dialog.form.row(key).editor()
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
    assert dialog.form.row("name").read() == ("Paper", "")
    assert accepted(dialog) == (LIVE, PAPER)


def test_a_new_one_has_the_connection_of_the_settings_and_a_colour_of_its_own(dialog: ProfilesDialog) -> None:
    dialog.new_button.click()
    enter(dialog, "name", "Gateway")
    *_, new = accepted(dialog)
    assert (new.name, new.port, new.client_id) == ("Gateway", 4002, 77)
    assert new.color not in {LIVE.color, PAPER.color}


@pytest.mark.parametrize(
    ("key", "text", "why"),
    [
        ("name", "", "Enter a name."),
        ("name", "LIVE & REAL", "already"),
        ("name", "x" * (LONGEST_NAME + 1), "at most"),
        ("port", "0", "Must be between"),
        ("port", "none", "digits"),
        ("host", "a b", "no spaces"),
    ],
)
def test_an_invalid_profile_must_be_corrected_first(dialog: ProfilesDialog, key: str, text: str, why: str) -> None:
    enter(dialog, key, text)
    assert why in dialog.form.row(key).note()
    assert not ok(dialog).isEnabled()
    assert not dialog.list.isEnabled()
    dialog.delete_button.click()
    assert ok(dialog).isEnabled()
    assert accepted(dialog) == (LIVE,)


def test_an_address_in_brackets_is_kept_without_them(dialog: ProfilesDialog) -> None:
    enter(dialog, "host", "[fe80::1%eth0]")
    assert not dialog.form.row("host").note().startswith("✖")
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


def test_the_menu_checks_the_current_profile_and_names_are_no_mnemonics(qtbot: QtBot) -> None:
    menu = ProfileMenu()
    qtbot.addWidget(menu)
    assert [action.text() for action in menu.actions()] == ["&Edit profiles…"]
    menu.show_profiles((LIVE, PAPER), "Paper")
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts == ["&1 Live && real", "&2 Paper", NO_PROFILE, "&Edit profiles…"]
    assert [action.isChecked() for action in menu.actions()[:3]] == [False, True, False]
    chosen = QSignalSpy(menu.profile_chosen)
    for at in (0, 2):
        menu.actions()[at].trigger()
    assert [chosen.at(at)[0] for at in range(2)] == ["Live & real", ""]


@pytest.mark.parametrize(
    ("kind", "simulated", "word", "is_filled"),
    [
        ("Live", False, "LIVE", True),
        ("Live and paper", False, "LIVE AND PAPER", True),
        ("Paper", False, "PAPER", False),
        ("Paper", True, "SIMULATED", False),
        ("", False, "", False),
    ],
)
def test_live_and_paper_differ_in_word_and_shape(
    qtbot: QtBot, kind: str, simulated: bool, word: str, is_filled: bool
) -> None:
    badge = AccountKindBadge()
    qtbot.addWidget(badge)
    badge.show_kind(kind, simulated=simulated)
    assert badge.text() == word
    assert badge.isVisible() == bool(word)
    if word:
        inside = badge.grab().toImage().pixelColor(4, badge.height() // 2)
        assert (inside.red() > 150 and inside.green() < 60) == is_filled


def test_a_badge_hides_accounts_and_has_a_name(qtbot: QtBot) -> None:
    badge = ProfileBadge()
    qtbot.addWidget(badge)
    badge.show_profile(LIVE)
    assert badge.text() == "Live & real"
    assert badge.accessibleName() == "Profile Live & real (red)"
    badge.show_profile(None)
    assert not badge.isVisible()


@pytest.mark.usefixtures("qapp")
def test_the_icon_carries_the_colour() -> None:
    plain = QPixmap(64, 64)
    plain.fill(QColor("white"))
    base = QIcon(plain)
    assert profile_icon(base, None) is base
    image = profile_icon(base, LIVE).pixmap(64, 64).toImage()
    assert image.pixelColor(32, 60) == QColor(COLORS["red"])
    assert image.pixelColor(32, 4) == QColor("white")


def test_the_title_names_the_profile_first_and_live_in_capitals() -> None:
    up = Link(state=LinkState.UP, host="127.0.0.1", port=7496, accounts=("U1",))
    assert title(up, "Desk") == "Desk — LIVE 127.0.0.1:7496 — IB Monitor"
    assert title(up) == "LIVE 127.0.0.1:7496 — IB Monitor"


def test_the_window_shows_the_profile_and_lists_the_others(bench: Bench) -> None:
    bench.connect("U1")
    bench.window.show_profiles((LIVE, PAPER), LIVE)
    assert bench.window.windowTitle() == "Live & real — LIVE 127.0.0.1:7497 — IB Monitor"
    chosen = QSignalSpy(bench.window.profiles.chosen)
    (paper,) = [action for action in bench.window.findChildren(QAction) if action.text() == "&2 Paper"]
    paper.trigger()
    assert chosen.at(0) == ["Paper"]
    dialog = bench.window.profiles.edit()
    assert dialog.form.row("name").read()[0] == "Live & real"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
