"""A connection: its handshake, client id, order of replies, and faults."""

from __future__ import annotations

import pytest

from ibmonitor.simulator.scenarios.quiet import ACCOUNT, Quiet
from tests.simulator.peers import RawPeer, RunningTws, ibapi_client


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


def test_a_request_that_cannot_be_read_is_refused_and_the_connection_stays(quiet: RunningTws) -> None:
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


def test_server_version_is_the_lower_of_both(quiet: RunningTws) -> None:
    for offer, expected in ((b"v100..226", 200), (b"v100..178 +PACEAPI", 178), (b"v151", 151)):
        with RawPeer(quiet.port, offer) as peer:
            peer.greet()
            assert peer.server_version == expected


@pytest.mark.parametrize("offer", [b"v100..150", b"v38", b"hello"])
def test_clients_that_are_too_old_or_no_clients_are_disconnected(quiet: RunningTws, offer: bytes) -> None:
    with RawPeer(quiet.port, offer) as peer:
        assert peer.is_closed()


def test_other_bytes_than_a_handshake_end_the_connection(quiet: RunningTws) -> None:
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
        assert quiet.tws.requests.names.count("REQ_COMPLETED_ORDERS") == 1
        assert peer.named("completedOrdersEnd") == []


def test_glued_handshake(quiet: RunningTws) -> None:
    quiet.tws.settings.glue_handshake = True
    with RawPeer(quiet.port) as peer:
        peer.greet()
        assert peer.text()[2] == "2104"
        peer.ask(71, 2, 1, "")
        assert peer.until(15)[2] == ACCOUNT


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
