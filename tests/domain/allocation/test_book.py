"""The allocation book: what changes, which accounts to request, and the same result in any order of events."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.domain.allocation.book import AllocationBook
from ibmonitor.domain.allocation.values import GroupAllocation, UnassignedReason
from ibmonitor.domain.records.events import AccountAsked, Event, ManagedAccounts, ReceiveFA
from ibmonitor.domain.records.link import RequestProgress
from tests.domain.allocation.desk import ACCOUNTS, Desk, at, group_order, parent, part
from tests.support.blotter_events import (
    AAPL,
    BAG,
    commission,
    completed_order,
    open_order,
    order_status,
)
from tests.support.examples import examples

GROUPS = """<ListOfGroups>
<Group><name>G</name><defaultMethod>Ratio</defaultMethod><ListOfAccts varName="list">
<Account><acct>DU1</acct><amount>2</amount></Account><Account><acct>DU2</acct><amount>1</amount></Account>
</ListOfAccts></Group></ListOfGroups>"""


def test_without_an_advisor_nothing_is_unassigned() -> None:
    desk = Desk(ManagedAccounts(("DU1",)), open_order(7, 1, 5), part("1.1.01", perm_id=7), part("2.1.01"))
    assert desk.book.keys() == []
    assert desk.book.unassigned() == ()
    desk.apply(parent(perm_id=8))
    assert desk.unassigned == {UnassignedReason.OWN_ORDER: ["1.1.01"], UnassignedReason.UNKNOWN: ["2.1.01"]}


def test_only_changed_group_orders_are_recomputed() -> None:
    desk = Desk(ACCOUNTS, parent(perm_id=7), parent("q.1.01", perm_id=8))
    one, other = desk.book.keys()
    first, second = desk.allocations
    desk.apply(part("1.1.01", perm_id=8))
    assert desk.book.allocation(one) is first
    assert desk.book.allocation(other) != second
    desk.apply(commission("1.1.01"))
    assert desk.book.allocation(one) is first
    assert desk.book.allocation(other).commissions == (("USD", Decimal("1.0003")),)


def test_groups_and_answers_received_later_count() -> None:
    whole = parent(perm_id=7, time=at(-30))
    desk = Desk(ACCOUNTS, group_order(), whole, part("1.1.01", perm_id=7, shares=Decimal(66)))
    assert desk.only.group is None
    desk.apply(ReceiveFA(1, GROUPS))
    assert [(share.account, share.allocated) for share in desk.only.shares] == [("DU1", 66), ("DU2", None)]
    running, complete = (AccountAsked("DU2", each) for each in (RequestProgress.RUNNING, RequestProgress.COMPLETE))
    desk.apply(running)
    assert desk.allocated_to("DU2") is None
    desk.apply(complete)
    assert desk.allocated_to("DU2") == 0
    desk.apply(running)
    assert desk.allocated_to("DU2") == 0, "it was received once, and nothing has been filled since"
    desk.apply(parent("p.2.01", perm_id=7, time=at(-30)), complete)
    assert desk.allocated_to("DU2") is None, "this was asked before the last fill"


def test_the_accounts_to_ask_again() -> None:
    desk = Desk(ACCOUNTS, ReceiveFA(1, GROUPS), group_order())
    assert desk.book.incomplete_accounts() == ()
    desk.apply(parent(perm_id=7))
    assert desk.book.incomplete_accounts() == ("DU1", "DU2")
    desk.apply(part("1.1.01", perm_id=7))
    assert desk.book.incomplete_accounts() == ("DU1",), "its commission is missing"
    desk.apply(commission("1.1.01"))
    assert desk.book.incomplete_accounts() == ()
    desk.apply(parent("p.2.01", perm_id=7))
    assert desk.book.incomplete_accounts() == ("DU1", "DU2")
    desk.apply(parent("q.1.01", perm_id=8))
    assert desk.book.incomplete_accounts() == ("DU1", "DU2", "DU3")


def test_accounts_are_also_requested_if_only_tws_reports_the_filled_quantity() -> None:
    desk = Desk(ACCOUNTS, ReceiveFA(1, GROUPS), group_order(), part("1.1.01", perm_id=7), commission("1.1.01"))
    assert desk.book.incomplete_accounts() == ()
    desk.apply(order_status(7, 1, 5, filled=150, remaining=0))
    assert desk.book.incomplete_accounts() == ("DU1", "DU2")


def test_a_cleared_book_is_empty_and_uses_new_keys() -> None:
    desk = Desk(ACCOUNTS, parent(perm_id=7), part("1.1.01"))
    (key,) = desk.book.keys()
    desk.blotter.clear()
    desk.book.clear()
    assert (desk.book.keys(), desk.book.unassigned()) == ([], ())
    desk.apply(parent(perm_id=7))
    assert desk.book.keys() != [key]


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
        desk.apply(event)
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
    rebuilt = {order_key(each): each for each in map(fresh.allocation, fresh.keys())}
    grown = {order_key(each): each for each in desk.allocations}
    assert len(grown) == len(desk.allocations)
    assert {name: in_words(each) for name, each in rebuilt.items()} == {
        name: in_words(each) for name, each in grown.items()
    }
    assert set(desk.book.unassigned()) == set(fresh.unassigned())
    assert set(desk.book.incomplete_accounts()) == set(fresh.incomplete_accounts())
