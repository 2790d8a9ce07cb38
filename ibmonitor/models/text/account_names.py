"""The one place that decides how an account is named where it stands alone: by its number, or "alias (number)".

Aliases are the user's own names for an advisor's accounts, as TWS reports them. TWS's free texts are not changed.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.plain_text import cut

_LONGEST_ALIAS = 48
"""Characters; a longer alias is cut, so that the number after it stays visible."""


class AccountNames(QObject):
    """The names of accounts. While account numbers are hidden no alias is shown, since it may be a person's name."""

    changed = Signal()
    """Accounts have other names: whatever shows or searches them must be refreshed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._aliases: dict[str, str] = {}
        self._past: dict[object, Mapping[str, str]] = {}
        self._now: Mapping[str, str] = {}
        self._full_names: dict[str, str] = {}
        """By account: alias and number, for accounts that have an alias."""
        self._shown: dict[str, str] = {}
        """What `name` looks up: the full names while aliases are shown, otherwise empty."""
        self._is_showing = False

    def set_aliases(self, aliases: Mapping[str, str]) -> None:
        """Replace all aliases; `aliases` maps an account to its alias."""
        self._now = aliases
        self._update_aliases()

    def set_past_aliases(self, day: object, aliases: Mapping[str, str]) -> None:
        """Use these for accounts that have no alias now, since they are shown with a past day; none end that."""
        if aliases:
            self._past[day] = aliases
        else:
            self._past.pop(day, None)
        self._update_aliases()

    def _update_aliases(self) -> None:
        aliases: dict[str, str] = {}
        for each in (*self._past.values(), self._now):
            aliases |= each
        tidy = {account: " ".join(alias.split()) for account, alias in aliases.items()}
        known = {account: alias for account, alias in tidy.items() if account and alias and alias != account}
        if known != self._aliases:
            self._aliases = known
            self._full_names = {name: f"{cut(alias, _LONGEST_ALIAS)} ({name})" for name, alias in known.items()}
            self._update_names()

    def set_showing(self, showing: bool) -> None:
        """Name accounts "alias (number)" from now on, or by their numbers alone."""
        if showing != self._is_showing:
            self._is_showing = showing
            self._update_names()

    def name(self, account: str) -> str:
        """The name of an account in a cell; it still has to pass the mask. Cheap, since it is called for each cell."""
        return account if ACCOUNT_MASK.is_hiding else self._shown.get(account, account)

    def full_name(self, account: str) -> str:
        """The same for lists of accounts to choose from: with the alias even where aliases are not shown elsewhere."""
        return account if ACCOUNT_MASK.is_hiding else self._full_names.get(account, account)

    @property
    def has_aliases(self) -> bool:
        """Whether any account has an alias that may be shown."""
        return bool(self._aliases) and not ACCOUNT_MASK.is_hiding

    def alias(self, account: str) -> str:
        """The alias alone; empty where there is none, and while accounts are hidden."""
        return "" if ACCOUNT_MASK.is_hiding else self._aliases.get(account, "")

    def line(self, account: str) -> str:
        """The account as it may be shown, masked if need be, on one line."""
        shown = ACCOUNT_MASK.account(account) if ACCOUNT_MASK.is_hiding else self.name(account)
        return " ".join(shown.split()) or "Unknown account"

    def searched(self, account: str) -> str:
        """The text to search: an account is found by its alias and by its number, whichever is shown."""
        return self._full_names.get(account, account)

    def sort_key(self, account: str) -> str | None:
        """The sort key: by alias where aliases are shown. `None` for no account."""
        return self._shown.get(account, account).casefold() or None

    def _update_names(self) -> None:
        self._shown = self._full_names if self._is_showing else {}
        self.changed.emit()


ACCOUNT_NAMES = AccountNames()
"""The program's."""
