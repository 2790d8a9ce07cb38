"""The one place that decides how an account is called where it stands by itself: by its number, or "alias (number)".

Aliases are the user's own names of an advisor's accounts, as TWS tells them. TWS's free texts stay as TWS wrote them.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.plain_text import cut

_LONGEST_ALIAS = 48
"""Characters; a longer alias is cut, so that the number behind it is seen."""


class AccountNames(QObject):
    """What accounts are called. While account numbers are hidden no alias is shown, since it may be a person's name."""

    changed = Signal()
    """Accounts are called otherwise: all that names one has to be shown and searched anew."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._aliases: dict[str, str] = {}
        self._full_names: dict[str, str] = {}
        """By account: alias and number, of those that have an alias."""
        self._shown: dict[str, str] = {}
        """What `name` answers from: the full names while aliases are shown, else nothing."""
        self._is_showing = False

    def set_aliases(self, aliases: Mapping[str, str]) -> None:
        """Take these aliases, by account, in place of those known."""
        tidy = {account: " ".join(alias.split()) for account, alias in aliases.items()}
        known = {account: alias for account, alias in tidy.items() if account and alias and alias != account}
        if known != self._aliases:
            self._aliases = known
            self._full_names = {name: f"{cut(alias, _LONGEST_ALIAS)} ({name})" for name, alias in known.items()}
            self._call_anew()

    def set_showing(self, showing: bool) -> None:
        """Call accounts "alias (number)" from now on, or by their numbers alone."""
        if showing != self._is_showing:
            self._is_showing = showing
            self._call_anew()

    def name(self, account: str) -> str:
        """What a cell calls an account; it still has to pass the mask. Cheap, since each cell asks."""
        return account if ACCOUNT_MASK.is_hiding else self._shown.get(account, account)

    def full_name(self, account: str) -> str:
        """The same for lists to choose accounts from: with the alias whether or not aliases are shown elsewhere."""
        return account if ACCOUNT_MASK.is_hiding else self._full_names.get(account, account)

    def alias(self, account: str) -> str:
        """The alias by itself; empty where there is none, and while accounts are hidden."""
        return "" if ACCOUNT_MASK.is_hiding else self._aliases.get(account, "")

    def line(self, account: str) -> str:
        """The account as it may be shown, masked if need be, on one line."""
        shown = ACCOUNT_MASK.account(account) if ACCOUNT_MASK.is_hiding else self.name(account)
        return " ".join(shown.split()) or "Unknown account"

    def searched(self, account: str) -> str:
        """What a search looks in: whatever is shown, an account is found by its alias and by its number."""
        return self._full_names.get(account, account)

    def sort_key(self, account: str) -> str | None:
        """What is compared: what is called by an alias stands where that belongs. `None` for no account."""
        return self._shown.get(account, account).casefold() or None

    def _call_anew(self) -> None:
        self._shown = self._full_names if self._is_showing else {}
        self.changed.emit()


ACCOUNT_NAMES = AccountNames()
"""The program's."""
