"""The columns of an advisor's groups, of their members, and of the aliases of accounts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ibmonitor.domain.allocation.methods import share_by_account
from ibmonitor.domain.records.groups import AccountGroup
from ibmonitor.domain.records.link import Link
from ibmonitor.domain.records.value import value
from ibmonitor.models.table.column import Column, id_column, number_column, text_column
from ibmonitor.models.text.account_mask import ACCOUNT_MASK

_SHARE_DECIMALS = 4


@value
class MemberRow:
    """A member of a group; `number` is its place there."""

    number: int
    account: str
    alias: str
    amount: Decimal | None
    share: Decimal | None
    """In percent; `None` where the group alone does not determine it."""


@value
class AliasRow:
    """An account with its alias; `groups` are those it is a member of."""

    account: str
    alias: str
    groups: tuple[str, ...]


def members_of(group: AccountGroup, link: Link) -> list[MemberRow]:
    """The members in TWS's order."""
    shares, aliases = share_by_account(group), link.aliases or {}
    return [
        MemberRow(number, member.account, aliases.get(member.account, ""), member.amount, shares.get(member.account))
        for number, member in enumerate(group.members)
    ]


def aliases_of(link: Link) -> list[AliasRow]:
    """The accounts that have an alias, in TWS's order."""
    groups: dict[str, list[str]] = {}
    for group in link.groups or ():
        for account in dict.fromkeys(group.accounts):
            groups.setdefault(account, []).append(group.name)
    return [AliasRow(account, alias, tuple(groups.get(account, ()))) for account, alias in (link.aliases or {}).items()]


def _alias(row: MemberRow | AliasRow) -> str:
    """Empty while accounts are hidden: it may be a person's name."""
    return "" if ACCOUNT_MASK.is_hiding else row.alias


def _groups(row: AliasRow) -> str:
    return ", ".join(row.groups)


def _method(group: AccountGroup) -> str:
    return group.default_method


def _member_count(group: AccountGroup) -> int:
    return len(group.members)


GROUP_COLUMNS: tuple[Column[AccountGroup], ...] = (
    text_column("name", "Group", "The group's name in TWS.", width=150, visible=True),
    text_column(
        "method", "Method", "The group's own method; an order may name another one.", _method, width=130, visible=True
    ),
    id_column("members", "Members", "How many accounts are in it.", _member_count, width=72, visible=True),
)

MEMBER_COLUMNS: tuple[Column[MemberRow], ...] = (
    text_column("alias", "Alias", "The user's own name of the account.", _alias, width=160, visible=True),
    text_column("account", "Account", "The account's number.", width=96, visible=True),
    number_column(
        "amount",
        "Amount",
        "What the group gives the account: shares, percent, parts or money, by the group's method.",
        width=96,
        visible=True,
    ),
    number_column(
        "share",
        "Share %",
        "What that is of the whole, in percent, to four decimals; blank where the group alone does not determine it.",
        max_decimals=_SHARE_DECIMALS,
        width=84,
        visible=True,
    ),
)

ALIAS_COLUMNS: tuple[Column[AliasRow], ...] = (
    text_column("account", "Account", "The account's number.", width=110, visible=True),
    text_column("alias", "Alias", "The user's own name of the account.", _alias, width=220, visible=True),
    text_column("groups", "Groups", "The groups it is a member of.", _groups, width=200, visible=True),
)


def sum_of_shares(rows: Sequence[MemberRow]) -> Decimal | None:
    """The sum of the known shares, in percent; `None` if none is known."""
    known = [row.share for row in rows if row.share is not None]
    return sum(known, Decimal(0)) if known else None
