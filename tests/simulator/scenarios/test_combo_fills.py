"""The executions of a combo's legs: ids, sides, quantities, and which of them the order is charged for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from ibmonitor.simulator.account.records import SimExecution, SimOrder
from ibmonitor.simulator.account.world import Executed, World
from ibmonitor.simulator.scenarios import instruments as ins
from ibmonitor.simulator.scenarios.combo_fills import fill_legs, record_leg
from ibmonitor.simulator.scenarios.desk import Desk

NEAR, FAR = (ins.option(n, "KO", strike, "C", "1", date(2026, 3, 1)) for n, strike in ((1, "60"), (2, "65")))
SPREAD = ins.combo("KO", ((NEAR, "BUY"), (FAR, "SELL")), "1.00")
PRICES = [(NEAR.contract, "2.50"), (FAR.contract, "1.50")]


def traded(action: str, shares: int) -> tuple[Desk, SimOrder, SimExecution]:
    desk = Desk(World(("DU1",)), clock=lambda: datetime(2026, 3, 10, 16, tzinfo=UTC))
    order = desk.place(SPREAD, action, 10, account="DU1")
    return desk, order, desk.execute(order, shares, "1.00", "CBOE")


@pytest.mark.parametrize(("action", "sides"), [("BUY", ["BOT", "SLD"]), ("SELL", ["SLD", "BOT"])])
def test_each_leg_has_an_execution_beside_the_whole(action: str, sides: list[str]) -> None:
    desk, order, whole = traded(action, 4)
    events: list[object] = []
    desk.world.listeners.append(events.append)
    legs = fill_legs(desk, order, whole, PRICES)
    stem = whole.exec_id.removesuffix("01.01")
    assert [leg.exec_id for leg in legs] == [f"{stem}02.01", f"{stem}03.01"]
    assert [leg.side for leg in legs] == sides
    assert [(str(leg.shares), str(leg.price)) for leg in legs] == [("4", "2.50"), ("4", "1.50")]
    assert {leg.exchange for leg in legs} == {"CBOE"}
    assert {leg.perm_id for leg in legs} == {order.perm_id}
    assert [each.execution for each in events if isinstance(each, Executed)] == legs


def test_the_order_is_charged_for_its_legs_but_not_for_those_of_an_accounts_part() -> None:
    desk, order, whole = traded("BUY", 4)
    legs = fill_legs(desk, order, whole, PRICES)
    charged = sum(desk.world.commissions[leg.exec_id].commission for leg in legs)
    assert order.commission == charged > 0
    part = desk.allocate(order, whole, {"DU1": Decimal(4)})["DU1"]
    of_part = fill_legs(desk, order, part, PRICES)
    assert all(leg.is_allocation_part and leg.exec_id in desk.world.commissions for leg in of_part)
    assert order.commission == charged


def test_later_fills_of_a_leg_add_to_its_quantity_and_average() -> None:
    desk, order, whole = traded("BUY", 1)
    first = record_leg(desk, order, whole, 1, NEAR.contract, price=Decimal(2))
    second = record_leg(desk, order, whole, 1, NEAR.contract, price=Decimal(3))
    other = record_leg(desk, order, whole, 2, FAR.contract, price=Decimal(9))
    sums = [(str(leg.cum_qty), str(leg.avg_price)) for leg in (first, second, other)]
    assert sums == [("1", "2"), ("2", "2.5"), ("1", "9")]


def test_a_leg_that_fills_in_parts_has_ids_of_five_segments() -> None:
    desk, order, whole = traded("BUY", 3)
    stem = whole.exec_id.removesuffix("01.01")
    parts = [
        record_leg(desk, order, whole, 2, FAR.contract, n, price=Decimal(1), shares=Decimal(shares))
        for n, shares in ((1, 1), (2, 2))
    ]
    assert [part.exec_id for part in parts] == [f"{stem}03.01.01", f"{stem}03.02.01"]
    assert [part.cum_qty for part in parts] == [1, 3]
