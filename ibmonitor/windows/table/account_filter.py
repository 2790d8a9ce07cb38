"""The button that shows which accounts all tables show, and lets the user choose others."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from ibmonitor.domain.records.link import Link
from ibmonitor.models.live.account_selection import AccountSelection
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.formats import count_text
from ibmonitor.models.text.plain_text import cut, plain_tooltip
from ibmonitor.windows.table.account_popup import ALL_ACCOUNTS, AccountPopup, account_shown

_LONGEST = 36
_END = 14
"""Characters: a number in brackets at the end is shown in full."""
_MOST_NAMED = 20
_LEAST = 52
"""Pixels of the button."""
_HINT = "Which accounts the tables of all tabs show"


class AccountFilterButton(QToolButton):
    """One for each tab that the choice filters. While accounts are left out it looks like a chosen chip."""

    def __init__(self, selection: AccountSelection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection = selection
        self._offered: tuple[object, ...] = ()
        self._link_accounts: tuple[str, ...] = ()
        self._popup: AccountPopup | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setCheckable(True)
        self.clicked.connect(self._on_clicked)
        selection.changed.connect(self._show_choice)
        ACCOUNT_MASK.changed.connect(self._show_choice)
        ACCOUNT_NAMES.changed.connect(self._show_choice)
        self._show_choice()

    @property
    def popup(self) -> AccountPopup:
        """What drops down from the button."""
        if self._popup is None:
            self._popup = AccountPopup(self._selection, self)
            self._offer(self._popup)
        return self._popup

    def minimumSizeHint(self) -> QSize:
        # In a narrow window the end of the text is cut; the tooltip names the accounts.
        return QSize(_LEAST, super().minimumSizeHint().height())

    def set_link(self, link: Link) -> None:
        """List the accounts and groups that TWS has reported; the user's choice stays."""
        if self._offered == (link.accounts, link.groups):
            return
        self._offered = (link.accounts, link.groups)
        self._selection.set_groups(link.groups)
        self._link_accounts = link.accounts
        self._show_choice()

    def line(self) -> str:
        """The choice, in a few words."""
        selection = self._selection
        if selection.accounts is None:
            return ALL_ACCOUNTS
        if selection.group:
            return cut(ACCOUNT_MASK.text(selection.group), _LONGEST)
        match sorted(selection.accounts):
            case []:
                return "No accounts"
            case [account]:
                return _short(account_shown(account))
            case several:
                return count_text(len(several), "account")

    def _show_choice(self) -> None:
        selection = self._selection
        if self._popup is not None:
            self._offer(self._popup)
        line = self.line()
        # Qt would treat an ampersand as a shortcut.
        self.setText(f"{line.replace('&', '&&')}  ▾")
        self.setAccessibleName(f"Accounts shown: {line}")
        self.setToolTip(plain_tooltip(self._hint()))
        font = self.font()
        font.setBold(selection.accounts is not None)
        self.setFont(font)
        self.setChecked(selection.accounts is not None)

    def _on_clicked(self) -> None:
        # Only a choice of accounts checks it.
        self.setChecked(self._selection.accounts is not None)
        self.popup.open()

    def _offer(self, popup: AccountPopup) -> None:
        selection = self._selection
        members = (account for group in selection.groups for account in group.accounts)
        popup.offer({*self._link_accounts, *members, *(selection.accounts or ())})

    def _hint(self) -> str:
        """The names of the selected accounts, if the button does not show them."""
        chosen = sorted(map(account_shown, self._selection.accounts or ()))
        left = len(chosen) - _MOST_NAMED
        more = [f"and {left:,} more"] if left > 0 else []
        return "\n".join([_HINT, *chosen[:_MOST_NAMED], *more])


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - _END]}…{name[-_END:]}"
