"""The account filter: the text of its button, the accounts it lists, and hidden names."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.link import Link
from ibmonitor.models.live.account_selection import AccountSelection
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.windows.table.account_filter import AccountFilterButton
from tests.windows.exposed import exposed
from tests.windows.table.test_account_popup import ALIASES, ANNA, BEN, CLEO, FAMILY, listed

pytestmark = pytest.mark.qt_log_ignore(r"does not support (raise|grabbing)", extend=True)

LINK = Link(accounts=(CLEO, BEN, ANNA), groups=(FAMILY,))


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
    assert not corner.button.isChecked()
    selection.select_group(FAMILY.name)
    assert corner.look() == ("Family & Friends", True)
    assert "&&" in corner.button.text()
    assert corner.button.isChecked()
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
    assert not corner.button.isChecked()


def test_a_click_opens_the_list(corner: Corner) -> None:
    QTest.mouseClick(corner.button, Qt.MouseButton.LeftButton)
    assert corner.popup.isVisible()
    assert [text for text, _ in listed(corner.popup)] == ["<b>Ben</b> (U1000002)", "Anna & Co (U1000001)", CLEO]


def test_an_account_that_tws_no_longer_reports_can_be_unticked(corner: Corner) -> None:
    corner.selection.select_accounts(["U9", BEN])
    assert ("U9", True) in listed(corner.popup)
    corner.button.set_link(dataclasses.replace(LINK, accounts=(ANNA,), groups=None))
    assert {text for text, checked in listed(corner.popup) if checked} == {"U9", "<b>Ben</b> (U1000002)"}


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
    assert listed(corner.popup) == [(ACCOUNT_MASK.account(CLEO), False)]
