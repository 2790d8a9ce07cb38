"""The simulated TWS as a whole: it plays its scenario, and sends each client unasked what it may see."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from ibmonitor.simulator.account.refusals import NO_ACCOUNT
from ibmonitor.simulator.account.world import World
from ibmonitor.simulator.scenarios.base import Scenario
from ibmonitor.simulator.scenarios.desk import Desk
from ibmonitor.simulator.scenarios.instruments import AAPL
from ibmonitor.simulator.scenarios.quiet import ACCOUNT
from ibmonitor.simulator.server.server import SimulatedTws
from tests.simulator.peers import IbapiPeer, RunningTws, ibapi_client
from tests.simulator.server.manual_order import ManualOrder
from tests.support.waiting import until


def _live(running: RunningTws, scenario: ManualOrder, client_id: int) -> int:
    """A new order of a client, filled and charged; its permId. A farm notice follows, for clients to wait for."""

    def trade() -> int:
        order = scenario.desk.place(AAPL, "BUY", 10, account=ACCOUNT, client_id=client_id, lmt_price=AAPL.price)
        scenario.desk.fill(order, 10, "231.00", "IEX")
        running.tws.broadcast_error(2107, "HMDS data farm connection is inactive.")
        return order.perm_id

    return running.call(trade)


def _names(peer: IbapiPeer) -> list[str]:
    interesting = {"openOrder", "orderStatus", "execDetails", "commissionAndFeesReport", "orderBound"}
    return [name for name, _ in peer.calls if name in interesting]


@pytest.mark.parametrize("version", [200, 226])
def test_live_sequence_and_who_gets_it(version: int) -> None:
    scenario = ManualOrder()
    with (
        RunningTws(scenario, max_server_version=version, master_client_id=9) as running,
        ibapi_client(running, 1) as owner,
        ibapi_client(running, 2) as other,
        ibapi_client(running, 9) as master,
    ):
        perm_id = _live(running, scenario, client_id=1)
        for peer in (owner, other, master):
            peer.wait_error(2107)
        fill = ["execDetails", "openOrder", "orderStatus", "openOrder", "orderStatus", "commissionAndFeesReport"]
        assert _names(owner) == _names(master) == ["openOrder", "orderStatus", *fill]
        assert _names(other) == []
        assert {order.permId for _, _, order, _ in owner.named("openOrder")} == {perm_id}
        assert [req_id for req_id, _, _ in owner.named("execDetails")] == [-1]
        statuses = [args[1] for args in owner.named("orderStatus")]
        assert statuses == ["Submitted", "Filled", "Filled"]


def test_auto_bind_binds_orders_entered_later() -> None:
    scenario = ManualOrder()
    with RunningTws(scenario) as running, ibapi_client(running, 0) as peer:
        peer.reqAutoOpenOrders(True)
        peer.reqCurrentTime()
        peer.wait("currentTime")
        assert peer.named("orderBound") == []
        order = running.call(lambda: scenario.desk.place(AAPL, "BUY", 1, account=ACCOUNT, is_manual=True))
        assert peer.wait("orderBound")[0][0] == order.perm_id
        assert peer.wait("openOrder")[-1][0] == order.order_id != 0


@pytest.mark.parametrize("version", [200, 225])
def test_who_is_answered(version: int) -> None:
    desk = Desk(World(("DU1",)), clock=lambda: datetime.now(UTC))
    with (
        RunningTws(Scenario(desk.world), max_server_version=version, master_client_id=9) as running,
        ibapi_client(running, 0) as asker,
        ibapi_client(running, 1) as owner,
        ibapi_client(running, 9) as master,
    ):

        def happen() -> None:
            order = desk.place(AAPL, "BUY", 5, account="DU1")
            desk.refuse_cancel(order, 10147, by_client=0)
            desk.warn(order, "Look.")
            desk.refuse(1, NO_ACCOUNT)
            running.tws.broadcast_error(1100, "the end")

        running.call(happen)
        got = {}
        for name, peer in (("asker", asker), ("owner", owner), ("master", master)):
            peer.wait_error(1100)
            got[name] = [(args[0], args[2]) for args in peer.named("error") if args[2] in {399, 435, 10147}]
        assert got == {"asker": [(1, 10147)], "owner": [(1, 399), (2, 435)], "master": [(1, 10147), (1, 399), (2, 435)]}
        assert len(owner.named("openOrder")) == 1, "none of the refused order"


class Played(Scenario):
    """Counts its steps, which follow each other by a millisecond."""

    def __init__(self) -> None:
        super().__init__(World(("DU1",)))
        self.steps = 0

    def step(self) -> float:
        self.steps += 1
        return 0.001


def test_the_scenario_is_played_while_it_listens() -> None:
    scenario = Played()

    async def play() -> None:
        tws = SimulatedTws(scenario)
        assert (scenario.steps, tws.port) == (0, None)
        assert await tws.start() == tws.port
        await until(lambda: scenario.steps > 3)
        await tws.stop()
        ended = scenario.steps
        await asyncio.sleep(0.01)  # ten steps long
        assert scenario.steps == ended
        assert tws.world.listeners == []

    asyncio.run(play())


def test_a_client_is_found_by_its_id(quiet: RunningTws) -> None:
    with ibapi_client(quiet, 3):
        assert quiet.call(lambda: quiet.tws.client(3).client_id) == 3
        with pytest.raises(LookupError, match="client 4 is not connected"):
            quiet.tws.client(4)
