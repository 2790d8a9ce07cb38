"""The simulated account: ids that it gives, reports that it keeps, and who is notified."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from ibmonitor.simulator.account.records import SimCommission, SimContract, SimExecution, SimOrder
from ibmonitor.simulator.account.world import CommissionReported, OrderBoundShown, OrderShown, World, WorldEvent

KO = SimContract(8894, "KO", "STK", "SMART", "USD")


def order(order_id: int, client_id: int, *, is_manual: bool = False, status: str = "Submitted") -> SimOrder:
    return SimOrder(
        100 + order_id, KO, "BUY", Decimal(1), "MKT", "DU1",
        order_id=order_id, client_id=client_id, is_manual=is_manual, status=status,
    )  # fmt: skip


def execution(exec_id: str, price: int = 60) -> SimExecution:
    now = datetime.now(UTC)
    return SimExecution(
        exec_id, KO, now, "20260310 12:00:00 US/Eastern", "DU1", "NYSE", "BOT", Decimal(1), Decimal(price),
        101, 1, 1, Decimal(1), Decimal(price),
    )  # fmt: skip


def watched(*orders: SimOrder) -> tuple[World, list[WorldEvent]]:
    world, events = World(("DU1",), orders=list(orders)), list[WorldEvent]()
    world.listeners.append(events.append)
    return world, events


def test_the_next_order_id_is_above_all_that_this_client_has_used() -> None:
    world, _ = watched(order(3, 1), order(9, 1, status="Cancelled"), order(20, 7))
    assert [world.next_order_id(client) for client in (1, 7, 5)] == [10, 21, 1]


def test_orders_are_open_until_they_are_filled_or_cancelled() -> None:
    orders = [order(n, 1, status=status) for n, status in enumerate(("Submitted", "Inactive", "Filled", "Cancelled"))]
    world, _ = watched(*orders)
    assert list(world.open_orders()) == orders[:2]
    assert list(world.completed_orders()) == orders[2:]


@pytest.mark.parametrize(("others", "bound_to"), [((), -2), ((5,), -2), ((-7,), -8)])
def test_a_manual_order_gets_a_negative_id_below_all_others_and_never_minus_1(
    others: tuple[int, ...], bound_to: int
) -> None:
    manual = order(0, 0, is_manual=True)
    world, events = watched(manual, *(order(each, 0) for each in others))
    world.bind(manual, 0, negative=True)
    assert (manual.order_id, manual.client_id) == (bound_to, 0)
    assert events == [OrderBoundShown(manual)]


def test_a_manual_order_gets_the_clients_next_id_where_ids_are_positive() -> None:
    manual = order(0, 0, is_manual=True)
    world, _ = watched(manual, order(4, 3))
    world.bind(manual, 3, negative=False)
    assert (manual.order_id, manual.client_id) == (5, 3)


def test_only_open_manual_orders_without_an_id_are_bound() -> None:
    manual, filled = order(0, 0, is_manual=True), order(0, 0, is_manual=True, status="Filled")
    world, events = watched(order(1, 1), manual, filled)
    assert world.bind_manual_orders(0, negative=True) == [manual]
    assert world.bind_manual_orders(0, negative=True) == []
    assert events == [OrderBoundShown(manual)]
    assert filled.order_id == 0


def test_a_report_without_its_execution_is_a_stray_one() -> None:
    world, events = watched()
    world.executions += [execution("a.01"), newest := execution("a.01", price=61)]
    known, stray = SimCommission("a.01", Decimal(1), "USD"), SimCommission("b.01", Decimal(2), "USD")
    world.report(known)
    world.report(stray)
    assert world.commissions == {"a.01": known}
    assert world.stray_commissions == [stray]
    assert events == [CommissionReported(known, newest), CommissionReported(stray, None)]


def test_nothing_is_sent_in_silence() -> None:
    shown = OrderShown(order(1, 1))
    world, events = watched()
    with world.silence():
        world.emit(shown)
    assert events == []
    world.emit(shown)
    assert events == [shown]
