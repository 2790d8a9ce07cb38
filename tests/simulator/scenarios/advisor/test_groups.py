"""The group orders of the advisor's day, what each account gets, and how TWS reports it."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from ibapi.execution import ExecutionFilter

from ibmonitor.simulator.account.world import CommissionReported, World
from ibmonitor.simulator.scenarios.advisor.accounts import GROUPS
from ibmonitor.simulator.scenarios.advisor.advisor import ACCOUNTS, ADVISOR, Advisor
from ibmonitor.simulator.scenarios.base import Scenario
from ibmonitor.simulator.scenarios.desk import Desk
from ibmonitor.simulator.scenarios.instruments import KO
from ibmonitor.simulator.scenarios.splitting import weights
from tests.simulator.peers import IbapiPeer, RunningTws, ibapi_client

NOON = datetime(2026, 3, 10, 16, 0, tzinfo=UTC)
SMITH, JONES, TRUST, PENSION, GARCIA = ACCOUNTS
METHODS = {"AvailableEquity", "ContractsOrShares", "Equal", "MonetaryAmount", "NetLiq", "Percent", "Ratio"}
ALLOCATED = {
    "fa-equal": (100, {SMITH: 34, JONES: 33, GARCIA: 33}),
    "fa-percent": (33, {SMITH: 20, TRUST: 13}),
    "fa-ratio": (101, {JONES: 76, PENSION: 25}),
    "fa-shares": (120, {SMITH: 60, JONES: 30, TRUST: 30}),
    "fa-money": (1252, {SMITH: 626, JONES: 391, PENSION: 235}),
    "fa-netliq": (150, {SMITH: 48, JONES: 36, TRUST: 30, PENSION: 24, GARCIA: 12}),
    "fa-equity": (40, {SMITH: 18, TRUST: 14, GARCIA: 8}),
    "fa-spread": (100, {SMITH: 60, TRUST: 40}),
    "fa-nothing": (90, {SMITH: 30, JONES: 60}),
    "fa-dropped": (80, {JONES: 60}),
    "fa-outside": (80, {JONES: 60, PENSION: 10, TRUST: 10}),
    "fa-reference": (60, {SMITH: 20, JONES: 20, GARCIA: 20}),
    "fa-combo": (4, {JONES: 3, PENSION: 1}),
    "fa-vertical": (8, {JONES: 6, PENSION: 2}),
}
"""What the advisor's own executions add up to, and those of each account; without replaced ones and legs."""


def _morning() -> World:
    return Advisor(life=False, clock=lambda: NOON).world


def test_every_method_has_a_group_and_a_group_order_that_was_allocated() -> None:
    world = _morning()
    methods = {group.name: group.default_method for group in world.groups}
    assert set(methods.values()) == METHODS
    allocated = {e.perm_id for e in world.executions if e.is_allocation_part}
    orders = [order for order in world.orders if order.fa_group and order.perm_id in allocated]
    assert {order.fa_method or methods[order.fa_group] for order in orders} == METHODS
    assert {order.account for order in orders} == {""}


@pytest.mark.parametrize("order_ref", ALLOCATED)
def test_what_each_account_gets_in_the_morning(order_ref: str) -> None:
    world = _morning()
    (order,) = (order for order in world.orders if order.order_ref == order_ref)
    of_order = [e for e in world.executions if e.order_ref == order_ref and e.contract == order.contract]
    newest = {e.exec_id[:-2]: e for e in of_order}
    got: defaultdict[str, Decimal] = defaultdict(Decimal)
    for execution in newest.values():
        assert execution.side == ("BOT" if order.action == "BUY" else "SLD")
        got[execution.account] += execution.shares
    whole, parts = ALLOCATED[order_ref]
    assert got.pop(ADVISOR) == order.filled == whole
    assert got == parts


def test_unusual_allocations_in_the_morning() -> None:
    world = _morning()
    by_ref: defaultdict[str, list[Any]] = defaultdict(list)
    for execution in world.executions:
        by_ref[execution.order_ref].append(execution)
    working = {order.order_ref for order in world.open_orders() if order.order_ref.startswith("fa-")}
    assert working == {"fa-shares", "fa-netliq", "fa-vertical"}
    (reported,) = (order for order in world.open_orders() if order.allocations)
    desired = [int(each.desired_alloc_qty) for each in reported.allocations]
    assert (reported.order_ref, desired) == ("fa-netliq", [96, 72, 60, 48, 24])
    uncharged = {e.account for e in by_ref["fa-netliq"] if e.exec_id not in world.commissions}
    assert uncharged == {TRUST, PENSION}
    corrected = [(e.account, e.exec_id[-2:], str(e.price)) for e in by_ref["fa-ratio"]]
    assert corrected == [
        *[(account, "01", "231.36") for account in (ADVISOR, JONES, PENSION)],
        *[(account, "02", "231.30") for account in (ADVISOR, JONES, PENSION)],
    ]
    assert {e.account: str(e.price) for e in by_ref["fa-spread"]} == {ADVISOR: "27.41", SMITH: "27.30", TRUST: "27.41"}
    assert [e.account for e in by_ref["fa-reference"] if e.perm_id == 0] == [GARCIA]
    realized = {e.account for e in by_ref["fa-reference"] if (world.commissions[e.exec_id].realized_pnl or 0) > 0}
    assert realized == {ADVISOR, SMITH, JONES, GARCIA}
    for order_ref, sizes in (("fa-combo", (4, 3, 1)), ("fa-vertical", (8, 6, 2))):
        legs = [(e.account, int(e.shares)) for e in by_ref[order_ref] if e.contract.sec_type == "OPT"]
        assert legs == [each for pair in zip((ADVISOR, JONES, PENSION), sizes, strict=True) for each in [pair] * 2]
    (stray,) = (e for e in by_ref[""] if e.is_allocation_part and e.account == TRUST)
    assert (stray.perm_id, stray.contract.symbol, int(stray.shares)) == (0, "TSLA", 15)


def test_the_day_allocates_and_charges_late() -> None:
    advisor = Advisor(clock=lambda: NOON)
    world = advisor.world
    began = len(world.executions)
    pending = {e.exec_id for e in world.executions if e.is_allocation_part and e.exec_id not in world.commissions}
    reported: dict[str, float] = {}
    elapsed = 0.0

    def note(event: object) -> None:
        if isinstance(event, CommissionReported):
            reported[event.commission.exec_id] = elapsed

    world.listeners.append(note)
    while elapsed < 1800:
        elapsed += advisor.step() or 0
    late = [reported[exec_id] for exec_id in pending if exec_id in reported]
    assert len(late) == 2
    assert all(120 < at < 300 for at in late)
    methods, whole_orders = set(), 0
    for order in (order for order in world.orders if order.fa_group and order.order_ref.startswith("live-")):
        of_order = [e for e in world.executions[began:] if e.perm_id == order.perm_id]
        parts = [e for e in of_order if e.is_allocation_part]
        methods |= {order.fa_method} if parts else set()
        filled, allocated = (sum((e.shares for e in of_order if e.is_allocation_part is p), Decimal(0)) for p in (0, 1))
        assert allocated <= filled
        if order.status == "Filled" and allocated == filled:
            whole_orders += 1
            _assert_fair(order.fa_group, {a: sum(e.shares for e in parts if e.account == a) for a in ACCOUNTS})
        assert not parts or not of_order[0].is_allocation_part, "the whole comes first"
        assert all(e.shares % 1 == 0 for e in parts)
    assert whole_orders > 5
    assert methods == {"Equal", "Percent", "Ratio", "NetLiq"}


def _assert_fair(group_name: str, got: dict[str, Any]) -> None:
    (group,) = (group for group in GROUPS if group.name == group_name)
    by = weights(group, dict(zip(ACCOUNTS, map(Decimal, (96, 72, 60, 48, 24)), strict=True)))
    for account, shares in got.items():
        due = sum(got.values()) * by.get(account, Decimal(0)) / sum(by.values())
        assert abs(shares - due) < 1


def _ask(peer: IbapiPeer, req_id: int, account: str) -> None:
    wanted = ExecutionFilter()
    wanted.acctCode = account
    peer.reqExecutions(req_id, wanted)


def _parts_world(*, sends_parts_live: bool) -> tuple[World, Desk]:
    world = World(("DF1", "DU1", "DU2"), is_advisor=True, sends_parts_live=sends_parts_live)
    return world, Desk(world, clock=lambda: datetime.now(UTC))


@pytest.mark.parametrize("live", [False, True])
def test_parts_are_sent_live_only_if_configured(*, live: bool) -> None:
    world, desk = _parts_world(sends_parts_live=live)
    with RunningTws(Scenario(world)) as running, ibapi_client(running, 1) as peer, ibapi_client(running, 2) as other:

        def trade() -> None:
            order = desk.place(KO, "BUY", 10, account="", fa_group="G")
            execution = desk.fill(order, 10, "63.80", "NYSE")
            desk.allocate(order, execution, {"DU1": Decimal(6), "DU2": Decimal(4)})

        running.call(trade)
        running.call(lambda: running.tws.broadcast_error(1100, "the end"))
        for each in (peer, other):
            each.wait_error(1100)
        accounts = [execution.acctNumber for _, _, execution in peer.named("execDetails")]
        assert accounts == (["DF1", "DU1", "DU2"] if live else ["DF1"])
        assert len(peer.named("commissionAndFeesReport")) == len(accounts)
        assert other.named("execDetails") == []


def test_accounts_whose_executions_are_silent_or_refused() -> None:
    world, desk = _parts_world(sends_parts_live=False)
    order = desk.place(KO, "BUY", 10, account="", fa_group="G")
    desk.allocate(order, desk.fill(order, 10, "63.80", "NYSE"), {"DU1": Decimal(6), "DU2": Decimal(4)})
    with RunningTws(Scenario(world)) as running, ibapi_client(running) as peer:
        running.tws.settings.silent_accounts = {"DU1"}
        running.tws.settings.refused_accounts = {"DF1"}
        for req_id, account in enumerate(("DU1", "DF1", "DU9", "DU2"), 1):
            _ask(peer, req_id, account)
        peer.wait("execDetailsEnd", 2)
        assert [req_id for (req_id,) in peer.named("execDetailsEnd")] == [3, 4]
        assert [(req_id, e.acctNumber) for req_id, _, e in peer.named("execDetails")] == [(4, "DU2")]
        refusal = peer.wait_error(321)
        assert (refusal[0], "DF1" in refusal[3]) == (2, True)
