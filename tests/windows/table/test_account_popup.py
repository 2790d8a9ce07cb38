"""The list that drops down from the account filter: choosing by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.groups import AccountGroup, GroupMember
from ibmonitor.models.live.account_selection import AccountSelection
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.windows.table.account_popup import AccountPopup

pytestmark = [
    pytest.mark.qt_log_ignore(r"does not support (raise|grabbing)", extend=True),
    pytest.mark.usefixtures("style_sheet"),
]

ANNA, BEN, CLEO = "U1000001", "U1000002", "U1000003"
ALIASES = {ANNA: "Anna & Co", BEN: "<b>Ben</b>"}
FAMILY = AccountGroup("Family & Friends", "Equal", (GroupMember(ANNA), GroupMember(CLEO)))


def listed(popup: AccountPopup) -> list[tuple[str, bool]]:
    """The listed accounts, and whether each is checked."""
    items = map(popup.accounts.item, range(popup.accounts.count()))
    return [(item.text(), item.checkState() == Qt.CheckState.Checked) for item in items if not item.isHidden()]


def groups(popup: AccountPopup) -> list[tuple[str, bool]]:
    items = map(popup.groups.item, range(popup.groups.count()))
    return [(item.text(), item.checkState() == Qt.CheckState.Checked) for item in items]


@pytest.fixture
def selection() -> AccountSelection:
    selection = AccountSelection()
    selection.set_groups([FAMILY])
    return selection


@pytest.fixture
def popup(selection: AccountSelection, qtbot: QtBot) -> Iterator[AccountPopup]:
    opener = QPushButton()
    qtbot.addWidget(opener)
    opener.show()
    ACCOUNT_NAMES.set_aliases(ALIASES)
    popup = AccountPopup(selection, opener)
    popup.offer({CLEO, BEN, ANNA})
    yield popup
    popup.close()
    ACCOUNT_NAMES.set_aliases({})


def test_accounts_are_ticked_one_by_one(popup: AccountPopup, selection: AccountSelection) -> None:
    assert listed(popup) == [("<b>Ben</b> (U1000002)", True), ("Anna & Co (U1000001)", True), (CLEO, True)]
    popup.accounts.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert selection.accounts == frozenset({ANNA, CLEO})
    assert groups(popup)[0] == ("All accounts", False)
    popup.none_button.click()
    assert selection.accounts == frozenset()
    popup.accounts.item(2).setCheckState(Qt.CheckState.Checked)
    assert selection.accounts == frozenset({CLEO})
    popup.all_button.click()
    assert groups(popup)[0] == ("All accounts", True)


def test_a_group_chooses_its_members(popup: AccountPopup, selection: AccountSelection) -> None:
    popup.open()
    popup.groups.setFocus()
    QTest.keyClick(popup.groups, Qt.Key.Key_Down)
    QTest.keyClick(popup.groups, Qt.Key.Key_Space)
    assert (selection.group, popup.isVisible()) == (FAMILY.name, True)
    assert groups(popup) == [("All accounts", False), ("Family & Friends  ·  2 accounts", True)]
    assert [checked for _, checked in listed(popup)] == [False, True, True]
    QTest.keyClick(popup.groups, Qt.Key.Key_Up)
    QTest.keyClick(popup.groups, Qt.Key.Key_Return)
    assert (selection.accounts, popup.isVisible()) == (None, False)


@pytest.mark.parametrize("typed", ["ANNA", "u1000001", "co anna"])
def test_an_account_is_searched_by_alias_and_number_and_chosen_by_enter(
    popup: AccountPopup, selection: AccountSelection, typed: str
) -> None:
    popup.open()
    QTest.keyClicks(popup.search, typed)
    assert [text for text, _ in listed(popup)] == ["Anna & Co (U1000001)"]
    QTest.keyClick(popup.search, Qt.Key.Key_Return)
    assert (selection.accounts, popup.isVisible()) == (frozenset({ANNA}), False)
    popup.open()
    assert len(listed(popup)) == 3


def test_all_and_none_are_of_what_the_search_has_found(popup: AccountPopup, selection: AccountSelection) -> None:
    popup.open()
    popup.search.setText("anna")
    popup.none_button.click()
    assert selection.accounts == frozenset({BEN, CLEO})
    popup.search.setText("nobody")
    assert listed(popup) == []
    assert not popup.all_button.isEnabled()


@pytest.mark.parametrize("part", ["groups", "search", "accounts", "all_button"])
def test_escape_closes_it_from_everywhere(popup: AccountPopup, selection: AccountSelection, part: str) -> None:
    popup.open()
    QTest.keyClick(getattr(popup, part), Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert selection.accounts is None


def test_it_counts_what_is_found_and_chosen(popup: AccountPopup, selection: AccountSelection) -> None:
    assert popup._count.text() == "All are shown"
    selection.select_accounts([ANNA])
    popup.show_choice()
    assert popup._count.text() == "1 of 3 accounts"
    popup.search.setText("b")
    assert popup._count.text() == "1 found"
    popup.search.setText("nobody")
    assert popup._count.text() == "None found"
    popup.offer([])
    assert popup._count.text() == "TWS has reported no accounts"


def test_enter_on_a_button_presses_it_and_leaves_the_list_open(
    popup: AccountPopup, selection: AccountSelection
) -> None:
    popup.open()
    QTest.keyClick(popup.none_button, Qt.Key.Key_Return)
    assert (selection.accounts, popup.isVisible()) == (frozenset(), True)


def test_enter_chooses_nothing_while_the_search_finds_several(popup: AccountPopup, selection: AccountSelection) -> None:
    popup.open()
    QTest.keyClicks(popup.search, "u100")
    QTest.keyClick(popup.search, Qt.Key.Key_Return)
    assert (selection.accounts, popup.isVisible()) == (None, False)
