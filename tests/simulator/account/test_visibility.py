"""What each client receives: its own orders, client 0, the master client, requests for all."""

from __future__ import annotations

import pytest
from ibapi.execution import ExecutionFilter

from ibmonitor.simulator.account.records import SimOrder
from ibmonitor.simulator.account.visibility import is_pushed_to
from ibmonitor.simulator.scenarios.base import Scenario
from ibmonitor.simulator.scenarios.desk import Desk
from ibmonitor.simulator.scenarios.instruments import AAPL
from ibmonitor.simulator.scenarios.quiet import ACCOUNT, Quiet
from tests.simulator.peers import IbapiPeer, RunningTws, ibapi_client


class _Desk(Scenario):
    """A quiet world with one more order, entered in TWS by hand."""

    def __init__(self) -> None:
        quiet = Quiet()
        super().__init__(quiet.world)
        self.desk: Desk = quiet.desk
        self.manual = self.desk.place(AAPL, "BUY", 30, account=ACCOUNT, lmt_price=AAPL.price, is_manual=True)


def _order(*, client_id: int = 1, is_manual: bool = False) -> SimOrder:
    order = Quiet().world.orders[0]
    order.client_id, order.is_manual = client_id, is_manual
    order.order_id = 0 if is_manual else order.order_id
    return order


@pytest.mark.parametrize(
    ("viewer", "master", "own", "of_another", "manual"),
    [(1, None, True, False, False), (0, None, False, False, True), (9, 9, True, True, False), (0, 0, True, True, True)],
)
def test_rules(viewer: int, master: int | None, own: bool, of_another: bool, manual: bool) -> None:
    assert is_pushed_to(_order(client_id=1), viewer, master) is own
    assert is_pushed_to(_order(client_id=7), viewer, master) is of_another
    assert is_pushed_to(_order(client_id=0, is_manual=True), viewer, master) is manual


@pytest.mark.parametrize(("viewer", "master", "is_sent"), [(0, None, True), (9, 9, True), (1, 9, False)])
def test_a_bound_order_is_one_of_client_0(viewer: int, master: int | None, is_sent: bool) -> None:
    bound = _order(client_id=0, is_manual=True)
    bound.order_id = -2
    assert is_pushed_to(bound, viewer, master) is is_sent


def _live(running: RunningTws, scenario: _Desk, client_id: int) -> int:
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
    scenario = _Desk()
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


def test_every_client_may_ask_for_all() -> None:
    scenario = _Desk()
    with RunningTws(scenario) as running, ibapi_client(running, 2) as peer:
        peer.reqOpenOrders()
        peer.wait("openOrderEnd")
        assert [(order.clientId, order.orderId) for _, _, order, _ in peer.named("openOrder")] == [(2, 1)]
        peer.calls.clear()
        peer.reqAllOpenOrders()
        peer.wait("openOrderEnd")
        ids = {(order.clientId, order.orderId) for _, _, order, _ in peer.named("openOrder")}
        assert ids == {(1, 2), (2, 1), (0, 0)}
        peer.reqExecutions(1, ExecutionFilter())
        peer.wait("execDetailsEnd")
        assert {execution.clientId for _, _, execution in peer.named("execDetails")} == {1}


@pytest.mark.parametrize("version", [200, 226])
def test_client_0_binds_manual_orders(version: int) -> None:
    scenario = _Desk()
    with RunningTws(scenario, max_server_version=version) as running, ibapi_client(running, 0) as peer:
        peer.reqOpenOrders()
        peer.wait("openOrderEnd")
        ((perm_id, client_id, order_id),) = peer.named("orderBound")
        assert (perm_id, client_id) == (scenario.manual.perm_id, 0)
        assert order_id < -1
        assert [(o.permId, o.orderId) for _, _, o, _ in peer.named("openOrder")] == [(perm_id, order_id)]
        peer.reqOpenOrders()
        peer.wait("openOrderEnd", 2)
        assert len(peer.named("orderBound")) == 1


def test_positive_ids_where_tws_is_set_so() -> None:
    with RunningTws(_Desk(), negative_ids=False) as running, ibapi_client(running, 0) as peer:
        peer.reqOpenOrders()
        assert peer.wait("orderBound")[0][2] > 0
        peer.wait("openOrderEnd")


def test_auto_bind_binds_orders_entered_later() -> None:
    scenario = _Desk()
    with RunningTws(scenario) as running, ibapi_client(running, 0) as peer:
        peer.reqAutoOpenOrders(True)
        peer.reqCurrentTime()
        peer.wait("currentTime")
        assert peer.named("orderBound") == []
        order = running.call(lambda: scenario.desk.place(AAPL, "BUY", 1, account=ACCOUNT, is_manual=True))
        assert peer.wait("orderBound")[0][0] == order.perm_id
        assert peer.wait("openOrder")[-1][0] == order.order_id != 0


def test_open_orders_downloaded_on_connection_come_before_the_accounts() -> None:
    with RunningTws(Quiet(), download_open_orders=True) as running, ibapi_client(running, 1) as peer:
        names = [name for name, _ in peer.calls]
        assert names[:5] == ["openOrder", "orderStatus", "openOrderEnd", "managedAccounts", "nextValidId"]
        assert peer.named("nextValidId") == [(4,)]
