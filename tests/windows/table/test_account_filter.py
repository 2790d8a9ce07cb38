"""The account filter: the text of its button, and choosing by mouse and by keyboard."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.groups import AccountGroup, GroupMember
from ibmonitor.domain.records.link import Link
from ibmonitor.domain.records.records import Fill
from ibmonitor.models.live.account_selection import AccountSelection
from ibmonitor.models.live.tables import make_tables
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.windows.table.account_filter import AccountFilterButton
from ibmonitor.windows.table.pages import COMMISSIONS, FILLS, MESSAGES, ORDERS
from ibmonitor.windows.table.table_page import TablePage
from tests.support.make_records import make_fill, make_order
from tests.windows.exposed import exposed

pytestmark = pytest.mark.qt_log_ignore(r"does not support (raise|grabbing)", extend=True)

ANNA, BEN, CLEO = "U1000001", "U1000002", "U1000003"
ALIASES = {ANNA: "Anna & Co", BEN: "<b>Ben</b>"}
FAMILY = AccountGroup("Family & Friends", "Equal", (GroupMember(ANNA), GroupMember(CLEO)))
LINK = Link(accounts=(CLEO, BEN, ANNA), groups=(FAMILY,))


def fill_of(serial: int, account: str) -> Fill:
    fill = make_fill(serial)
    fill.execution = dataclasses.replace(fill.execution, acct_number=account)
    return fill


class Corner:
    def __init__(self, qtbot: QtBot) -> None:
        self.selection = AccountSelection()
        self.tabs = QTabWidget()
        self.button = AccountFilterButton(self.selection, self.tabs)
        self.tabs.addTab(QWidget(), "Orders")
        self.tabs.setCornerWidget(self.button)
        self.popup = self.button.popup
        qtbot.addWidget(self.tabs)
        self.tabs.show()
        self.button.set_link(LINK)

    def listed(self) -> list[tuple[str, bool]]:
        """The listed accounts, and whether each is checked."""
        items = map(self.popup.accounts.item, range(self.popup.accounts.count()))
        return [(item.text(), item.checkState() == Qt.CheckState.Checked) for item in items if not item.isHidden()]

    def groups(self) -> list[tuple[str, bool]]:
        items = map(self.popup.groups.item, range(self.popup.groups.count()))
        return [(item.text(), item.checkState() == Qt.CheckState.Checked) for item in items]

    def look(self) -> tuple[str, bool]:
        """The text of the button, and whether it is bold."""
        return self.button.line(), self.button.font().bold()


@pytest.fixture
def corner(qtbot: QtBot) -> Iterator[Corner]:
    ACCOUNT_MASK.use_secret_from(lambda: bytes(range(32)))
    ACCOUNT_NAMES.set_aliases(ALIASES)
    yield Corner(qtbot)
    ACCOUNT_MASK.set_hiding(False)
    ACCOUNT_NAMES.set_aliases({})


def test_the_button_shows_the_choice_and_stands_out_if_accounts_are_left_out(corner: Corner) -> None:
    selection = corner.selection
    assert corner.look() == ("All accounts", False)
    plain = corner.button.palette().buttonText().color()
    selection.select_group(FAMILY.name)
    assert corner.look() == ("Family & Friends", True)
    assert "&&" in corner.button.text()
    assert corner.button.palette().buttonText().color() != plain
    selection.select_accounts([BEN])
    assert corner.look() == ("<b>Ben</b> (U1000002)", True)
    assert "&lt;b&gt;Ben" in corner.button.toolTip()
    selection.select_accounts([BEN, CLEO])
    assert corner.look() == ("2 accounts", True)
    assert corner.button.accessibleName() == "Accounts shown: 2 accounts"
    selection.select_accounts([])
    assert corner.look() == ("No accounts", True)
    selection.select_all()
    assert corner.look() == ("All accounts", False)
    assert corner.button.palette().buttonText().color() == plain


def test_accounts_are_ticked_one_by_one(corner: Corner) -> None:
    QTest.mouseClick(corner.button, Qt.MouseButton.LeftButton)
    assert corner.popup.isVisible()
    assert corner.listed() == [("<b>Ben</b> (U1000002)", True), ("Anna & Co (U1000001)", True), (CLEO, True)]
    corner.popup.accounts.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert corner.selection.accounts == frozenset({ANNA, CLEO})
    assert corner.groups()[0] == ("All accounts", False)
    corner.popup.none_button.click()
    assert corner.selection.accounts == frozenset()
    corner.popup.accounts.item(2).setCheckState(Qt.CheckState.Checked)
    assert corner.selection.accounts == frozenset({CLEO})
    corner.popup.all_button.click()
    assert corner.look() == ("All accounts", False)
    assert corner.groups()[0] == ("All accounts", True)


def test_a_group_chooses_its_members(corner: Corner) -> None:
    popup = corner.popup
    popup.open()
    popup.groups.setFocus()
    QTest.keyClick(popup.groups, Qt.Key.Key_Down)
    QTest.keyClick(popup.groups, Qt.Key.Key_Space)
    assert (corner.selection.group, popup.isVisible()) == (FAMILY.name, True)
    assert corner.groups() == [("All accounts", False), ("Family & Friends  ·  2 accounts", True)]
    assert [checked for _, checked in corner.listed()] == [False, True, True]
    QTest.keyClick(popup.groups, Qt.Key.Key_Up)
    QTest.keyClick(popup.groups, Qt.Key.Key_Return)
    assert (corner.selection.accounts, popup.isVisible()) == (None, False)


@pytest.mark.parametrize("typed", ["ANNA", "u1000001", "co anna"])
def test_an_account_is_searched_by_alias_and_number_and_chosen_by_enter(corner: Corner, typed: str) -> None:
    popup = corner.popup
    popup.open()
    QTest.keyClicks(popup.search, typed)
    assert [text for text, _ in corner.listed()] == ["Anna & Co (U1000001)"]
    QTest.keyClick(popup.search, Qt.Key.Key_Return)
    assert (corner.selection.accounts, popup.isVisible()) == (frozenset({ANNA}), False)
    popup.open()
    assert len(corner.listed()) == 3


def test_all_and_none_are_of_what_the_search_has_found(corner: Corner) -> None:
    popup = corner.popup
    popup.open()
    popup.search.setText("anna")
    popup.none_button.click()
    assert corner.selection.accounts == frozenset({BEN, CLEO})
    popup.search.setText("nobody")
    assert corner.listed() == []
    assert not popup.all_button.isEnabled()


@pytest.mark.parametrize("part", ["groups", "search", "accounts", "all_button"])
def test_escape_closes_it_from_everywhere(corner: Corner, part: str) -> None:
    corner.popup.open()
    QTest.keyClick(getattr(corner.popup, part), Qt.Key.Key_Escape)
    assert not corner.popup.isVisible()
    assert corner.selection.accounts is None


def test_an_account_that_tws_no_longer_reports_can_be_unticked(corner: Corner) -> None:
    corner.selection.select_accounts(["U9", BEN])
    assert ("U9", True) in corner.listed()
    corner.button.set_link(dataclasses.replace(LINK, accounts=(ANNA,), groups=None))
    assert {text for text, checked in corner.listed() if checked} == {"U9", "<b>Ben</b> (U1000002)"}


def test_aliases_and_numbers_are_hidden_with_the_accounts(corner: Corner) -> None:
    corner.selection.select_accounts([ANNA])
    corner.popup.open()
    assert "Anna" in " ".join(text for _, text in exposed(corner.tabs))
    ACCOUNT_MASK.learn_aliases({alias: account for account, alias in ALIASES.items()})
    ACCOUNT_MASK.set_hiding(True)
    texts = "\n".join(text for _, text in exposed(corner.tabs))
    for secret in (*LINK.accounts, "Anna", "Ben"):
        assert secret not in texts
    assert corner.look() == (ACCOUNT_MASK.account(ANNA), True)
    corner.popup.search.setText(ACCOUNT_MASK.account(CLEO))
    assert corner.listed() == [(ACCOUNT_MASK.account(CLEO), False)]


def test_all_tables_follow_one_choice_and_messages_do_not(qtbot: QtBot) -> None:
    tables, selection = make_tables(), AccountSelection()
    selection.set_groups([FAMILY])
    kinds = (ORDERS, FILLS, COMMISSIONS, MESSAGES)
    pages = {kind.key: TablePage(kind, getattr(tables, kind.key), selection=selection) for kind in kinds}
    for page in pages.values():
        qtbot.addWidget(page)
    fills = [fill_of(number, account) for number, account in enumerate((ANNA, BEN))]
    tables.fills.merge(fills)
    tables.orders.merge([make_order(0, account="DF1", fa_group=FAMILY.name), make_order(1, account=BEN)])
    selection.select_accounts([CLEO])
    assert tables.fills.rowCount() == 0
    assert [order.account for order in tables.orders.visible_records()] == ["DF1"]
    assert [page.is_filtered for page in pages.values()] == [True, True, True, False]
    assert "for all tabs" in pages["fills"].empty.label.text()
    pages["messages"].clear_filters()
    assert selection.accounts == frozenset({CLEO})
    pages["fills"].clear_filters()
    assert not pages["fills"].is_filtered
    assert (tables.fills.rowCount(), tables.orders.rowCount()) == (2, 2)
