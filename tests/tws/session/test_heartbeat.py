"""TWS's time shows whether TWS is alive and whether the clocks agree. No sockets, no waiting."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from ibmonitor.domain.records.events import ClockCompared, CurrentTime, Event
from ibmonitor.tws.session.heartbeat import Heartbeat

NOON = datetime(2026, 6, 11, 12, tzinfo=UTC)


class Peer:
    """A peer that answers for a while, in a time of its own that passes only by pauses."""

    def __init__(self, *, answers: int, ends_after: float = 1e9, takes: float = 0.0) -> None:
        self.seconds = 0.0
        self.asked: list[float] = []
        self.activity = 0
        self.announced: list[Event] = []
        self._answers = answers
        self._ends_after = ends_after
        self._takes = takes
        self._due: list[float] = []

    def ask(self) -> None:
        self.asked.append(self.seconds)
        if len(self.asked) <= self._answers:
            self._due.append(self.seconds + self._takes)
            self._answer()

    def _answer(self) -> None:
        while self._due and self._due[0] <= self.seconds:
            self._due.pop(0)
            self.activity += 1

    async def pause(self, seconds: float) -> bool:
        self.seconds += seconds
        self._answer()
        return self.seconds >= self._ends_after

    def heartbeat(self, interval: float = 5, patience: float = 8) -> Heartbeat:
        return Heartbeat(
            ask=self.ask,
            activity=lambda: self.activity,
            pause=self.pause,
            announce=self.announced.append,
            interval=interval,
            patience=patience,
            now=lambda: NOON + timedelta(seconds=self.seconds),
        )


def test_a_peer_that_answers_is_asked_until_the_connection_ends() -> None:
    peer = Peer(answers=1000, ends_after=60)
    assert asyncio.run(peer.heartbeat().beat()) is False
    assert len(peer.asked) == 12


def test_a_slow_answer_is_an_answer() -> None:
    peer = Peer(answers=1000, ends_after=200, takes=7)
    assert asyncio.run(peer.heartbeat().beat()) is False


@pytest.mark.parametrize("answers", [0, 1, 5])
def test_a_silent_peer_is_noticed_within_15_seconds(answers: int) -> None:
    peer = Peer(answers=answers)
    assert asyncio.run(peer.heartbeat().beat()) is True
    last_heard = peer.asked[answers - 1] if answers else 0.0
    assert peer.seconds - last_heard <= 15


@pytest.mark.parametrize(
    ("sent", "asked", "received", "ahead"),
    [
        (0, 0, 0.1, 0),
        (0, 0.9, 0.95, 0),
        (0, 1.9, 1.95, -1),
        (3, 0, 0, 3),
        (2, 0, 3, 0),
        (-10, 0, 0.1, -9),
        (3600, 0, 0, 3600),
    ],
)
def test_the_clocks_are_compared_as_far_as_whole_seconds_show(
    sent: float, asked: float, received: float, ahead: int
) -> None:
    peer = Peer(answers=0)
    heartbeat = peer.heartbeat()
    peer.seconds = asked
    heartbeat._asked.append(NOON + timedelta(seconds=asked))
    peer.seconds = received
    heartbeat.on_answer(CurrentTime(NOON + timedelta(seconds=sent)))
    assert peer.announced == [ClockCompared(timedelta(seconds=ahead))]


def test_the_same_difference_is_announced_once() -> None:
    peer = Peer(answers=0)
    heartbeat = peer.heartbeat()
    for _ in range(3):
        heartbeat._asked.append(NOON)
        heartbeat.on_answer(CurrentTime(NOON))
    heartbeat.on_answer(CurrentTime(NOON + timedelta(hours=1)))
    assert len(peer.announced) == 1
