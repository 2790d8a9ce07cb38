"""Everything that is encoded arrives as it was in IB's own decoder, in every form of the protocol."""

from __future__ import annotations

from typing import Any

import pytest

from ibmonitor.simulator.account.world import World
from ibmonitor.simulator.scenarios.advisor.advisor import Advisor
from ibmonitor.simulator.wire.wire import Wire
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
from tests.simulator.peers import IbapiReader
from tests.support.rich_world import rich_world

VERSIONS = [151, 157, 162, 170, 176, 177, 178, 183, 189, 193, 194, 195, 198, 199, 200]
VERSIONS += [201, 203, 204, 207, 211, 213, 214, 219, 226]


def _world(kind: str) -> World:
    return rich_world() if kind == "rich" else Advisor(life=False).world


@pytest.mark.parametrize("kind", ["rich", "advisor"])
@pytest.mark.parametrize("version", VERSIONS)
def test_every_value_arrives_as_sent(version: int, kind: str) -> None:
    world, wire, reader = _world(kind), Wire(version), IbapiReader(version)
    for order in world.open_orders():
        reader.read(wire.open_order(order), wire.order_status(order))
    reader.read(*map(wire.completed_order, world.completed_orders()))
    reader.read(*(wire.execution(41, execution) for execution in world.executions))
    reader.read(*map(wire.commission, all_commissions(world).values()))
    _assert_open_orders(reader, world, version)
    _assert_statuses(reader, world)
    _assert_completed_orders(reader, world, version)
    _assert_executions(reader, world, version)
    _assert_commissions(reader, world, version)
    assert reader.named("error") == []


@pytest.mark.parametrize("version", VERSIONS)
def test_every_other_message_arrives_as_sent(version: int) -> None:
    wire, reader = Wire(version), IbapiReader(version)
    (bound, *_) = rich_world().orders
    reader.read(
        wire.managed_accounts("DU1,DU2"),
        wire.next_valid_id(71),
        wire.open_order_end(),
        wire.order_bound(bound),
        wire.execution_end(9),
        wire.completed_orders_end(),
        wire.current_time(1_756_130_400),
        wire.receive_fa(3, "<alias>Garc\u00eda</alias>"),
        wire.error(3, 201, "Gr\u00f6\u00dfe", 1_756_130_000_123, '{"code": 1}'),
    )
    *calls, (name, (req_id, time_ms, code, text, reject_json)) = reader.calls
    assert calls == [
        ("managedAccounts", ("DU1,DU2",)),
        ("nextValidId", (71,)),
        ("openOrderEnd", ()),
        ("orderBound", (bound.perm_id, bound.client_id, bound.order_id)),
        ("execDetailsEnd", (9,)),
        ("completedOrdersEnd", ()),
        ("currentTime", (1_756_130_400,)),
        ("receiveFA", (3, "<alias>Garc\u00eda</alias>")),
    ]
    assert (name, req_id, code, text) == ("error", 3, 201, "Gr\u00f6\u00dfe")
    assert reject_json == ('{"code": 1}' if version >= 166 else "")
    assert (time_ms == 1_756_130_000_123) is (version >= 194)


@pytest.mark.parametrize(
    ("version", "order", "execution", "accounts", "time"),
    [
        (200, b"5\0", b"11\0", b"15\0", b"49\0"),
        (201, b"\0\0\0\x05", b"\0\0\0\xd3", b"\0\0\0\x0f", b"\0\0\0\x31"),
        (203, b"\0\0\0\xcd", b"\0\0\0\xd3", b"\0\0\0\x0f", b"\0\0\0\x31"),
        (207, b"\0\0\0\xcd", b"\0\0\0\xd3", b"\0\0\0\xd7", b"\0\0\0\x31"),
        (213, b"\0\0\0\xcd", b"\0\0\0\xd3", b"\0\0\0\xd7", b"\0\0\0\xf9"),
    ],
)
def test_each_message_has_the_form_of_the_server_version(
    version: int, order: bytes, execution: bytes, accounts: bytes, time: bytes
) -> None:
    """Ids are texts below 201 and four bytes from there on, with 200 added where protobuf follows."""
    world, wire = rich_world(), Wire(version)
    assert wire.open_order(world.orders[0])[4:].startswith(order)
    assert wire.execution(1, world.executions[0])[4:].startswith(execution)
    assert wire.managed_accounts("DU1")[4:].startswith(accounts)
    assert wire.current_time(1)[4:].startswith(time)


def _assert_open_orders(reader: IbapiReader, world: World, version: int) -> None:
    is_protobuf = version >= PROTOBUF_ORDERS
    arrived = {
        order.permId: (order_id, contract, order, state)
        for order_id, contract, order, state in reader.named("openOrder")
    }
    sent = {order.perm_id: order for order in world.open_orders()}
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


def _assert_statuses(reader: IbapiReader, world: World) -> None:
    arrived = {args[5]: args for args in reader.named("orderStatus")}
    for order in world.open_orders():
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


def _assert_completed_orders(reader: IbapiReader, world: World, version: int) -> None:
    is_protobuf = version >= PROTOBUF_COMPLETED
    arrived = {order.permId: (contract, order, state) for contract, order, state in reader.named("completedOrder")}
    sent = {order.perm_id: order for order in world.completed_orders()}
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


def _assert_executions(reader: IbapiReader, world: World, version: int) -> None:
    sent = world.executions
    arrived = reader.named("execDetails")
    assert [execution.execId for _, _, execution in arrived] == [e.exec_id for e in sent]
    for (req_id, contract, actual), execution in zip(arrived, sent, strict=True):
        assert req_id == 41
        assert_contract(contract, execution.contract, execution.exchange)
        for name, value in execution_fields(execution, version):
            assert_field(actual, name, value)


def _assert_commissions(reader: IbapiReader, world: World, version: int) -> None:
    sent = all_commissions(world)
    arrived = {report.execId: report for (report,) in reader.named("commissionAndFeesReport")}
    assert arrived.keys() == sent.keys()
    for exec_id, report in sent.items():
        assert_commission(arrived[exec_id], report, version)
    if version >= PROTOBUF_COMMISSIONS:
        for (message,) in reader.named("commissionAndFeesReportProtoBuf"):
            assert message.HasField("realizedPNL") == (sent[message.execId].realized_pnl is not None)
            assert message.HasField("bondYield") == (sent[message.execId].yield_ is not None)
