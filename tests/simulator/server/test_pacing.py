"""The limit of messages per second."""

from __future__ import annotations

from ibmonitor.simulator.scenarios.quiet import Quiet
from ibmonitor.simulator.server.pacing import Pacing
from tests.simulator.peers import RawPeer, RunningTws


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
