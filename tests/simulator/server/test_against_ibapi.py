"""Everything that the simulated TWS sends arrives correctly in IB's own client, in every form of the protocol."""

from __future__ import annotations

from typing import Any

import pytest
from ibapi.execution import ExecutionFilter

from ibmonitor.simulator.scenarios.advisor.advisor import Advisor
from ibmonitor.simulator.scenarios.base import Scenario
from tests.simulator.expectations import (
    NOT_COMPLETED,
    PROTOBUF_COMMISSIONS,
    PROTOBUF_COMPLETED,
    PROTOBUF_ORDERS,
    all_commissions,
    assert_combo,
    assert_commission,
    assert_contract,
    assert_field,
    condition_fields,
    execution_fields,
    order_fields,
    state_fields,
)
from tests.simulator.peers import IbapiPeer, RunningTws, ibapi_client
from tests.support.rich_world import rich_world

VERSIONS = [151, 157, 162, 170, 176, 177, 178, 183, 189, 193, 194, 195, 198, 199, 200]
VERSIONS += [201, 203, 204, 207, 211, 213, 214, 219, 226]


def _scenario(kind: str) -> Scenario:
    return Scenario(rich_world()) if kind == "rich" else Advisor(life=False)


@pytest.mark.parametrize("kind", ["rich", "advisor"])
@pytest.mark.parametrize("version", VERSIONS)
def test_every_value_arrives_as_sent(version: int, kind: str) -> None:
    with RunningTws(_scenario(kind), max_server_version=version) as running, ibapi_client(running) as peer:
        world = running.tws.world
        assert peer.serverVersion() == version
        assert peer.named("managedAccounts") == [(",".join(world.accounts),)]
        peer.reqAllOpenOrders()
        peer.reqCompletedOrders(False)
        peer.reqExecutions(41, ExecutionFilter())
        peer.wait("openOrderEnd")
        peer.wait("completedOrdersEnd")
        assert peer.wait("execDetailsEnd") == [(41,)]
        _assert_open_orders(peer, running, version)
        _assert_statuses(peer, running)
        _assert_completed_orders(peer, running, version)
        _assert_executions(peer, running, version)
        _assert_commissions(peer, running, version)
        assert not [args for args in peer.named("error") if args[2] not in {2104, 2106, 2158}]


def _assert_open_orders(peer: IbapiPeer, running: RunningTws, version: int) -> None:
    is_protobuf = version >= PROTOBUF_ORDERS
    arrived = {
        order.permId: (order_id, contract, order, state) for order_id, contract, order, state in peer.named("openOrder")
    }
    sent = {order.perm_id: order for order in running.tws.world.open_orders()}
    assert arrived.keys() == sent.keys()
    for perm_id, order in sent.items():
        order_id, contract, actual, state = arrived[perm_id]
        assert order_id == actual.orderId == order.order_id
        assert_contract(contract, order.contract, order.contract.exchange)
        assert_combo(contract, order.contract)
        for name, value in order_fields(order, version, is_protobuf=is_protobuf):
            assert_field(actual, name, value)
        if is_protobuf:
            assert (actual.parentPermId, actual.filledQuantity) == (order.parent_perm_id, order.filled)
        for name, value in state_fields(order, version, is_protobuf=is_protobuf):
            assert_field(state, name, value)
        _assert_soft_dollar_and_conditions(actual, order)
        if is_protobuf or version >= 195:
            allocations = [
                (a.account, a.position, a.positionDesired, a.positionAfter, a.desiredAllocQty, a.allowedAllocQty)
                for a in state.orderAllocations or ()
            ]
            assert allocations == [
                (a.account, a.position, a.position_desired, a.position_after, a.desired_alloc_qty, a.allowed_alloc_qty)
                for a in order.allocations
            ]


def _assert_soft_dollar_and_conditions(actual: Any, order: Any) -> None:
    tier = order.more.get("softDollarName", ""), order.more.get("softDollarDisplayName", "")
    assert (actual.softDollarTier.name, actual.softDollarTier.displayName) == tier
    for arrived, condition in zip(actual.conditions, order.conditions, strict=True):
        for name, value in condition_fields(condition).items():
            assert_field(arrived, name, value)


def _assert_statuses(peer: IbapiPeer, running: RunningTws) -> None:
    arrived = {args[5]: args for args in peer.named("orderStatus")}
    for order in running.tws.world.open_orders():
        args = arrived.pop(order.perm_id)
        order_id, status, filled, remaining, average, _, parent_id, last, client_id, why_held, cap = args
        assert (order_id, status, parent_id, why_held) == (
            order.order_id,
            order.status,
            order.parent_id,
            order.why_held,
        )
        assert (filled, remaining) == (order.filled, order.remaining)
        assert (average, last, cap) == tuple(
            map(float, (order.avg_fill_price, order.last_fill_price, order.mkt_cap_price))
        )
        assert client_id == (order.client_id if order.status_client_id is None else order.status_client_id)
    assert not arrived


def _assert_completed_orders(peer: IbapiPeer, running: RunningTws, version: int) -> None:
    is_protobuf = version >= PROTOBUF_COMPLETED
    arrived = {order.permId: (contract, order, state) for contract, order, state in peer.named("completedOrder")}
    sent = {order.perm_id: order for order in running.tws.world.completed_orders()}
    assert arrived.keys() == sent.keys()
    for perm_id, order in sent.items():
        contract, actual, state = arrived[perm_id]
        assert_contract(contract, order.contract, order.contract.exchange)
        assert_combo(contract, order.contract)
        assert (actual.orderId, actual.clientId) == ((order.order_id, order.client_id) if is_protobuf else (0, 0))
        assert actual.filledQuantity == order.filled
        assert actual.parentPermId == order.parent_perm_id
        assert (state.status, state.completedTime) == (order.status, order.completed_time)
        assert state.completedStatus == order.completed_status
        for name, value in order_fields(order, version, is_protobuf=is_protobuf):
            if name == "totalQuantity":
                assert actual.totalQuantity == (0 if order.status == "Filled" else value)
            elif is_protobuf or name not in NOT_COMPLETED:
                assert_field(actual, name, value)


def _assert_executions(peer: IbapiPeer, running: RunningTws, version: int) -> None:
    sent = [e for e in running.tws.world.executions if not e.is_allocation_part]
    sent = [e for e in sent if e.order_ref != "income-17"]  # the advisor's of yesterday
    arrived = peer.named("execDetails")
    assert [execution.execId for _, _, execution in arrived] == [e.exec_id for e in sent]
    for (req_id, contract, actual), execution in zip(arrived, sent, strict=True):
        assert req_id == 41
        assert_contract(contract, execution.contract, execution.exchange)
        for name, value in execution_fields(execution, version):
            assert_field(actual, name, value)


def _assert_commissions(peer: IbapiPeer, running: RunningTws, version: int) -> None:
    executions = {execution.execId for _, _, execution in peer.named("execDetails")}
    strays = {report.exec_id for report in running.tws.world.stray_commissions}
    sent = {k: v for k, v in all_commissions(running.tws.world).items() if k in executions | strays}
    arrived = {report.execId: report for (report,) in peer.named("commissionAndFeesReport")}
    assert arrived.keys() == sent.keys()
    for exec_id, report in sent.items():
        assert_commission(arrived[exec_id], report, version)
    if version >= PROTOBUF_COMMISSIONS:
        for (message,) in peer.named("commissionAndFeesReportProtoBuf"):
            assert message.HasField("realizedPNL") == (sent[message.execId].realized_pnl is not None)
            assert message.HasField("bondYield") == (sent[message.execId].yield_ is not None)


def test_order_of_a_reply() -> None:
    with RunningTws(Advisor(life=False)) as running, ibapi_client(running) as peer:
        peer.reqExecutions(1, ExecutionFilter())
        peer.wait("execDetailsEnd")
        names = [name for name, _ in peer.calls if name in {"execDetails", "commissionAndFeesReport", "execDetailsEnd"}]
        assert names == sorted(names, key=["execDetails", "commissionAndFeesReport", "execDetailsEnd"].index)
