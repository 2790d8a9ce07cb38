"""An advisor's account groups, as TWS sends them for requestFA(1)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ibmonitor.domain.records.value import value


@value
class GroupMember:
    """An account of a group. `amount`: shares, percent, ratio or money, by method; `None` where TWS sends none."""

    account: str
    amount: Decimal | None = None


@value
class AccountGroup:
    """A group; `default_method` is as TWS sends it, empty where there is none."""

    name: str
    default_method: str
    members: tuple[GroupMember, ...]

    @property
    def accounts(self) -> tuple[str, ...]:
        """The members' accounts, in TWS's order."""
        return tuple(member.account for member in self.members)


def group_called(name: str, groups: Iterable[AccountGroup]) -> AccountGroup | None:
    """Return the group with this name; `None` where TWS has listed none."""
    return next((group for group in groups if group.name == name), None)


FA_GROUPS = 1
"""TWS's data type of the groups."""


FA_ALIASES = 3
"""TWS's data type of the aliases."""
