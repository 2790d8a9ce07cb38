"""`AccountSelection`: which accounts the user wants to see, for all tables at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Signal

from ibmonitor.domain.records.groups import AccountGroup, group_called
from ibmonitor.domain.records.records import Order


class AccountSelection(QObject):
    """All accounts, some, or the members of one of the advisor's groups, as these change."""

    changed = Signal()
    """Other records are admitted than before."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._accounts: frozenset[str] | None = None
        self._group = ""
        self._groups: tuple[AccountGroup, ...] = ()
        self._members: dict[str, frozenset[str]] = {}
        """By the group's name."""

    @property
    def accounts(self) -> frozenset[str] | None:
        """The accounts chosen; `None` is all, those that come later too."""
        return self._accounts

    @property
    def group(self) -> str:
        """The group chosen, whose members `accounts` are; empty where none is."""
        return self._group

    @property
    def groups(self) -> tuple[AccountGroup, ...]:
        """The groups that TWS has told."""
        return self._groups

    def select_all(self) -> None:
        """Admit every account."""
        self._select(None, "")

    def select_accounts(self, accounts: Iterable[str]) -> None:
        """Admit these accounts only; of no account, nothing is admitted."""
        self._select(frozenset(accounts), "")

    def select_group(self, name: str) -> None:
        """Admit a group's members only, and follow it when they change. A group that is not known changes nothing."""
        if name in self._members:
            self._select(self._members[name], name)

    def set_groups(self, groups: Sequence[AccountGroup] | None) -> None:
        """TWS has told the groups; `None` says that it has not, and keeps what was known."""
        if groups is None or tuple(groups) == self._groups:
            return
        self._groups = tuple(groups)
        self._members = {group.name: frozenset(group.accounts) for group in self._groups}
        accounts, group = self._accounts, self._group
        if group:
            found = group_called(group, self._groups)
            # A group that is gone leaves its accounts chosen: what is seen changes only by what the user does.
            accounts, group = (frozenset(found.accounts), group) if found else (accounts, "")
        same = (accounts, group) == (self._accounts, self._group)
        self._accounts, self._group = accounts, group
        if not same or accounts is not None:
            # Group orders are admitted by their groups' members, which may be others now.
            self.changed.emit()

    def admits(self, account: str) -> bool:
        """Whether records of this account are wanted."""
        return self._accounts is None or account in self._accounts

    def admits_order(self, order: Order) -> bool:
        """Whether an order is of a wanted account, or a group order that has a part for one.

        A group that TWS has not told may have any member: its orders are admitted.
        """
        wanted = self._accounts
        if wanted is None or order.account in wanted:
            return True
        if order.fa_group and wanted:
            members = self._members.get(order.fa_group)
            if members is None or not wanted.isdisjoint(members):
                return True
        return any(fill.execution.acct_number in wanted for fill in order.fills)

    def restore(self, accounts: Iterable[str], group: str) -> None:
        """Select the accounts of a saved state, none for all. Those of a group stay until TWS sends the groups."""
        saved = frozenset(accounts)
        self._select(saved or None, group if saved else "")

    def _select(self, accounts: frozenset[str] | None, group: str) -> None:
        if (accounts, group) != (self._accounts, self._group):
            self._accounts, self._group = accounts, group
            self.changed.emit()
