"""`AccountSelection`: which accounts the user wants to see, in all tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Signal

from ibmonitor.domain.records.groups import AccountGroup, group_called
from ibmonitor.domain.records.order_fills import accounts_of
from ibmonitor.domain.records.records import Order


class AccountSelection(QObject):
    """All accounts, some, or the members of one of the advisor's groups, as these change."""

    changed = Signal()
    """Which records are admitted has changed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._accounts: frozenset[str] | None = None
        self._group = ""
        self._groups: tuple[AccountGroup, ...] = ()
        self._members: dict[str, frozenset[str]] = {}
        """By the group's name."""

    @property
    def accounts(self) -> frozenset[str] | None:
        """The selected accounts; `None` is all, including those that arrive later."""
        return self._accounts

    @property
    def group(self) -> str:
        """The selected group, whose members are `accounts`; empty if no group is selected."""
        return self._group

    @property
    def groups(self) -> tuple[AccountGroup, ...]:
        """The groups received from TWS."""
        return self._groups

    def select_all(self) -> None:
        """Admit every account."""
        self._select(None, "")

    def select_accounts(self, accounts: Iterable[str]) -> None:
        """Admit only these accounts; if empty, nothing is admitted."""
        self._select(frozenset(accounts), "")

    def select_group(self, name: str) -> None:
        """Admit only a group's members, also after they change. An unknown group changes nothing."""
        if name in self._members:
            self._select(self._members[name], name)

    def set_groups(self, groups: Sequence[AccountGroup] | None) -> None:
        """Set the groups received from TWS; `None`, not received, keeps those known."""
        if groups is None or tuple(groups) == self._groups:
            return
        self._groups = tuple(groups)
        self._members = {group.name: frozenset(group.accounts) for group in self._groups}
        accounts, group = self._accounts, self._group
        if group:
            found = group_called(group, self._groups)
            # A group that no longer exists leaves its accounts selected: only the user changes what is shown.
            accounts, group = (frozenset(found.accounts), group) if found else (accounts, "")
        same = (accounts, group) == (self._accounts, self._group)
        self._accounts, self._group = accounts, group
        if not same or accounts is not None:
            # Group orders are admitted by the members of their groups, which may have changed.
            self.changed.emit()

    def admits(self, account: str) -> bool:
        """Whether records of this account are shown."""
        return self._accounts is None or account in self._accounts

    def admits_order(self, order: Order) -> bool:
        """Whether an order is for a selected account, or a group order that has a part for one.

        Orders of a group that has not been received are admitted: it may have any member.
        """
        selected = self._accounts
        if selected is None or order.account in selected:
            return True
        if order.fa_group and selected:
            members = self._members.get(order.fa_group)
            if members is None or not selected.isdisjoint(members):
                return True
        return not selected.isdisjoint(accounts_of(order))

    def restore(self, accounts: Iterable[str], group: str) -> None:
        """Select the accounts of a saved state, none for all. Those of a group stay until TWS sends the groups."""
        saved = frozenset(accounts)
        self._select(saved or None, group if saved else "")

    def _select(self, accounts: frozenset[str] | None, group: str) -> None:
        if (accounts, group) != (self._accounts, self._group):
            self._accounts, self._group = accounts, group
            self.changed.emit()
