"""The hour of trading on top of the load: everything happens in it, within its limits, the same from the same seed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ibmonitor.simulator.account.world import CommissionReported, ErrorShown, Executed, World, WorldEvent
from ibmonitor.simulator.scenarios import load_life
from ibmonitor.simulator.scenarios.load_life import LoadLife


def lived(seed: int, steps: int, first: int = 0) -> tuple[World, list[WorldEvent]]:
    """What is there and what was sent after so many events and the last commissions."""
    world, events = World(("DU1", "DU2")), list[WorldEvent]()
    world.listeners.append(events.append)
    life = LoadLife(world, world.accounts, first, seed)
    for _ in range(steps):
        assert life.step() == 1.8
    life.settle()
    return world, events


def test_the_same_seed_repeats_the_hour() -> None:
    (first, _), (second, _), (other, _) = lived(4, 400), lived(4, 400), lived(5, 400)
    assert [order.status for order in first.orders] == [order.status for order in second.orders]
    assert [each.shares for each in first.executions] == [each.shares for each in second.executions]
    assert [each.shares for each in first.executions] != [each.shares for each in other.executions]


def test_everything_happens() -> None:
    world, events = lived(4, 400)
    assert len(world.orders) > 50
    assert len(world.executions) > 100
    assert {order.status for order in world.orders} >= {"Submitted", "Filled", "Cancelled"}
    assert any(order.is_rejected for order in world.orders)
    assert {execution.exec_id for execution in world.executions} == set(world.commissions)
    corrected = [each for each in world.executions if each.exec_id.endswith(".02")]
    assert corrected
    earlier = {each.exec_id: each.price for each in world.executions}
    assert {each.price - earlier[f"{each.exec_id[:-2]}01"] for each in corrected} == {Decimal("0.01")}
    assert {each.code for each in events if isinstance(each, ErrorShown)} == {201, 202}
    messaged = {each.order.perm_id for each in events if isinstance(each, ErrorShown) and each.order}
    silent = [each for each in world.orders if each.status == "Cancelled" and each.perm_id not in messaged]
    assert silent, "these are found only in the list of completed orders"


def test_no_order_is_filled_beyond_its_quantity_and_none_is_charged_before_it_is_filled() -> None:
    world, events = lived(7, 400)
    assert all(0 <= order.filled <= order.total_quantity for order in world.orders)
    assert all((order.status == "Filled") is (order.remaining == 0) for order in world.orders)
    executed = set()
    for event in events:
        if isinstance(event, Executed):
            executed.add(event.execution.exec_id)
        elif isinstance(event, CommissionReported):
            assert event.commission.exec_id in executed


def test_its_ids_begin_after_those_of_the_load() -> None:
    world, _ = lived(1, 100, first=5000)
    assert min(order.order_id for order in world.orders) == 5001
    assert len({order.perm_id for order in world.orders}) == len(world.orders)


def test_it_opens_no_more_orders_than_it_can_keep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load_life, "_MOST_OPEN", 3)
    world = World(("DU1",))
    life, most = LoadLife(world, world.accounts, 0, seed=2), 0
    for _ in range(300):
        life.step()
        most = max(most, len(list(world.open_orders())))
    assert most == 3
    assert len(world.orders) > 10
