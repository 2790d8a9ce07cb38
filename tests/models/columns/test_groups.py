"""The rows of an advisor's groups, of their members, and of aliases."""

from __future__ import annotations

from decimal import Decimal

from ibmonitor.domain.records.groups import AccountGroup, GroupMember
from ibmonitor.domain.records.link import Link
from ibmonitor.models.columns.groups import (
    ALIAS_COLUMNS,
    MEMBER_COLUMNS,
    AliasRow,
    aliases_of,
    members_of,
    sum_of_shares,
)
from ibmonitor.models.text.account_mask import ACCOUNT_MASK

RATIO = AccountGroup("Growth", "Ratio", (GroupMember("U1", Decimal(1)), GroupMember("U2", Decimal(3))))
NET_LIQ = AccountGroup("Income", "NetLiq", (GroupMember("U1"), GroupMember("U1")))
LINK = Link(groups=(RATIO, NET_LIQ), aliases={"U1": "Anna", "U9": "Zoe"})


def test_members_are_in_the_order_of_tws_with_alias_and_share() -> None:
    members = members_of(RATIO, LINK)
    assert [(row.number, row.account, row.alias, row.share) for row in members] == [
        (0, "U1", "Anna", Decimal(25)),
        (1, "U2", "", Decimal(75)),
    ]
    assert sum_of_shares(members) == 100


def test_a_share_that_the_group_does_not_determine_is_unknown() -> None:
    members = members_of(NET_LIQ, LINK)
    assert [row.share for row in members] == [None, None]
    assert sum_of_shares(members) is None


def test_an_alias_has_the_groups_of_its_account_each_once() -> None:
    assert aliases_of(LINK) == [AliasRow("U1", "Anna", ("Growth", "Income")), AliasRow("U9", "Zoe", ())]
    assert aliases_of(Link()) == []


def test_no_alias_is_shown_while_accounts_are_hidden() -> None:
    member = next(column for column in MEMBER_COLUMNS if column.key == "alias")
    alias = next(column for column in ALIAS_COLUMNS if column.key == "alias")

    def shown() -> tuple[str, str]:
        return member.text(members_of(RATIO, LINK)[0]), alias.text(aliases_of(LINK)[0])

    assert shown() == ("Anna", "Anna")
    ACCOUNT_MASK.use_secret_from(lambda: bytes(32))
    ACCOUNT_MASK.set_hiding(True)
    try:
        assert shown() == ("", "")
    finally:
        ACCOUNT_MASK.set_hiding(False)
