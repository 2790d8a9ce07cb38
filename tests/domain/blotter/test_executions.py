"""Combos: a leg is recognized by its contract, in any order of arrival (TWS_FACTS, "Executions")."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import permutations

import pytest

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.events import Event, ExecDetails
from ibmonitor.domain.records.records import ComboRole
from tests.support.blotter_events import AAPL, BAG, execution, new_blotter, open_order, order_status

CALL = replace(AAPL, con_id=801, sec_type="OPT", local_symbol="AAPL  261218C00300000")
STOCK = AAPL
NEAR = replace(AAPL, con_id=802, sec_type="FUT", symbol="ES", local_symbol="ESZ6")
FAR = replace(NEAR, con_id=803, local_symbol="ESH7")

WHOLE = execution("0000e0d5.6a2b0001.01.01", contract=BAG, perm_id=7, shares=Decimal(2), price=Decimal("1.5"))
LEGS = (
    execution("0000e0d5.6a2b0001.02.01", contract=STOCK, perm_id=7, shares=Decimal(200), price=Decimal(300)),
    execution("0000e0d5.6a2b0001.03.01", contract=CALL, perm_id=7, shares=Decimal(2), side="SLD"),
)
ORDER = open_order(7, 1, 5, contract=BAG, totalQuantity=Decimal(2), status="Submitted", orderType="LMT")
FILLED = order_status(7, 1, 5, status="Filled", filled=2, remaining=0)


def seen(*values: object) -> tuple[object, ...]:
    """Values to compare, whatever they are."""
    return values


def roles(blotter: Blotter) -> dict[str, ComboRole]:
    return {fill.execution.exec_id[-5:]: fill.combo_role for fill in blotter.fills}


@pytest.mark.parametrize("arrival", list(permutations([ORDER, WHOLE, *LEGS])))
def test_only_the_whole_combo_counts_in_any_order_of_arrival(arrival: tuple[Event, ...]) -> None:
    blotter = new_blotter(*arrival, FILLED)
    (order,) = blotter.orders
    assert seen(order.executed, order.filled, order.remaining) == (2, 2, 0)
    assert roles(blotter) == {"01.01": ComboRole.BAG, "02.01": ComboRole.LEG, "03.01": ComboRole.LEG}
    whole = next(fill for fill in blotter.fills if fill.combo_role is ComboRole.BAG)
    assert {leg.contract for leg in whole.legs} == {STOCK, CALL}


@pytest.mark.parametrize("arrival", list(permutations(LEGS)))
def test_legs_without_the_whole_combo_do_not_count(arrival: tuple[ExecDetails, ...]) -> None:
    blotter = new_blotter(*arrival, ORDER)
    (order,) = blotter.orders
    assert seen(order.executed, order.filled, order.is_done) == (0, None, False)
    assert set(roles(blotter).values()) == {ComboRole.LEG}


def test_a_roll_that_is_partly_filled_still_works() -> None:
    roll = replace(BAG, symbol="ES")
    blotter = new_blotter(
        open_order(9, 1, 6, contract=roll, totalQuantity=Decimal(10), status="Submitted"),
        order_status(9, 1, 6, filled=4, remaining=6),
        execution("0000e1a7.00000001.01.01", contract=roll, perm_id=9, shares=Decimal(4), price=Decimal(0)),
        execution("0000e1a7.00000001.02.01", contract=NEAR, perm_id=9, shares=Decimal(4)),
        execution("0000e1a7.00000001.03.01", contract=FAR, perm_id=9, shares=Decimal(4)),
        execution("0000e1a7.00000001.03.01.01", contract=FAR, perm_id=9, shares=Decimal(4)),
    )
    (order,) = blotter.orders
    assert seen(order.executed, order.filled, order.remaining, order.is_done) == (4, 4, 6, False)


def test_legs_without_ids_are_recognized_by_the_trade_of_the_whole_combo() -> None:
    nameless = [replace(leg, execution=replace(leg.execution, perm_id=0)) for leg in LEGS]
    for arrival in permutations([WHOLE, *nameless]):
        assert roles(new_blotter(*arrival)) == {"01.01": ComboRole.BAG, "02.01": ComboRole.LEG, "03.01": ComboRole.LEG}


def test_a_separate_order_in_the_same_stock_is_no_leg() -> None:
    blotter = new_blotter(ORDER, WHOLE, *LEGS, execution("0000e0d5.6a2b0002.01.01", contract=STOCK, perm_id=8))
    assert roles(blotter)["01.01"] is ComboRole.NONE
    assert blotter.fills[-1].combo_role is ComboRole.NONE


def test_an_execution_that_names_another_order_is_taken_from_the_first() -> None:
    blotter = new_blotter(open_order(7, 1, 5), open_order(8, 1, 6), execution("a.b.c.01", perm_id=7))
    first, second = blotter.orders
    assert first.filled == 100
    change = blotter.apply(execution("a.b.c.01", perm_id=8))
    assert set(change.orders) == {first, second}
    assert (first.fills, second.fills) == ([], blotter.fills)
    assert (first.executed, second.executed) == (Decimal(0), Decimal(100))
