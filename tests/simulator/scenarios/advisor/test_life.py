"""The rest of the advisor's day: everything happens in it, it stays bounded, and it depends only on its seed."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from ibmonitor.simulator.account.world import (
    CommissionReported,
    ErrorShown,
    Executed,
    OrderShown,
    StatusShown,
    WorldEvent,
)
from ibmonitor.simulator.scenarios import instruments as ins
from ibmonitor.simulator.scenarios.advisor import life as advisor_life
from ibmonitor.simulator.scenarios.advisor.advisor import Advisor
from tests.simulator.peers import RunningTws, ibapi_client
from tests.simulator.scenarios.advisor.live import advisor_at_noon, live


def _signature(event: WorldEvent) -> tuple[object, ...]:
    match event:
        case OrderShown(order) | StatusShown(order):
            return type(event).__name__, order.perm_id
        case Executed(execution):
            return execution.exec_id, execution.shares, execution.price
        case CommissionReported(commission, _):
            return (commission,)
        case _:
            return (type(event).__name__,)


def test_events_depend_only_on_the_seed() -> None:
    first, again, other = ([_signature(h) for h in live(advisor_at_noon(seed=seed), 300)] for seed in (1, 1, 2))
    assert first == again != other


def test_everything_happens_within_an_hour() -> None:
    advisor, statuses = advisor_at_noon(), set()

    def note_status(event: WorldEvent) -> None:
        if isinstance(event, StatusShown):
            statuses.add(event.order.status)

    advisor.world.listeners.append(note_status)
    events = live(advisor, seconds=3600)
    errors = Counter(h.code for h in events if isinstance(h, ErrorShown))
    farms = {2103, 2104, 2107, 2108, 2119}
    assert errors.keys() == {161, 201, 202, 399, 404, 435, 2111, 2148, 10147, 10148} | farms
    reports = [h for h in events if isinstance(h, CommissionReported)]
    assert any(h.execution is None for h in reports)
    assert {h.commission.realized_pnl is None for h in reports} == {True, False}
    assert {h.execution.is_allocation_part for h in reports if h.execution} == {True, False}
    assert statuses == {
        "PendingSubmit",
        "PreSubmitted",
        "Submitted",
        "PendingCancel",
        "Cancelled",
        "Filled",
        "Inactive",
        "ApiPending",
        "ApiCancelled",
    }


def test_a_long_day_stays_bounded_and_consistent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advisor_life, "_MOST_KEPT", 400)
    advisor = advisor_at_noon()
    events = live(advisor, seconds=2 * 3600)
    world = advisor.world
    assert sum(isinstance(h, Executed) for h in events) > 1000
    assert len(world.executions) <= 400 + 50
    assert len(world.orders) <= 400 + 50
    assert sum(1 for _ in world.open_orders()) <= 55
    of_a_quantity = [order for order in world.orders if order.total_quantity]
    assert all(0 <= order.filled <= order.total_quantity for order in of_a_quantity)
    assert all((order.status == "Filled") == (order.remaining == 0) for order in of_a_quantity)
    known = {e.exec_id for e in world.executions}
    assert set(world.commissions) <= known
    apples = [e.price for e in world.executions if e.contract.symbol == "AAPL" and e.contract.sec_type == "STK"]
    assert max(abs(price / ins.AAPL.price - 1) for price in apples) < Decimal("0.05")


def test_events_are_sent_to_clients() -> None:
    with RunningTws(Advisor(), master_client_id=9, speed=500) as running, ibapi_client(running, 9) as peer:
        for name in ("openOrder", "orderStatus", "execDetails", "commissionAndFeesReport"):
            peer.wait(name, 5)
        assert {args[0] for args in peer.named("execDetails")} == {-1}


@pytest.mark.parametrize("most", [0, 50])
def test_no_order_is_opened_where_there_is_no_room(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advisor_life, "_MOST_OPEN", most)
    advisor = advisor_at_noon()
    live(advisor, seconds=60)
    assert any(order.order_ref.startswith("live-") for order in advisor.world.orders) is (most > 0)
