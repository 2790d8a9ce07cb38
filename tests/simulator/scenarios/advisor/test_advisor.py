"""The advisor's day: one of everything at its start, and the stories of its first minutes."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from ibapi.execution import ExecutionFilter

from ibmonitor.simulator.account.records import SimExecution, SimOrder
from ibmonitor.simulator.account.world import (
    ErrorShown,
    Executed,
    OrderBoundShown,
    StatusShown,
    WorldEvent,
)
from ibmonitor.simulator.scenarios.advisor.advisor import ACCOUNTS, ADVISOR, Advisor
from ibmonitor.simulator.scenarios.base import Scenario
from ibmonitor.simulator.wire.filters import TWS_ZONE
from tests.simulator.peers import RunningTws, ibapi_client
from tests.simulator.scenarios.advisor.live import NOON, advisor_at_noon, live

NOW = datetime.now(UTC)


def _one(orders: list[SimOrder]) -> SimOrder:
    (order,) = orders
    return order


def test_advisor_starts_with_one_of_everything() -> None:
    world = advisor_at_noon(life=False).world
    orders, executions = world.orders, world.executions
    assert {e.contract.sec_type for e in executions} == {"STK", "OPT", "BAG", "FUT", "CASH"}
    assert {o.client_id for o in orders} == {0, 1, 7, 12}
    assert any(o.order_id == p.order_id and o.client_id != p.client_id for o in orders for p in orders)
    assert _one([o for o in orders if o.why_held == "locate"]).contract.symbol == "GME"
    assert Counter(o.completed_status for o in orders if o.status == "Cancelled") == {
        "Cancelled by Trader": 2,
        "Cancelled by System:\n": 3,
        "Cancelled by System:\nThe limit price is more aggressive than the price cap of 359.73.": 1,
        "Rejected by System:\nOrder is already expired.": 1,
        "Rejected by System:\nThe order size exceeds the account's available funds: Available 182,340.11 USD.": 1,
    }
    assert not any(o.reject_reason for o in orders)
    assert all(o.is_open for o in orders if o.warning_text)
    held = _one([o for o in orders if "will not be placed" in o.warning_text])
    tomorrow = (NOON + timedelta(days=1)).date()
    assert f"until {tomorrow} 09:30:00" in held.warning_text
    assert {o.why_held for o in orders if o.parent_id} == {"", "trigger", "child"}
    assert [o.order_id for o in orders if o.is_manual] == [0, 0, 0, -2]
    assert any(o.filled % 1 for o in orders)
    assert any((o.lmt_price or 0) < 0 for o in orders)
    assert [e.exec_id for e in executions if e.exec_id.endswith(".02")]
    assert {e.exec_id.count(".") for e in executions} == {3}, "the legs of combos have no fifth segment"
    assert not any(e.submitter for e in executions)
    assert all(o.submitter for o in orders)
    assert len(orders) < 70


@pytest.mark.parametrize(
    ("order_ref", "sec_type", "fills"),
    [
        ("fa-vertical", "OPT", {("01.01", "BOT", 8), ("02.01", "BOT", 8), ("03.01", "SLD", 8)}),
        ("roll", "FUT", {("01.01", "BOT", 2), ("02.01", "SLD", 2), ("03.01", "BOT", 2)}),
    ],
)
def test_combos_are_partly_filled_with_their_legs(
    order_ref: str, sec_type: str, fills: set[tuple[str, str, int]]
) -> None:
    world = advisor_at_noon(life=False).world
    order = _one([o for o in world.orders if o.order_ref == order_ref])
    assert order.status == "Submitted"
    assert 0 < order.filled < order.total_quantity
    whole = [e for e in world.executions if e.perm_id == order.perm_id and not e.is_allocation_part]
    assert {(e.exec_id.split(".", 2)[2], e.side, int(e.shares)) for e in whole} == fills
    assert len({e.exec_id.split(".")[1] for e in whole}) == 1
    legs = [e for e in whole if e.contract.sec_type != "BAG"]
    assert {e.contract.sec_type for e in legs} == {sec_type}
    assert [e.contract.con_id for e in legs] == [leg.con_id for leg in order.contract.combo_legs]
    charged = [e for e in whole if e.exec_id in world.commissions]
    assert charged == legs, "commissions come for the legs alone"


def test_orders_without_a_quantity() -> None:
    world = advisor_at_noon(life=False).world
    money, hedge = (o for o in world.orders if not o.total_quantity)
    assert money.cash_qty == 1500
    assert money.remaining == hedge.remaining == 0
    assert money.status == "Filled"
    spent = sum(e.shares * e.price for e in world.executions if e.perm_id == money.perm_id)
    assert 1499 < spent <= 1500
    parent = _one([o for o in world.orders if o.perm_id == hedge.parent_perm_id])
    assert (hedge.parent_id, hedge.oca_group) == (parent.order_id, str(parent.perm_id))
    assert (hedge.more["hedgeType"], hedge.why_held) == ("B", "child")


def test_advisor_starts_with_every_status_and_every_special_fill() -> None:
    world = advisor_at_noon(life=False).world
    assert {o.status for o in world.open_orders()} == {
        "ApiPending",
        "Inactive",
        "Parked",
        "PendingCancel",
        "PendingSubmit",
        "PreCancelled",
        "PreSubmitted",
        "Submitted",
        "WarnState",
    }
    assert {o.status for o in world.completed_orders()} == {"ApiCancelled", "Cancelled", "Filled"}
    assert _one([o for o in world.orders if o.perm_id == 0]).status == "ApiPending"
    assert _one([o for o in world.orders if o.mkt_cap_price]).order_ref == "capped"
    assert len([o for o in world.open_orders() if o.oca_group == "dip-buyers"]) == 2
    executions = world.executions
    assert {e.last_liquidity for e in executions} == {1, 2, 3}
    assert _one_execution([e for e in executions if e.liquidation]).is_manual
    outside = [e for e in executions if e.perm_id == 0 and not e.is_allocation_part]
    assert [e.opt_exercise_or_lapse_type for e in outside] == [100, 102]
    assert {e.order_id for e in outside} == {2147483647}
    assert len({e.exec_id for e in executions}) == len(executions)


def _one_execution(executions: list[SimExecution]) -> SimExecution:
    (execution,) = executions
    return execution


def test_a_group_order_is_executed_for_the_advisor_and_split_by_account() -> None:
    world = advisor_at_noon(life=False).world
    order = _one([o for o in world.orders if o.order_ref == "model-0007"])
    assert order.account == ""
    assert len(order.allocations) == 3
    of_order = [e for e in world.executions if e.perm_id == order.perm_id]
    parents = [e for e in of_order if not e.is_allocation_part]
    parts = [e for e in of_order if e.is_allocation_part]
    assert {e.account for e in parents} == {ADVISOR}
    assert {e.account for e in parts} == {ACCOUNTS[0], ACCOUNTS[1], ACCOUNTS[4]}
    assert sum(e.shares for e in parts) == sum(e.shares for e in parents) == order.filled == 300
    with RunningTws(advisor_at_noon(life=False)) as running, ibapi_client(running) as peer:
        asked = ExecutionFilter()
        asked.specificDates = [int(NOON.astimezone(TWS_ZONE).strftime("%Y%m%d"))]
        peer.reqExecutions(1, asked)
        peer.wait("execDetailsEnd")
        seen = [e.acctNumber for _, _, e in peer.named("execDetails") if e.permId == order.perm_id]
        assert seen == [ADVISOR, ADVISOR]
        asked.acctCode = ACCOUNTS[4]
        peer.reqExecutions(2, asked)
        peer.wait("execDetailsEnd", 2)
        parts_seen = [e for req_id, _, e in peer.named("execDetails") if req_id == 2 and e.permId == order.perm_id]
        assert [e.acctNumber for e in parts_seen] == [ACCOUNTS[4]] * 2


@pytest.mark.parametrize("hour", [4, 5, 12, 28])
def test_the_morning_is_today_at_any_hour(hour: int) -> None:
    now = datetime(2026, 3, 10, 0, 0, 1, tzinfo=UTC).replace(day=10 + hour // 24, hour=hour % 24)
    world = Advisor(life=False, clock=lambda: now).world
    today = [e for e in world.executions if e.order_ref != "income-17"]
    assert {e.when.astimezone(TWS_ZONE).date() for e in today} == {now.astimezone(TWS_ZONE).date()}
    assert all(e.when <= now for e in today)
    first = [e.when for e in today if e.exec_id.endswith(".01")]  # a correction is of the time of what it corrects
    assert first == sorted(first)


def _sent_for(events: list[WorldEvent], order_ref: str) -> list[str]:
    """What is sent for an order, a word each: its status, or the last segment of an execution's id."""
    words = []
    for event in events:
        match event:
            case Executed(execution) if execution.order_ref == order_ref:
                words.append(execution.exec_id[-2:])
            case ErrorShown(code, _, order) if order is not None and order.order_ref == order_ref:
                words.append(str(code))
    return words


def test_the_stories_of_the_first_minutes() -> None:
    advisor = advisor_at_noon()
    statuses: dict[str, list[str]] = {}
    binds: list[int] = []

    def note(event: WorldEvent) -> None:
        if isinstance(event, StatusShown):
            statuses.setdefault(event.order.order_ref, []).append(event.order.status)
        elif isinstance(event, OrderBoundShown):
            binds.append(event.order.order_id)

    advisor.world.listeners.append(note)
    events = live(advisor, 60)
    orders = {o.order_ref: o for o in advisor.world.orders}
    assert statuses["backwards"] == [
        "PendingSubmit",
        *["Submitted"] * 2,
        *["PendingCancel"] * 2,
        *["Submitted"] * 2,
        *["PreSubmitted"] * 2,
        "Cancelled",
    ]
    assert orders["backwards"].status_client_id == 0 != orders["backwards"].client_id
    assert _sent_for(events, "corrected early") == ["02", "01"]
    assert statuses["completed unseen"] == ["Submitted"]
    assert orders["completed unseen"].status == "Cancelled"
    assert statuses["vanished"] == ["Submitted"]
    assert "vanished" not in orders
    assert statuses["not acknowledged"] == ["PendingSubmit", "Submitted"]
    assert orders["not acknowledged"].perm_id > 0
    assert binds == [-3, -4]
    assert _sent_for(events, "short") == ["404"]
    rejects = [h.advanced_reject_json for h in events if isinstance(h, ErrorShown) and h.code == 201]
    assert sum(not each for each in rejects) == 1
    assert all(json.loads(each)["rejects"] for each in rejects if each)
    revised = next(e.exec_id[:-2] for e in advisor.world.executions if e.pending_price_revision)
    chain = [e for e in advisor.world.executions if e.exec_id[:-2] == revised]
    assert [(e.exec_id[-2:], e.pending_price_revision) for e in chain] == [("01", True), ("02", True), ("03", False)]
    assert {e.exec_id for e in chain} <= advisor.world.commissions.keys()
    sent = [h.execution for h in events if isinstance(h, Executed)]
    (five,) = {e.perm_id for e in sent if e.exec_id.count(".") == 4}
    combo = [(e.contract.sec_type, e.side, e.exec_id.count(".")) for e in sent if e.perm_id == five]
    assert combo == [("BAG", "BOT", 3), ("OPT", "SLD", 4), ("OPT", "BOT", 4), ("OPT", "BOT", 4)]
    warnings = [h for h in events if isinstance(h, ErrorShown) and h.code == 399 and h.order is not None]
    warnings = [h for h in warnings if h.order and h.order.client_id == 7]
    assert len(warnings) == 3
    same_id = {
        o.client_id for o in advisor.world.orders if warnings[0].order and o.order_id == warnings[0].order.order_id
    }
    assert len(same_id) > 1


@pytest.mark.parametrize("version", [178, 200, 226])
def test_the_first_minute_arrives_in_ibapi(version: int) -> None:
    advisor = Advisor(clock=lambda: NOON)
    with (
        RunningTws(Scenario(advisor.world), max_server_version=version, master_client_id=9) as running,
        ibapi_client(running, 9) as peer,
    ):
        events = running.call(lambda: live(advisor, 60))
        running.call(lambda: running.tws.broadcast_error(1100, "the end"))
        peer.wait_error(1100)
        sent = Counter(type(each) for each in events)
        sent[Executed] -= sum(isinstance(each, Executed) and each.execution.is_manual for each in events)
        assert len(peer.named("execDetails")) == sent[Executed]
        bound = [each for each in events if isinstance(each, OrderBoundShown)]
        assert peer.named("orderBound") == [(each.order.perm_id, 0, each.order.order_id) for each in bound]
        seen = [args[1] for args in peer.named("orderStatus") if args[0] == _id_of(advisor, "backwards")]
        assert seen[-1] == "Cancelled"
        assert len(seen) == 10
        rejected = next(args for args in peer.named("error") if args[2] == 201 and args[0] >= 1201)
        assert "rejects" in rejected[4]


def _id_of(advisor: Advisor, order_ref: str) -> int:
    return next(o.order_id for o in advisor.world.orders if o.order_ref == order_ref)
