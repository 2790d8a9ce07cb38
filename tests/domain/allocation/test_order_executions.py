"""What makes a group order, and by which IDs its executions are found."""

from __future__ import annotations

from typing import Any

import pytest

from ibmonitor.domain.allocation.values import Match, UnassignedReason
from ibmonitor.domain.records.events import Event
from tests.domain.allocation.desk import ACCOUNTS, Desk, group_order, parent, part


@pytest.mark.parametrize(
    ("names", "match"),
    [
        ({"perm_id": 7}, Match.PERM_ID),
        ({"perm_id": 7, "client_id": 1, "order_id": 5}, Match.PERM_ID),
        ({"perm_id": 0, "client_id": 1, "order_id": 5}, Match.ORDER_ID),
    ],
)
def test_a_part_is_found_by_the_ids_of_its_order(names: dict[str, Any], match: Match) -> None:
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
    desk.apply(part("2.1.01", "DU2", perm_id=7))
    assert desk.parts == {"DU1": ["1.1.01"], "DU2": ["2.1.01"]}
    assert desk.unassigned == {}


def test_parts_of_several_accounts_with_one_perm_id_are_of_a_group_order_that_nobody_has_described() -> None:
    desk = Desk(ACCOUNTS, part("a.1.01", perm_id=7), part("b.1.01", "DU2", perm_id=7), part("c.1.01", perm_id=8))
    assert desk.only.order is None
    assert desk.parts == {"DU1": ["a.1.01"], "DU2": ["b.1.01"]}
    assert desk.unassigned == {UnassignedReason.UNKNOWN: ["c.1.01"]}


@pytest.mark.parametrize("names", [{"perm_id": 7}, {"client_id": 1, "order_id": 5}])
def test_an_advisors_execution_without_an_order_makes_a_group_order(names: dict[str, Any]) -> None:
    desk = Desk(part("1.1.01", **names), parent(**names), part("2.1.01", "DU2", **names))
    assert [each.order for each in desk.allocations] == [None]
    assert desk.parts == {"DU1": ["1.1.01"], "DU2": ["2.1.01"]}
    (key,) = desk.book.keys()
    desk.apply(group_order())
    assert [each.order for each in desk.allocations] == desk.blotter.orders
    assert desk.book.keys() == [key], "it is the same order, described"
