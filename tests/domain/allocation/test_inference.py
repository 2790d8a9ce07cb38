"""Executions without an order are matched by orderRef, contract, side and time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ibmonitor.domain.allocation.values import Match, UnassignedReason
from ibmonitor.domain.records.events import Event
from ibmonitor.domain.records.records import ComboLeg
from tests.domain.allocation.desk import ACCOUNTS, MSFT, Desk, at, group_order, parent, part
from tests.support.blotter_events import (
    AAPL,
    BAG,
    open_order,
)


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
def test_a_part_without_an_order_is_matched_by_reference_contract_side_and_time(
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
        desk.apply(event)
        desk.book.unassigned()
    exec_id = stray.execution.exec_id
    if is_found:
        assert desk.parts == {"DU1": [exec_id]}
        assert desk.only.shares[0].matches == {Match.ORDER_REF}
        assert desk.unassigned == {}
    else:
        assert desk.parts == {}
        assert desk.unassigned == {UnassignedReason.UNKNOWN: [exec_id]}


def test_a_reference_is_also_matched_to_orders_without_fills() -> None:
    stray = part("1.1.01", order_ref="ref")
    desk = Desk(ACCOUNTS, stray, group_order(orderRef="ref", action="SELL"))
    assert desk.unassigned == {UnassignedReason.UNKNOWN: ["1.1.01"]}
    desk.apply(group_order(orderRef="ref"))
    assert desk.parts == {"DU1": ["1.1.01"]}


@pytest.mark.parametrize(
    ("described", "found"),
    [("1|1,2|-1", [["2.1.01"], []]), ("3|1,2|-1", [[], ["2.1.01"]]), ("9|1,2|-1", [[], []]), ("", [[], []])],
)
def test_a_part_of_a_combo_is_matched_by_its_legs(described: str, found: list[list[str]]) -> None:
    """Two combos under one reference at one time; all combos have one conId, and this one's legs may be unknown."""
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


def test_the_time_decides_among_group_orders_with_one_reference() -> None:
    wholes = [parent(f"p.{each}.01", perm_id=each, order_ref="ref", time=at(20 * each)) for each in range(1, 9)]
    strays = [part(f"{each}.1.01", order_ref="ref", time=at(20 * each + 5)) for each in range(9)]
    desk = Desk(*strays, *wholes)
    assert [[fill.execution.exec_id for fill in each.shares[0].fills] for each in desk.allocations] == [
        [f"{each}.1.01"] for each in range(1, 9)
    ]
    assert desk.unassigned == {UnassignedReason.UNKNOWN: ["0.1.01"]}
