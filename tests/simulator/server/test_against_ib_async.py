"""Everything that the simulated TWS sends in text arrives correctly in ib_async, which has its own decoder."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any

import pytest
from ib_async import IB
from ib_async.client import Client
from ib_async.objects import ExecutionFilter
from ib_async.wrapper import Wrapper

from ibmonitor.simulator.account.records import SimContract, SimOrder
from ibmonitor.simulator.scenarios.advisor.advisor import Advisor
from ibmonitor.simulator.scenarios.base import Scenario
from ibmonitor.simulator.server.server import SimulatedTws
from ibmonitor.simulator.server.server_settings import ServerSettings
from tests.simulator.expectations import NOT_COMPLETED, all_commissions, condition_fields, order_fields, state_fields
from tests.simulator.peers import PATIENCE
from tests.support.rich_world import rich_world

UNSET = 1.7976931348623157e308
UNKNOWN_TO_IB_ASYNC = frozenset({"submitter"})
VERSIONS = [157, 160, 162, 170, 176, 177, 178]
"""All that ib_async speaks, at thresholds; not 158, where it takes the field `duration` for one of 159."""


class Recorder(Wrapper):
    """ib_async's own wrapper, which keeps what its decoder gives before ib_async makes trades of it."""

    def __init__(self, ib: IB) -> None:
        super().__init__(ib)
        self.calls: dict[str, list[Any]] = {}
        self.ended: dict[str, asyncio.Future[None]] = {}

    def end_of(self, name: str) -> asyncio.Future[None]:
        return self.ended.setdefault(name, asyncio.get_running_loop().create_future())

    def _note(self, name: str, *args: Any) -> None:
        self.calls.setdefault(name, []).append(args)

    def openOrder(self, *args: Any) -> None:
        self._note("openOrder", *args)

    def orderStatus(self, *args: Any) -> None:
        self._note("orderStatus", *args)

    def completedOrder(self, *args: Any) -> None:
        self._note("completedOrder", *args)

    def execDetails(self, *args: Any) -> None:
        self._note("execDetails", *args)

    def commissionReport(self, *args: Any) -> None:
        self._note("commissionReport", *args)

    def openOrderEnd(self) -> None:
        self.end_of("openOrder").set_result(None)

    def completedOrdersEnd(self) -> None:
        self.end_of("completedOrder").set_result(None)

    def execDetailsEnd(self, reqId: int) -> None:
        assert reqId == 77
        self.end_of("execDetails").set_result(None)


async def _conversation(scenario: Scenario, version: int) -> Recorder:
    tws = SimulatedTws(scenario, ServerSettings(max_server_version=version))
    port = await tws.start()
    ib = IB()
    recorder = ib.wrapper = Recorder(ib)
    client: Any = Client(recorder)  # type: ignore[no-untyped-call]
    ib.client = client
    try:
        await client.connectAsync("127.0.0.1", port, 5, PATIENCE)
        assert client.serverVersion() == version
        assert client.getAccounts() == list(scenario.world.accounts)
        ends = [recorder.end_of(name) for name in ("openOrder", "completedOrder", "execDetails")]
        client.reqAllOpenOrders()
        client.reqCompletedOrders(False)
        client.reqExecutions(77, ExecutionFilter())
        await asyncio.wait_for(asyncio.gather(*ends), PATIENCE)
        client.disconnect()
    finally:
        await tws.stop()
    return recorder


@pytest.mark.parametrize("kind", ["rich", "advisor"])
@pytest.mark.parametrize("version", VERSIONS)
def test_every_value_arrives_as_sent(version: int, kind: str) -> None:
    scenario = Scenario(rich_world()) if kind == "rich" else Advisor(life=False)
    recorder = asyncio.run(_conversation(scenario, version))
    world = scenario.world
    opened = {args[2].permId: args for args in recorder.calls["openOrder"]}
    assert opened.keys() == {order.perm_id for order in world.open_orders()}
    for order in world.open_orders():
        order_id, contract, actual, state = opened[order.perm_id]
        assert order_id == order.order_id
        _assert_contract(contract, order.contract, order.contract.exchange)
        _assert_order(actual, order, version, leave_out=frozenset())
        for name, value in state_fields(order, version, is_protobuf=False):
            assert _same(getattr(state, _renamed(name)), value), name
    completed = {args[1].permId: args for args in recorder.calls["completedOrder"]}
    assert completed.keys() == {order.perm_id for order in world.completed_orders()}
    for order in world.completed_orders():
        contract, actual, state = completed[order.perm_id]
        _assert_contract(contract, order.contract, order.contract.exchange)
        _assert_order(actual, order, version, leave_out=NOT_COMPLETED | {"totalQuantity"})
        assert _same(actual.filledQuantity, order.filled)
        assert (state.completedTime, state.completedStatus) == (order.completed_time, order.completed_status)
    _assert_statuses(recorder, world.open_orders())
    _assert_executions(recorder, scenario, version)


def _assert_order(actual: Any, order: SimOrder, version: int, leave_out: frozenset[str]) -> None:
    for name, value in order_fields(order, version, is_protobuf=False):
        if name in UNKNOWN_TO_IB_ASYNC or name in leave_out:
            continue
        arrived = getattr(actual, name)
        if isinstance(value, dict):
            assert {pair.tag: pair.value for pair in arrived} == value, name
        else:
            assert _same(arrived, value), name
    for condition, sent in zip(actual.conditions, order.conditions, strict=True):
        fields = condition_fields(sent)
        assert (condition.conjunction == "a") is fields.pop("isConjunctionConnection")
        for name, value in fields.items():
            assert _same(getattr(condition, {"exchange": "exch"}.get(name, name)), value), name


def _assert_contract(actual: Any, sent: SimContract, exchange: str) -> None:
    assert (actual.conId, actual.symbol, actual.secType) == (sent.con_id, sent.symbol, sent.sec_type)
    assert (actual.exchange, actual.currency, actual.localSymbol) == (exchange, sent.currency, sent.local_symbol)
    assert (actual.tradingClass, actual.multiplier) == (sent.trading_class, sent.multiplier)
    assert actual.lastTradeDateOrContractMonth == sent.last_trade_date
    assert _same(actual.strike, sent.strike)


def _assert_statuses(recorder: Recorder, orders: Any) -> None:
    statuses = {args[5]: args for args in recorder.calls["orderStatus"]}
    for order in orders:
        order_id, status, filled, remaining, average, _, parent, last, client_id, why_held, cap = statuses[
            order.perm_id
        ]
        assert (order_id, status, parent, why_held) == (order.order_id, order.status, order.parent_id, order.why_held)
        assert client_id == (order.client_id if order.status_client_id is None else order.status_client_id)
        numbers = (order.filled, order.remaining, order.avg_fill_price, order.last_fill_price, order.mkt_cap_price)
        assert (filled, remaining, average, last, cap) == tuple(map(float, numbers))


def _assert_executions(recorder: Recorder, scenario: Scenario, version: int) -> None:
    world = scenario.world
    sent = {e.exec_id: e for e in world.executions if not e.is_allocation_part and e.order_ref != "income-17"}
    arrived = {args[2].execId: args for args in recorder.calls["execDetails"]}
    assert arrived.keys() == sent.keys()
    for exec_id, execution in sent.items():
        req_id, contract, actual = arrived[exec_id]
        assert req_id == 77
        _assert_contract(contract, execution.contract, execution.exchange)
        assert actual.time == execution.when.replace(microsecond=0)
        texts = (execution.account, execution.exchange, execution.side, execution.order_ref, execution.model_code)
        assert (actual.acctNumber, actual.exchange, actual.side, actual.orderRef, actual.modelCode) == texts
        numbers = (execution.shares, execution.price, execution.cum_qty, execution.avg_price)
        assert (actual.shares, actual.price, actual.cumQty, actual.avgPrice) == tuple(map(float, numbers))
        assert (actual.permId, actual.orderId) == (execution.perm_id, execution.order_id)
        assert (actual.clientId, actual.liquidation) == (execution.client_id, execution.liquidation)
        assert (actual.evRule, actual.lastLiquidity) == (execution.ev_rule, execution.last_liquidity)
        if version >= 178:
            assert actual.pendingPriceRevision == execution.pending_price_revision
    reports = {report.execId: report for (report,) in recorder.calls["commissionReport"]}
    expected = {k: v for k, v in all_commissions(world).items() if k in sent or v in world.stray_commissions}
    assert reports.keys() == expected.keys()
    for exec_id, commission in expected.items():
        report = reports[exec_id]
        assert (report.commission, report.currency) == (float(commission.commission), commission.currency)
        assert report.realizedPNL == (UNSET if commission.realized_pnl is None else float(commission.realized_pnl))
        assert report.yield_ == (UNSET if commission.yield_ is None else float(commission.yield_))
        assert report.yieldRedemptionDate == int(commission.yield_redemption_date or 0)


def _renamed(name: str) -> str:
    """ib_async has the names from before commissions were called commissions and fees."""
    old = {"commissionAndFees": "commission", "commissionAndFeesCurrency": "commissionCurrency"}
    old |= {"minCommissionAndFees": "minCommission", "maxCommissionAndFees": "maxCommission"}
    return old.get(name, name)


def _same(arrived: Any, sent: Any) -> bool:
    """Equal in value; ib_async leaves some numbers as text."""
    return Decimal(str(arrived)) == sent if isinstance(sent, Decimal) else bool(arrived == sent)
