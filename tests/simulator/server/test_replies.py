"""The answers: whose orders, what is refused, and the data about TWS and the advisor."""

from __future__ import annotations

import time

import pytest
from ibapi.execution import ExecutionFilter

from ibmonitor.simulator.scenarios.advisor.advisor import ACCOUNTS, ADVISOR, Advisor
from ibmonitor.simulator.scenarios.quiet import ACCOUNT, Quiet
from tests.simulator.peers import RunningTws, ibapi_client
from tests.simulator.server.manual_order import ManualOrder

READ_ONLY = "The API interface is currently in Read-Only mode."


def test_read_only_refuses_what_tws_refuses(version: int) -> None:
    with RunningTws(Quiet(), max_server_version=version, read_only=True) as running, ibapi_client(running) as peer:
        peer.reqCompletedOrders(False)
        peer.reqOpenOrders()
        peer.reqIds(1)
        peer.wait_until(lambda: sum(args[2] == 321 for args in peer.named("error")) == 3, "three refusals")
        refusals = {(args[0], args[3]) for args in peer.named("error") if args[2] == 321}
        assert refusals == {
            (-1, f"Error validating request.-'S' : cause - {READ_ONLY}"),
            (-1, f"Error validating request.-'as' : cause - {READ_ONLY}"),
            (2147483647, f"Error validating request.-'aa' : cause - {READ_ONLY}"),
        }
        peer.reqAllOpenOrders()
        peer.reqExecutions(1, ExecutionFilter())
        peer.wait("openOrderEnd")
        peer.wait("execDetailsEnd")
        assert peer.named("completedOrdersEnd") == []
        assert len(peer.named("nextValidId")) == 1


def test_auto_bind_is_for_client_0_only(version: int) -> None:
    with RunningTws(Quiet(), max_server_version=version) as running, ibapi_client(running, 3) as peer:
        peer.reqAutoOpenOrders(True)
        assert peer.wait_error(327)[0] == -1


def test_advisor_data(version: int) -> None:
    with RunningTws(Advisor(life=False), max_server_version=version) as running, ibapi_client(running) as peer:
        peer.requestFA(1)
        peer.requestFA(3)
        answers = dict(peer.wait("receiveFA", 2))
        assert answers[1].startswith("<ListOfGroups><Group><name>Balanced</name><defaultMethod>NetLiq</defaultMethod>")
        assert f"<Account><acct>{ACCOUNTS[0]}</acct><amount>60</amount></Account>" in answers[1]
        assert f"<account>{ACCOUNTS[4]}</account><alias>Garc\u00eda &amp; Hijos</alias>" in answers[3]
        peer.reqManagedAccts()
        assert peer.wait("managedAccounts", 2)[1] == (",".join((ADVISOR, *ACCOUNTS)),)
        peer.requestFA(4)
        assert "Invalid FA data type 4" in peer.wait_error(321)[3]


def test_profiles_are_gone_for_advisors() -> None:
    with RunningTws(Advisor(life=False), max_server_version=176) as running, ibapi_client(running) as peer:
        peer.requestFA(2)  # from 177 on ibapi itself refuses to send it
        assert peer.wait_error(585)[0] == -1


def test_who_is_no_advisor_has_no_groups(version: int) -> None:
    with RunningTws(Quiet(), max_server_version=version) as running, ibapi_client(running) as peer:
        peer.requestFA(1)
        refusal = peer.wait_error(321)[3]
        assert refusal == "Error validating request.-'X' : cause - FA data operations ignored for non FA customers."


def test_current_time_ids_and_accounts(version: int) -> None:
    before = int(time.time())
    with RunningTws(Quiet(), max_server_version=version, trailing_comma=True) as running:
        with ibapi_client(running, 1) as peer:
            assert peer.named("managedAccounts") == [(f"{ACCOUNT},",)]
            peer.setServerLogLevel(1)
            peer.reqIds(1)
            peer.reqCurrentTime()
            assert before <= peer.wait("currentTime")[0][0] <= time.time()
            assert peer.wait("nextValidId", 2) == [(4,), (4,)]
        assert running.tws.requests.of("SET_SERVER_LOGLEVEL")[0].fields == {"logLevel": 1}


def test_errors_carry_their_time_from_194_on() -> None:
    for server_version, has_time in ((193, False), (194, True), (226, True)):
        with RunningTws(Quiet(), max_server_version=server_version) as running, ibapi_client(running) as peer:
            sent_at = peer.wait_error(2104)[1]
            assert (abs(sent_at / 1000 - time.time()) < 3600) is has_time


def test_every_client_may_ask_for_all() -> None:
    scenario = ManualOrder()
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
    scenario = ManualOrder()
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
    with RunningTws(ManualOrder(), negative_ids=False) as running, ibapi_client(running, 0) as peer:
        peer.reqOpenOrders()
        assert peer.wait("orderBound")[0][2] > 0
        peer.wait("openOrderEnd")


def test_open_orders_downloaded_on_connection_come_before_the_accounts() -> None:
    with RunningTws(Quiet(), download_open_orders=True) as running, ibapi_client(running, 1) as peer:
        names = [name for name, _ in peer.calls]
        assert names[:5] == ["openOrder", "orderStatus", "openOrderEnd", "managedAccounts", "nextValidId"]
        assert peer.named("nextValidId") == [(4,)]
