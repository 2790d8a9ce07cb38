"""The load: as many records as asked for, streamed at the client's pace."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ibmonitor.simulator.scenarios.load import Load
from tests.simulator.encoded import encoded_executions
from tests.simulator.peers import RawPeer, RunningTws

NOW = datetime.now(UTC)


def test_load_has_what_was_asked_for() -> None:
    world = Load(orders=30, fills=1001).world
    assert len(list(world.open_orders())) == len(world.orders) == 30
    assert len({e.exec_id for e in world.executions}) == len(world.commissions) == 1001
    assert len({o.perm_id for o in world.orders} | {e.perm_id for e in world.executions}) == 30 + 251
    assert Load(orders=0, fills=0).world.executions == []


@pytest.mark.parametrize("version", [200, 226])
def test_encoded_stream_is_what_the_server_sends(version: int) -> None:
    encoded = encoded_executions(700, version, req_id=5, now=NOW)
    with (
        RunningTws(Load(0, 700, now=NOW), max_server_version=version, batch_size=64) as running,
        RawPeer(running.port) as peer,
    ):
        peer.greet()
        if version < 201:
            peer.ask(71, 2, 1, "")
            peer.ask(7, 3, 5, 0, "", "", "", "", "", "", 2147483647, 0)
        else:
            peer.send_frame((271).to_bytes(4, "big") + b"\x08\x01")
            peer.send_frame((207).to_bytes(4, "big") + b"\x08\x05\x12\x00")
        for _ in range(5):
            peer.frame()
        received = b""
        while len(received) < len(encoded):
            payload = peer.frame()
            received += len(payload).to_bytes(4, "big") + payload
        assert received == encoded


def test_a_client_that_does_not_read_is_waited_for() -> None:
    scenario = Load(0, 40_000)
    with (
        RunningTws(scenario, max_server_version=200, messages_per_second=10_000) as running,
        RawPeer(running.port) as slow,
        RawPeer(running.port) as quick,
    ):
        slow.start(1)
        quick.start(2)
        slow.until(9)
        slow.ask(7, 3, 1, 0, "", "", "", "", "", "", 2147483647, 0)
        for _ in range(300):  # while the answer to the other, of 10 MB, could long have been written
            quick.ask(49, 1)
            quick.until(49)
        assert running.call(lambda: running.tws.client(1).unread) < 1_000_000
        executions = 0
        while (fields := slow.text())[0] != "55":
            executions += fields[0] == "11"
        assert executions == 40_000


def test_events_follow_only_with_a_seed() -> None:
    assert Load(5, 20).step() is None
    load = Load(5, 20, seed=4)
    before = len(load.world.orders) + len(load.world.executions)
    assert [load.step() for _ in range(20)] == [1.8] * 20
    assert len(load.world.orders) + len(load.world.executions) > before
