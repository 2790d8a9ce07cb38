"""The answers of the simulated TWS to IB's own client: which records they have, and in which order."""

from __future__ import annotations

import pytest
from ibapi.execution import ExecutionFilter

from ibmonitor.simulator.account.world import World
from ibmonitor.simulator.scenarios.advisor.advisor import Advisor
from ibmonitor.simulator.scenarios.base import Scenario
from tests.simulator.expectations import all_commissions
from tests.simulator.peers import RunningTws, ibapi_client
from tests.support.rich_world import rich_world


def _world(kind: str) -> World:
    return rich_world() if kind == "rich" else Advisor(life=False).world


@pytest.mark.parametrize("kind", ["rich", "advisor"])
@pytest.mark.parametrize("version", [151, 178, 200, 203, 226])
def test_every_record_arrives_in_its_answer(version: int, kind: str) -> None:
    world = _world(kind)
    with RunningTws(Scenario(world), max_server_version=version) as running, ibapi_client(running) as peer:
        assert peer.serverVersion() == version
        assert peer.named("managedAccounts") == [(",".join(world.accounts),)]
        peer.reqAllOpenOrders()
        peer.reqCompletedOrders(False)
        peer.reqExecutions(41, ExecutionFilter())
        peer.wait("openOrderEnd")
        peer.wait("completedOrdersEnd")
        assert peer.wait("execDetailsEnd") == [(41,)]
        open_orders = [order.perm_id for order in world.open_orders()]
        assert [order.permId for _, _, order, _ in peer.named("openOrder")] == open_orders
        assert [args[5] for args in peer.named("orderStatus")] == open_orders
        completed = [order.perm_id for order in world.completed_orders()]
        assert [order.permId for _, order, _ in peer.named("completedOrder")] == completed
        sent = [e for e in world.executions if not e.is_allocation_part]
        sent = [e for e in sent if e.order_ref != "income-17"]  # the advisor's of yesterday
        arrived = [(req_id, execution.execId) for req_id, _, execution in peer.named("execDetails")]
        assert arrived == [(41, e.exec_id) for e in sent]
        wanted = {e.exec_id for e in sent} | {report.exec_id for report in world.stray_commissions}
        reports = [report.execId for (report,) in peer.named("commissionAndFeesReport")]
        assert sorted(reports) == sorted(wanted & all_commissions(world).keys())
        assert not [args for args in peer.named("error") if args[2] not in {2104, 2106, 2158}]


def test_order_of_a_reply() -> None:
    with RunningTws(Advisor(life=False)) as running, ibapi_client(running) as peer:
        peer.reqExecutions(1, ExecutionFilter())
        peer.wait("execDetailsEnd")
        names = [name for name, _ in peer.calls if name in {"execDetails", "commissionAndFeesReport", "execDetailsEnd"}]
        assert names == sorted(names, key=["execDetails", "commissionAndFeesReport", "execDetailsEnd"].index)
