"""Requests that are refused, the ones about TWS itself, the record of what was asked, and the ways to misbehave."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from ibapi.contract import Contract
from ibapi.execution import ExecutionFilter
from ibapi.order import Order
from ibapi.order_cancel import OrderCancel
from ibapi.protobuf.ConfigRequest_pb2 import ConfigRequest

from ibmonitor.simulator.scenarios.advisor import ACCOUNTS, ADVISOR, Advisor
from ibmonitor.simulator.scenarios.quiet import ACCOUNT, Quiet
from ibmonitor.simulator.server.pacing import Pacing
from ibmonitor.simulator.server.server import SimulatedTws
from tests.simulator.peers import RawPeer, RunningTws, ibapi_client

READ_ONLY = "The API interface is currently in Read-Only mode."


@pytest.fixture(params=[200, 203, 226])
def version(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def quiet() -> Iterator[RunningTws]:
    with RunningTws(Quiet(), max_server_version=200) as running:
        yield running


def test_client_id_in_use(version: int) -> None:
    with RunningTws(Quiet(), max_server_version=version) as running, ibapi_client(running, 3):
        with RawPeer(running.port) as second:
            second.start(3)
            refusal = second.frame()
            assert b"already in use" in refusal
            assert (b"326" in refusal) == (version == 200)
            assert second.is_closed()
        with ibapi_client(running, 4) as third:
            assert third.isConnected()


def test_client_id_is_free_again_after_its_client_has_gone(quiet: RunningTws) -> None:
    with ibapi_client(quiet, 3) as first:
        first.reqCurrentTime()
        first.wait("currentTime")
        quiet.call(lambda: quiet.tws.client(3).drop())
        first.wait("connectionClosed")
    with ibapi_client(quiet, 3) as again:
        assert again.named("managedAccounts") == [(ACCOUNT,)]


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


@pytest.mark.parametrize(("settings", "master"), [({"read_only": True}, None), ({"master_client_id": 0}, 0)])
def test_config(settings: dict[str, bool | int], master: int | None) -> None:
    with RunningTws(Quiet(), max_server_version=219, **settings) as running, ibapi_client(running) as peer:
        peer.reqConfigProtoBuf(ConfigRequest(reqId=17))
        ((response,),) = peer.wait("configResponseProtoBuf")
        assert response.reqId == 17
        api = response.api.settings
        assert api.readOnlyApi == settings.get("read_only", False)
        assert api.HasField("masterClientId") == (master is not None)
        assert api.masterClientId == (master or 0)
        assert api.socketPort == running.port
        assert list(api.trustedIPs) == ["127.0.0.1"]


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


def test_record_of_requests(version: int) -> None:
    with RunningTws(Quiet(), max_server_version=version) as running, ibapi_client(running, 6) as peer:
        asked = ExecutionFilter()
        asked.acctCode, asked.side = "DU9", "BUY"
        peer.reqExecutions(12, asked)
        peer.reqCompletedOrders(True)
        peer.wait("completedOrdersEnd")
        peer.wait("execDetailsEnd")
        record = running.tws.requests
        assert record.names == ["START_API", "REQ_EXECUTIONS", "REQ_COMPLETED_ORDERS"]
        assert record.counts()["REQ_EXECUTIONS"] == record.count("REQ_EXECUTIONS") == 1
        (request,) = record.of("REQ_EXECUTIONS")
        assert request.client_id == 6
        assert request.request.is_protobuf == (version >= 201)
        expected = {"reqId": 12, "acctCode": "DU9", "side": "BUY", "clientId": 0}
        assert request.fields == expected
        assert record.of("REQ_COMPLETED_ORDERS")[0].fields == {"apiOnly": True}
        assert record.not_reading() == []


def test_orders_are_recorded_and_never_obeyed(version: int) -> None:
    with RunningTws(Quiet(), max_server_version=version) as running, ibapi_client(running) as peer:
        order, contract = Order(), Contract()
        order.action, order.orderType, order.totalQuantity = "BUY", "MKT", 1
        orders_before = len(running.tws.world.orders)
        peer.placeOrder(50, contract, order)
        peer.cancelOrder(2, OrderCancel())
        peer.reqGlobalCancel(OrderCancel())
        peer.reqPositions()
        peer.wait_until(lambda: sum(args[2] == 505 for args in peer.named("error")) == 4, "four refusals")
        names = [entry.name for entry in running.tws.requests.not_reading()]
        assert names == ["PLACE_ORDER", "CANCEL_ORDER", "REQ_GLOBAL_CANCEL", "message 61"]
        assert len(running.tws.world.orders) == orders_before
        assert peer.named("openOrder") == []
        assert peer.isConnected()


def test_a_request_that_cannot_be_read_is_refused_and_the_connection_lives_on(quiet: RunningTws) -> None:
    with RawPeer(quiet.port) as peer:
        peer.start(1)
        peer.until(9)
        peer.ask(7, 3, "not a number")
        while (refusal := peer.until(4))[2] != "320":
            pass
        assert "REQ_EXECUTIONS" in refusal[3]
        peer.send_frame(b"nonsense\0")
        assert peer.until(4)[2] == "320"
        peer.ask(49, 1)
        assert peer.until(49)[0] == "49"


def test_too_many_messages_a_second() -> None:
    with RunningTws(Quiet(), max_server_version=200, messages_per_second=5) as running, RawPeer(running.port) as peer:
        peer.start(1)
        for _ in range(6):
            peer.ask(14, 1, 1)
        while (message := peer.until(4))[2] != "100":
            assert message[2] in {"2104", "2106", "2158"}
        assert message[3].startswith("Max rate of messages per second has been exceeded")


def test_pacing_counts_bursts_over_one_second() -> None:
    pacing = Pacing(2)
    assert [pacing.exceeded(now) for now in (0.0, 0.1, 0.2, 0.3)] == [False, False, True, False]
    assert [pacing.exceeded(now) for now in (5.0, 6.0, 7.0)] == [False, False, False]
    assert [pacing.exceeded(now) for now in (9.0, 9.1, 9.2)] == [False, False, True]
    assert pacing.violations == 2


def test_server_version_is_the_lower_of_both(quiet: RunningTws) -> None:
    for offer, expected in ((b"v100..226", 200), (b"v100..178 +PACEAPI", 178), (b"v151", 151)):
        with RawPeer(quiet.port, offer) as peer:
            peer.greet()
            assert peer.server_version == expected


@pytest.mark.parametrize("offer", [b"v100..150", b"v38", b"hello"])
def test_clients_that_are_too_old_or_no_clients_are_turned_away(quiet: RunningTws, offer: bytes) -> None:
    with RawPeer(quiet.port, offer) as peer:
        assert peer.is_closed()


def test_what_is_no_handshake_is_turned_away(quiet: RunningTws) -> None:
    with RawPeer(quiet.port, b"") as peer:
        peer.send(b"GET / HTTP/1.0\r\n\r\n")
        assert peer.is_closed()


def test_handshake_that_is_never_answered_or_closed_at_once(quiet: RunningTws) -> None:
    quiet.tws.settings.handshake = "close"
    with RawPeer(quiet.port, b"") as peer:
        assert peer.is_closed()
    quiet.tws.settings.handshake = "silent"
    with RawPeer(quiet.port) as peer:
        peer.socket.settimeout(0.05)
        with pytest.raises(TimeoutError):
            peer.greet()


def test_silence_to_a_request(quiet: RunningTws) -> None:
    quiet.tws.settings.silent_to.add("REQ_COMPLETED_ORDERS")
    with ibapi_client(quiet) as peer:
        peer.reqCompletedOrders(False)
        peer.reqCurrentTime()
        peer.wait("currentTime")
        assert quiet.tws.requests.count("REQ_COMPLETED_ORDERS") == 1
        assert peer.named("completedOrdersEnd") == []


@pytest.mark.parametrize("server_version", [200, 226])
def test_writes_in_tiny_pieces_lose_nothing(server_version: int) -> None:
    with RunningTws(Quiet(), max_server_version=server_version) as running:
        running.tws.settings.split_writes = 3
        with RawPeer(running.port) as peer:
            peer.start(2)
            peer.ask(16, 1)
            seen: list[bytes | int] = []
            while not seen or seen[-1] not in {b"53", 253}:
                payload = peer.frame()
                is_text = server_version < 201
                seen.append(payload.partition(b"\0")[0] if is_text else int.from_bytes(payload[:4], "big"))
            assert len(seen) == 2 + 3 + 2 * 2 + 1


def test_glued_handshake(quiet: RunningTws) -> None:
    quiet.tws.settings.glue_handshake = True
    with RawPeer(quiet.port) as peer:
        peer.greet()
        assert peer.text()[2] == "2104"
        peer.ask(71, 2, 1, "")
        assert peer.until(15)[2] == ACCOUNT


def test_raw_bytes_and_a_dropped_client(quiet: RunningTws) -> None:
    with RawPeer(quiet.port) as peer:
        peer.start(8)
        peer.until(9)
        quiet.call(lambda: quiet.tws.client(8).send_raw(b"\0\0\0\x03" + b"9\0x"))
        assert peer.until(9) == ["9"]
        quiet.call(lambda: quiet.tws.client(8).drop())
        assert peer.is_closed()
    with pytest.raises(LookupError):
        quiet.call(lambda: quiet.tws.client(8))


def test_replies_to_concurrent_requests_interleave() -> None:
    with RunningTws(Quiet(), max_server_version=200, batch_size=1) as running, RawPeer(running.port) as peer:
        peer.start(1)
        peer.until(9)
        # At once: else the first may have been answered before the second comes.
        peer.ask_at_once(*((7, 3, req_id, 0, "", "", "", "", "", "", 2147483647, 0) for req_id in (1, 2)))
        seen: list[str] = []
        while seen.count("end") < 2:
            fields = peer.text()
            if fields[0] == "11":
                seen.append(fields[1])
            elif fields[0] == "55":
                seen.append("end")
        assert seen.index("2") < seen.index("end")


def test_only_loopback() -> None:
    tws = SimulatedTws(Quiet())
    for host in ("0.0.0.0", "192.168.1.10"):  # noqa: S104
        with pytest.raises(ValueError, match="loopback"):
            tws.start(host).send(None)
