"""Which executions are assigned to which group order, and how assignments change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ibmonitor.domain.allocation.values import Match, UnassignedReason
from tests.domain.allocation.desk import ACCOUNTS, MSFT, Desk, at, group_order, parent, part
from tests.support.blotter_events import (
    BAG,
    open_order,
)


def test_an_order_that_becomes_a_group_order_later_takes_its_executions() -> None:
    desk = Desk(ACCOUNTS, group_order(faGroup=""), part("1.1.01", perm_id=7))
    desk.book.unassigned()
    desk.apply(group_order())
    assert desk.parts == {"DU1": ["1.1.01"]}
    desk.apply(group_order(faGroup=""))
    assert desk.book.keys() == []
    assert desk.unassigned == {UnassignedReason.OWN_ORDER: ["1.1.01"]}


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
    desk.apply(group_order())
    assert desk.parts == {"DU1": ["1.1.01"], "DU2": ["2.1.01"]}
    assert desk.unassigned == {}


def test_a_changed_reference_is_matched_again() -> None:
    desk = Desk(ACCOUNTS, group_order(orderRef="ref"), part("1.1.01", order_ref="ref"))
    assert desk.parts == {"DU1": ["1.1.01"]}
    desk.apply(group_order(orderRef="other"))
    assert desk.parts == {}
    assert desk.unassigned == {UnassignedReason.UNKNOWN: ["1.1.01"]}


def test_an_execution_with_an_order_is_not_matched_by_reference() -> None:
    desk = Desk(ACCOUNTS, part("1.1.01", perm_id=7, order_ref="ref"))
    assert desk.unassigned == {UnassignedReason.UNKNOWN: ["1.1.01"]}
    desk.apply(parent("p.1.01", perm_id=7))
    assert desk.parts == {"DU1": ["1.1.01"]}
    desk.apply(parent("q.1.01", perm_id=8, order_ref="ref"))
    assert [[share.matches for share in each.shares] for each in desk.allocations] == [[{Match.PERM_ID}], []]


def test_a_combos_legs_are_not_matched() -> None:
    bag = parent("0001.1.01.01", perm_id=7, order_ref="ref", contract=BAG)
    leg = parent("0001.1.01.01.01", perm_id=7, order_ref="ref", contract=MSFT)
    desk = Desk(bag, leg, part("1.1.01", order_ref="ref", contract=MSFT))
    assert desk.unassigned == {UnassignedReason.UNKNOWN: ["1.1.01"]}
    desk.apply(part("2.1.01", order_ref="ref", contract=BAG))
    assert desk.parts == {"DU1": ["2.1.01"]}


@pytest.mark.parametrize("order", ["whole first", "leg first", "group order last"])
def test_a_leg_is_in_the_group_order_of_its_combo(order: str) -> None:
    whole = parent("0001.1.01.01", perm_id=7, order_ref="ref", contract=BAG)
    named: dict[str, Any] = {"order_ref": "ref", "client_id": 1, "order_id": 9}
    bag = part("0002.1.01.01", contract=BAG, **named)
    leg = part("0002.1.02.01.01", contract=MSFT, **named)
    events = {"whole first": (whole, bag, leg), "leg first": (leg, whole, bag), "group order last": (bag, leg, whole)}
    desk = Desk(ACCOUNTS, *events[order])
    assert {account: sorted(ids) for account, ids in desk.parts.items()} == {"DU1": ["0002.1.01.01", "0002.1.02.01.01"]}
    assert desk.unassigned == {}


def test_an_execution_that_matches_two_group_orders_is_in_neither() -> None:
    stray = part("1.1.01", order_ref="ref", time=at(4))
    one, other = (parent(f"p.{each}.01", perm_id=each, order_ref="ref", time=at(each)) for each in (1, 2))
    desk = Desk(stray, one)
    assert desk.parts == {"DU1": ["1.1.01"]}
    desk.apply(other)
    assert [allocation.allocated for allocation in desk.allocations] == [0, 0]
    assert desk.unassigned == {UnassignedReason.AMBIGUOUS: ["1.1.01"]}
    desk.apply(open_order(99, 3, 3), replace(stray, execution=replace(stray.execution, perm_id=99)))
    assert desk.unassigned == {UnassignedReason.OWN_ORDER: ["1.1.01"]}
