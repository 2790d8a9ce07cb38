"""Which executions are found to be parts of which group order, in whatever order all is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.domain.allocation.book import AllocationBook
from ibmonitor.domain.allocation.values import GroupAllocation, Match, UnassignedReason
from ibmonitor.domain.records.events import AccountAsked, Event, ExecDetails, ManagedAccounts, ReceiveFA
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.domain.records.records import ComboLeg
from tests.support.blotter_events import (
    AAPL,
    BAG,
    START,
    commission,
    completed_order,
    execution,
    new_blotter,
    open_order,
    order_status,
)
from tests.support.examples import examples

GROUPS = """<ListOfGroups>
<Group><name>G</name><defaultMethod>Ratio</defaultMethod><ListOfAccts varName="list">
<Account><acct>DU1</acct><amount>2</amount></Account><Account><acct>DU2</acct><amount>1</amount></Account>
</ListOfAccts></Group></ListOfGroups>"""
MSFT = replace(AAPL, con_id=272093, symbol="MSFT", local_symbol="MSFT")
ACCOUNTS = ManagedAccounts(("DF9", "DU1", "DU2", "DU3", ""))


class Desk:
    """A blotter and a book that follows it as the feed does."""

    def __init__(self, *events: Event) -> None:
        self.blotter = new_blotter()
        self.book = AllocationBook(self.blotter)
        self.tell(*events)

    def tell(self, *events: Event) -> None:
        for event in events:
            change = self.blotter.apply(event)
            if change.merged_orders:
                self.book.forget(change.merged_orders)
            self.book.update(change.orders, change.fills)
            if change.link:
                self.book.refresh()

    @property
    def allocations(self) -> list[GroupAllocation]:
        return [self.book.allocation(key) for key in self.book.keys()]  # noqa: SIM118 - no mapping

    @property
    def only(self) -> GroupAllocation:
        (allocation,) = self.allocations
        return allocation

    @property
    def parts(self) -> dict[str, list[str]]:
        """The execIds by account of the only group order."""
        shares = self.only.shares
        return {share.account: [fill.execution.exec_id for fill in share.fills] for share in shares if share.fills}

    def allocated_to(self, account: str) -> Decimal | None:
        (share,) = (share for share in self.only.shares if share.account == account)
        return share.allocated

    @property
    def unassigned(self) -> dict[UnassignedReason, list[str]]:
        return {each.why: [fill.execution.exec_id for fill in each.fills] for each in self.book.unassigned()}


def group_order(perm_id: int | None = 7, **known: Any) -> Event:
    return open_order(perm_id, 1, 5, **{"account": "", "faGroup": "G", **known})


def part(exec_id: str, account: str = "DU1", **known: Any) -> ExecDetails:
    return execution(exec_id, acct_number=account, **known)


def parent(exec_id: str = "p.1.01", **known: Any) -> ExecDetails:
    return part(exec_id, "DF9", **known)


def at(minutes: float) -> str:
    return f"{START + timedelta(minutes=minutes):%Y%m%d-%H:%M:%S}"


# By names


@pytest.mark.parametrize(
    ("names", "match"),
    [
        ({"perm_id": 7}, Match.PERM_ID),
        ({"perm_id": 7, "client_id": 1, "order_id": 5}, Match.PERM_ID),
        ({"perm_id": 0, "client_id": 1, "order_id": 5}, Match.ORDER_ID),
    ],
)
def test_a_part_is_found_by_the_names_of_its_order(names: dict[str, Any], match: Match) -> None:
    desk = Desk(ACCOUNTS, group_order(), part("1.1.01", **names))
    assert desk.parts == {"DU1": ["1.1.01"]}
    assert desk.only.shares[0].matches == {match}
    assert desk.unassigned == {}


@pytest.mark.parametrize(
    "order",
    [
        group_order(),
        group_order(faGroup="", faMethod="Equal"),
        group_order(faGroup="", faPercentage="50"),
        group_order(faGroup="", state={"orderAllocations": ({"account": "DU1"},)}),
        group_order(faGroup="", account="DF9"),
    ],
)
def test_what_makes_a_group_order(order: Event) -> None:
    desk = Desk(ACCOUNTS, part("1.1.01", perm_id=7), order)
    assert desk.parts == {"DU1": ["1.1.01"]}


def test_an_order_whose_executions_are_of_several_accounts_is_a_group_order() -> None:
    desk = Desk(ACCOUNTS, group_order(faGroup=""), part("1.1.01", perm_id=7))
    assert desk.book.keys() == []
    assert desk.unassigned == {UnassignedReason.OWN_ORDER: ["1.1.01"]}
    desk.tell(part("2.1.01", "DU2", perm_id=7))
    assert desk.parts == {"DU1": ["1.1.01"], "DU2": ["2.1.01"]}
    assert desk.unassigned == {}


def test_parts_of_several_accounts_with_one_perm_id_are_of_a_group_order_that_nobody_has_described() -> None:
    desk = Desk(ACCOUNTS, part("a.1.01", perm_id=7), part("b.1.01", "DU2", perm_id=7), part("c.1.01", perm_id=8))
    assert desk.only.order is None
    assert desk.parts == {"DU1": ["a.1.01"], "DU2": ["b.1.01"]}
    assert desk.unassigned == {UnassignedReason.UNKNOWN: ["c.1.01"]}


def test_an_order_that_becomes_a_group_order_later_takes_its_executions() -> None:
    desk = Desk(ACCOUNTS, group_order(faGroup=""), part("1.1.01", perm_id=7))
    desk.book.unassigned()
    desk.tell(group_order())
    assert desk.parts == {"DU1": ["1.1.01"]}
    desk.tell(group_order(faGroup=""))
    assert desk.book.keys() == []
    assert desk.unassigned == {UnassignedReason.OWN_ORDER: ["1.1.01"]}


@pytest.mark.parametrize("names", [{"perm_id": 7}, {"client_id": 1, "order_id": 5}])
def test_an_advisors_execution_without_an_order_makes_a_group_order(names: dict[str, Any]) -> None:
    desk = Desk(part("1.1.01", **names), parent(**names), part("2.1.01", "DU2", **names))
    assert [each.order for each in desk.allocations] == [None]
    assert desk.parts == {"DU1": ["1.1.01"], "DU2": ["2.1.01"]}
    (key,) = desk.book.keys()
    desk.tell(group_order())
    assert [each.order for each in desk.allocations] == desk.blotter.orders
    assert desk.book.keys() == [key], "it is the same order, described"


def test_orders_that_turn_out_to_be_one_are_one_group_order() -> None:
    by_client = open_order(None, 1, 5, faGroup="G")
    desk = Desk(
        ACCOUNTS,
        by_client,
        part("1.1.01", client_id=1, order_id=5),
        open_order(7, 0, 0, faGroup="G"),
        part("2.1.01", "DU2", perm_id=7),
    )
    assert len(desk.book.keys()) == 2
    desk.tell(group_order())
    assert desk.parts == {"DU1": ["1.1.01"], "DU2": ["2.1.01"]}
    assert desk.unassigned == {}


# By reference


@pytest.mark.parametrize(
    ("known", "is_found"),
    [
        ({}, True),
        ({"perm_id": 99}, True),
        ({"order_ref": ""}, False),
        ({"order_ref": "other"}, False),
        ({"side": "SLD"}, False),
        ({"contract": MSFT}, False),
        ({"contract": replace(AAPL, con_id=None)}, True),
        ({"contract": replace(AAPL, con_id=0, currency="EUR")}, False),
        ({"exec_id": "1.1.02.01.01"}, False),
        ({"time": at(-0.9)}, True),
        ({"time": at(-1.1)}, False),
        ({"time": at(14.9)}, True),
        ({"time": at(15.1)}, False),
        ({"time": "20260611 13:30:00 Nowhere/Land"}, True),
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_part_without_an_order_is_found_by_reference_contract_side_and_time(
    known: dict[str, Any], is_found: bool, is_first: bool
) -> None:
    """The parent was executed at 0 and at 5 minutes."""
    stray = part(**{"exec_id": "1.1.01", "order_ref": "ref", "time": at(0), **known})
    whole: list[Event] = [
        ACCOUNTS,
        parent("p.1.01", perm_id=7, order_ref="ref", time=at(0)),
        parent("p.2.01", perm_id=7, order_ref="ref", time=at(5)),
    ]
    desk = Desk()
    for event in [stray, *whole] if is_first else [*whole, stray]:
        desk.tell(event)
        desk.book.unassigned()
    exec_id = stray.execution.exec_id
    if is_found:
        assert desk.parts == {"DU1": [exec_id]}
        assert desk.only.shares[0].matches == {Match.ORDER_REF}
        assert desk.unassigned == {}
    else:
        assert desk.parts == {}
        assert desk.unassigned == {UnassignedReason.UNKNOWN: [exec_id]}


def test_a_reference_is_looked_for_at_orders_that_are_not_filled() -> None:
    stray = part("1.1.01", order_ref="ref")
    desk = Desk(ACCOUNTS, stray, group_order(orderRef="ref", action="SELL"))
    assert desk.unassigned == {UnassignedReason.UNKNOWN: ["1.1.01"]}
    desk.tell(group_order(orderRef="ref"))
    assert desk.parts == {"DU1": ["1.1.01"]}


def test_a_reference_that_becomes_another_is_looked_for_anew() -> None:
    desk = Desk(ACCOUNTS, group_order(orderRef="ref"), part("1.1.01", order_ref="ref"))
    assert desk.parts == {"DU1": ["1.1.01"]}
    desk.tell(group_order(orderRef="other"))
    assert desk.parts == {}
    assert desk.unassigned == {UnassignedReason.UNKNOWN: ["1.1.01"]}


def test_what_has_an_order_is_not_looked_for_by_its_reference_any_more() -> None:
    desk = Desk(ACCOUNTS, part("1.1.01", perm_id=7, order_ref="ref"))
    assert desk.unassigned == {UnassignedReason.UNKNOWN: ["1.1.01"]}
    desk.tell(parent("p.1.01", perm_id=7))
    assert desk.parts == {"DU1": ["1.1.01"]}
    desk.tell(parent("q.1.01", perm_id=8, order_ref="ref"))
    assert [[share.matches for share in each.shares] for each in desk.allocations] == [[{Match.PERM_ID}], []]


def test_a_combos_legs_lead_nowhere() -> None:
    bag = parent("0001.1.01.01", perm_id=7, order_ref="ref", contract=BAG)
    leg = parent("0001.1.01.01.01", perm_id=7, order_ref="ref", contract=MSFT)
    desk = Desk(bag, leg, part("1.1.01", order_ref="ref", contract=MSFT))
    assert desk.unassigned == {UnassignedReason.UNKNOWN: ["1.1.01"]}
    desk.tell(part("2.1.01", order_ref="ref", contract=BAG))
    assert desk.parts == {"DU1": ["2.1.01"]}


@pytest.mark.parametrize("order", ["whole first", "leg first", "group order last"])
def test_a_leg_is_where_its_whole_is_found_to_be(order: str) -> None:
    whole = parent("0001.1.01.01", perm_id=7, order_ref="ref", contract=BAG)
    named: dict[str, Any] = {"order_ref": "ref", "client_id": 1, "order_id": 9}
    bag = part("0002.1.01.01", contract=BAG, **named)
    leg = part("0002.1.02.01.01", contract=MSFT, **named)
    events = {"whole first": (whole, bag, leg), "leg first": (leg, whole, bag), "group order last": (bag, leg, whole)}
    desk = Desk(ACCOUNTS, *events[order])
    assert {account: sorted(ids) for account, ids in desk.parts.items()} == {"DU1": ["0002.1.01.01", "0002.1.02.01.01"]}
    assert desk.unassigned == {}


@pytest.mark.parametrize(
    ("described", "found"),
    [("1|1,2|-1", [["2.1.01"], []]), ("3|1,2|-1", [[], ["2.1.01"]]), ("9|1,2|-1", [[], []]), ("", [[], []])],
)
def test_a_part_of_a_combo_is_found_by_its_legs(described: str, found: list[list[str]]) -> None:
    """Two combos under one reference at one time; all combos have one conId, and this one's legs may not be told."""
    one, other = (ComboLeg(con_id, 1, "BUY", "SMART") for con_id in (1, 3))
    sold = ComboLeg(2, 1, "SELL", "SMART")
    desk = Desk(
        ACCOUNTS,
        *(
            open_order(
                perm_id,
                1,
                perm_id,
                contract=replace(BAG, combo_legs=(bought, sold)),
                orderRef="ref",
                account="",
                faGroup="G",
            )
            for perm_id, bought in ((7, one), (8, other))
        ),
        part("2.1.01", order_ref="ref", contract=replace(BAG, combo_legs_descrip=described)),
    )
    shares = [each.shares for each in desk.allocations]
    assert [[fill.execution.exec_id for share in some for fill in share.fills] for some in shares] == found


def test_one_that_fits_two_group_orders_is_in_neither() -> None:
    stray = part("1.1.01", order_ref="ref", time=at(4))
    one, other = (parent(f"p.{each}.01", perm_id=each, order_ref="ref", time=at(each)) for each in (1, 2))
    desk = Desk(stray, one)
    assert desk.parts == {"DU1": ["1.1.01"]}
    desk.tell(other)
    assert [allocation.allocated for allocation in desk.allocations] == [0, 0]
    assert desk.unassigned == {UnassignedReason.AMBIGUOUS: ["1.1.01"]}
    desk.tell(open_order(99, 3, 3), replace(stray, execution=replace(stray.execution, perm_id=99)))
    assert desk.unassigned == {UnassignedReason.OWN_ORDER: ["1.1.01"]}


def test_of_many_group_orders_with_one_reference_the_time_finds_the_right_one() -> None:
    wholes = [parent(f"p.{each}.01", perm_id=each, order_ref="ref", time=at(20 * each)) for each in range(1, 9)]
    strays = [part(f"{each}.1.01", order_ref="ref", time=at(20 * each + 5)) for each in range(9)]
    desk = Desk(*strays, *wholes)
    assert [[fill.execution.exec_id for fill in each.shares[0].fills] for each in desk.allocations] == [
        [f"{each}.1.01"] for each in range(1, 9)
    ]
    assert desk.unassigned == {UnassignedReason.UNKNOWN: ["0.1.01"]}


# What a login of no advisor's has


def test_where_nothing_is_an_advisors_nothing_is_unassigned() -> None:
    desk = Desk(ManagedAccounts(("DU1",)), open_order(7, 1, 5), part("1.1.01", perm_id=7), part("2.1.01"))
    assert desk.book.keys() == []
    assert desk.book.unassigned() == ()
    desk.tell(parent(perm_id=8))
    assert desk.unassigned == {UnassignedReason.OWN_ORDER: ["1.1.01"], UnassignedReason.UNKNOWN: ["2.1.01"]}


# What has changed


def test_only_what_has_changed_is_reckoned_anew() -> None:
    desk = Desk(ACCOUNTS, parent(perm_id=7), parent("q.1.01", perm_id=8))
    one, other = desk.book.keys()
    first, second = desk.allocations
    assert desk.book.take_changes() == {one, other}
    desk.tell(part("1.1.01", perm_id=8))
    assert desk.book.take_changes() == {other}
    assert desk.book.allocation(one) is first
    assert desk.book.allocation(other) != second
    desk.tell(commission("1.1.01"))
    assert desk.book.take_changes() == {other}
    assert desk.book.allocation(other).commissions == (("USD", Decimal("1.0003")),)


def test_groups_that_are_told_later_and_answers_count() -> None:
    whole = parent(perm_id=7, time=at(-30))
    desk = Desk(ACCOUNTS, group_order(), whole, part("1.1.01", perm_id=7, shares=Decimal(66)))
    assert desk.only.group is None
    desk.tell(ReceiveFA(1, GROUPS))
    assert [(share.account, share.allocated) for share in desk.only.shares] == [("DU1", 66), ("DU2", None)]
    running, complete = (AccountAsked("DU2", each) for each in (RequestProgress.RUNNING, RequestProgress.COMPLETE))
    desk.tell(running)
    assert desk.allocated_to("DU2") is None
    desk.tell(complete)
    assert desk.allocated_to("DU2") == 0
    desk.tell(running)
    assert desk.allocated_to("DU2") == 0, "it was told once, and nothing has been filled since"
    desk.tell(parent("p.2.01", perm_id=7, time=at(-30)), complete)
    assert desk.allocated_to("DU2") is None, "this was asked before the last fill"


def test_the_accounts_to_ask_again() -> None:
    desk = Desk(ACCOUNTS, ReceiveFA(1, GROUPS), group_order())
    assert desk.book.incomplete_accounts() == ()
    desk.tell(parent(perm_id=7))
    assert desk.book.incomplete_accounts() == ("DU1", "DU2")
    desk.tell(part("1.1.01", perm_id=7))
    assert desk.book.incomplete_accounts() == ("DU1",), "its commission is missing"
    desk.tell(commission("1.1.01"))
    assert desk.book.incomplete_accounts() == ()
    desk.tell(parent("p.2.01", perm_id=7))
    assert desk.book.incomplete_accounts() == ("DU1", "DU2")
    desk.tell(parent("q.1.01", perm_id=8))
    assert desk.book.incomplete_accounts() == ("DU1", "DU2", "DU3")


def test_where_only_tws_says_what_is_filled_the_accounts_are_asked_too() -> None:
    desk = Desk(ACCOUNTS, ReceiveFA(1, GROUPS), group_order(), part("1.1.01", perm_id=7), commission("1.1.01"))
    assert desk.book.incomplete_accounts() == ()
    desk.tell(order_status(7, 1, 5, filled=150, remaining=0))
    assert desk.book.incomplete_accounts() == ("DU1", "DU2")


def test_cleared_it_is_empty_and_goes_on_with_other_keys() -> None:
    desk = Desk(ACCOUNTS, parent(perm_id=7), part("1.1.01"))
    (key,) = desk.book.keys()
    desk.book.take_changes()
    desk.blotter.clear()
    desk.book.clear()
    assert (desk.book.keys(), desk.book.unassigned(), desk.book.take_changes()) == ([], (), {key})
    desk.tell(parent(perm_id=7))
    assert desk.book.keys() != [key]


# Whatever is told, in whatever order


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Orders of groups and of single accounts, unknown ones, and executions named in many ways, some corrected."""
    events: list[Event] = [ReceiveFA(1, GROUPS)] if draw(st.booleans()) else []
    for number in range(1, draw(st.integers(1, 4))):
        described = [
            open_order(number, 1, number, account="", faGroup=draw(st.sampled_from(["G", "H"])), orderRef="a"),
            open_order(None, 1, number, faGroup=draw(st.sampled_from(["", "G"]))),
            open_order(number, 0, 0, account=draw(st.sampled_from(["", "DU1", "DF9"]))),
            completed_order(number, faMethod=draw(st.sampled_from(["", "Equal"]))),
            order_status(number, 1, number, filled=draw(st.integers(0, 100)), remaining=None),
        ]
        events += draw(st.lists(st.sampled_from(described), max_size=4))
    for number in range(draw(st.integers(0, 10))):
        order = draw(st.integers(1, 4))
        full = part(
            f"{draw(st.integers(1, 3))}.{number}.{draw(st.sampled_from(['01', '02', '01.01']))}",
            draw(st.sampled_from(["DF9", "DU1", "DU2", "DU3"])),
            contract=draw(st.sampled_from([AAPL, BAG, replace(AAPL, con_id=None)])),
            perm_id=draw(st.sampled_from([0, None, order, 99])),
            client_id=draw(st.sampled_from([None, 1])),
            order_id=draw(st.sampled_from([None, order])),
            order_ref=draw(st.sampled_from(["", "a", "b"])),
            side=draw(st.sampled_from(["BOT", "BOT", "SLD"])),
            shares=Decimal(draw(st.integers(1, 50))) / draw(st.sampled_from([1, 8])),
            time=draw(st.sampled_from([at(0), at(3), at(30), ""])),
        )
        events.append(full)
        if draw(st.booleans()):
            ids: dict[str, Any] = {
                "perm_id": draw(st.sampled_from([None, order])),
                "order_ref": draw(st.sampled_from(["", "b"])),
            }
            events.append(replace(full, execution=replace(full.execution, **ids)))
        if draw(st.booleans()):
            exec_id = full.execution.exec_id.rpartition(".")[0] + ".07"
            events.append(replace(full, execution=replace(full.execution, exec_id=exec_id)))
        if draw(st.booleans()):
            events.append(commission(full.execution.exec_id))
    asked = [AccountAsked(account, RequestProgress.COMPLETE) for account in ("DU1", "DU2")]
    return [*events, *draw(st.lists(st.sampled_from(asked), max_size=2))]


def order_key(allocation: GroupAllocation) -> object:
    """What it is known by: its order, the advisor's fills, or, where only parts are known, these."""
    if allocation.order is not None:
        return id(allocation.order)
    return allocation.parent_fills or frozenset(fill for share in allocation.shares for fill in share.fills)


def in_words(allocation: GroupAllocation) -> object:
    return replace(allocation, key=0)


@examples(60)
@given(st.data())
def test_every_sub_accounts_execution_is_somewhere_once_whatever_comes_first(data: st.DataObject) -> None:
    history = data.draw(histories())
    desk = Desk(ACCOUNTS)
    for event in data.draw(st.permutations(history)):
        desk.tell(event)
        if data.draw(st.booleans()):
            desk.book.incomplete_accounts()
            desk.book.unassigned()

    shares = [share for allocation in desk.allocations for share in allocation.shares]
    found = [fill for share in shares for fill in share.fills]
    found += [fill for unassigned in desk.book.unassigned() for fill in unassigned.fills]
    subs = [fill for fill in desk.blotter.fills if fill.execution.acct_number != "DF9"]
    assert len(found) == len(set(found)) == len(subs)
    assert set(found) == set(subs)
    assert sum(fill.execution.shares or 0 for fill in found) == sum(fill.execution.shares or 0 for fill in subs)
    whole = [fill for allocation in desk.allocations for fill in allocation.parent_fills]
    assert sorted(map(id, whole)) == sorted(id(fill) for fill in desk.blotter.fills if fill not in set(subs))

    fresh = AllocationBook(desk.blotter)
    anew = {order_key(each): each for each in map(fresh.allocation, fresh.keys())}
    grown = {order_key(each): each for each in desk.allocations}
    assert len(grown) == len(desk.allocations)
    assert {name: in_words(each) for name, each in anew.items()} == {
        name: in_words(each) for name, each in grown.items()
    }
    assert set(desk.book.unassigned()) == set(fresh.unassigned())
    assert set(desk.book.incomplete_accounts()) == set(fresh.incomplete_accounts())
