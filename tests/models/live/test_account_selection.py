"""Which accounts are chosen: what is admitted, how groups are followed, and how a choice is kept."""

from __future__ import annotations

import dataclasses

import pytest

from ibmonitor.domain.records.groups import AccountGroup, GroupMember
from ibmonitor.domain.records.records import Fill
from ibmonitor.models.live.account_selection import AccountSelection
from tests.support.make_records import make_fill, make_order

pytestmark = pytest.mark.usefixtures("qapp")


def group(name: str, *accounts: str) -> AccountGroup:
    return AccountGroup(name, "Equal", tuple(GroupMember(account) for account in accounts))


FAMILY, OTHERS = group("Family", "U1", "U2"), group("Others", "U3")


def fill_of(serial: int, account: str) -> Fill:
    fill = make_fill(serial)
    fill.execution = dataclasses.replace(fill.execution, acct_number=account)
    return fill


def chosen(*accounts: str) -> AccountSelection:
    selection = AccountSelection()
    selection.set_groups([FAMILY, OTHERS])
    selection.select_accounts(accounts)
    return selection


def test_all_are_admitted_until_some_are_chosen() -> None:
    selection = AccountSelection()
    assert selection.accounts is None
    assert selection.admits("U1")
    assert selection.admits("")
    selection.select_accounts(["U1"])
    assert [selection.admits(account) for account in ("U1", "U2", "")] == [True, False, False]
    selection.select_accounts([])
    assert not selection.admits("U1")
    selection.select_all()
    assert selection.admits("U2")


@pytest.mark.parametrize(
    ("account", "fa_group", "fills", "admitted"),
    [
        ("U1", "", (), True),
        ("U2", "", (), False),
        ("DF1", "Family", (), True),
        ("", "Family", (), True),
        ("DF1", "Others", (), False),
        ("DF1", "Others", ("U3", "U1"), True),
        ("DF1", "Not changes", (), True),
        ("", "", ("U3",), False),
        ("", "", (), False),
    ],
)
def test_an_order_is_admitted_for_any_part_that_a_chosen_account_may_have(
    account: str, fa_group: str, fills: tuple[str, ...], admitted: bool
) -> None:
    parts = [fill_of(number, name) for number, name in enumerate(fills)]
    order = make_order(0, account=account, fa_group=fa_group, fills=parts)
    assert chosen("U1").admits_order(order) is admitted
    assert not chosen().admits_order(order)
    assert AccountSelection().admits_order(order)


def test_a_group_is_followed_when_it_changes_and_its_accounts_stay_when_it_is_gone() -> None:
    selection = chosen()
    selection.select_group("Family")
    assert (selection.group, selection.accounts) == ("Family", frozenset({"U1", "U2"}))
    selection.set_groups(None)
    assert selection.group == "Family"
    selection.set_groups([group("Family", "U1", "U4"), OTHERS])
    assert (selection.group, selection.accounts) == ("Family", frozenset({"U1", "U4"}))
    selection.set_groups([OTHERS])
    assert (selection.group, selection.accounts) == ("", frozenset({"U1", "U4"}))
    selection.select_group("Family")
    assert selection.accounts == frozenset({"U1", "U4"})


def test_a_change_is_emitted_only_when_something_changes() -> None:
    selection = AccountSelection()
    changes: list[object] = []
    selection.changed.connect(lambda: changes.append(selection.accounts))
    selection.select_all()
    selection.set_groups([FAMILY])
    selection.select_accounts(["U1", "U2"])
    selection.select_accounts(["U2", "U1"])
    selection.select_group("Family")
    selection.set_groups([FAMILY])
    selection.select_all()
    assert changes == [frozenset({"U1", "U2"}), frozenset({"U1", "U2"}), None]


@pytest.mark.parametrize(
    ("saved", "group", "accounts", "restored_group"),
    [
        (["U1"], "", {"U1"}, ""),
        (["U1", "U9"], "Family", {"U1", "U9"}, "Family"),
        ([], "Family", None, ""),
        ([], "", None, ""),
    ],
)
def test_a_saved_selection_is_restored(
    saved: list[str], group: str, accounts: set[str] | None, restored_group: str
) -> None:
    selection = AccountSelection()
    selection.restore(saved, group)
    assert selection.accounts == (None if accounts is None else frozenset(accounts))
    assert selection.group == restored_group


def test_a_restored_group_has_its_members_once_tws_sends_the_groups() -> None:
    selection = AccountSelection()
    selection.restore(["U9"], "Family")
    assert selection.accounts == frozenset({"U9"})
    selection.set_groups([FAMILY])
    assert selection.accounts == frozenset({"U1", "U2"})
