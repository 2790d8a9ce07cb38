"""A message of megabytes that takes long to arrive: TWS is alive meanwhile, and its answer is waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.session.heartbeat import Heartbeat
from ibmonitor.tws.session.request_tracker import NoAnswerError, PendingRequest, RequestTracker
from ibmonitor.tws.wire.transport import PAUSE_ABOVE, FrameTransport
from tests.support.tws_frames import framed

A_MOMENT = 0.01
"""Seconds of patience that a test waits for to run out."""


class SlowPeer:
    """A peer of which each pause brings one more piece of a long message, and then nothing more."""

    def __init__(self, pieces: int) -> None:
        self.frames: list[bytes] = []
        self.transport = FrameTransport(self.frames.append, lambda _: None)
        body = framed(bytes(3 * PAUSE_ABOVE))
        step = len(body) // pieces + 1
        self._pieces = iter([body[at : at + step] for at in range(0, len(body), step)])
        self.seconds = 0.0

    async def pause(self, seconds: float) -> bool:
        self.seconds += seconds
        if piece := next(self._pieces, b""):
            self.transport.data_received(piece)
        return False

    async def seconds_until_silent(self) -> float:
        heartbeat = Heartbeat(
            ask=lambda: None,
            activity=lambda: self.transport.activity,
            pause=self.pause,
            announce=lambda _: None,
            interval=5,
            patience=3,
        )
        assert await heartbeat.beat()
        return self.seconds


def test_a_message_that_takes_minutes_is_a_sign_of_life_until_it_stops() -> None:
    peer = SlowPeer(pieces=40)
    seconds = asyncio.run(peer.seconds_until_silent())
    assert len(peer.frames) == 1
    # Each beat takes in two of the pieces: one while it waits for the answer, one while it waits for the next beat.
    assert 20 * (1 + 5) <= seconds <= 20 * (1 + 5) + 5 + 3


def waited(unread: Iterator[int]) -> int:
    """How often no answer was found within a moment, where so many bytes of a message had come each time."""
    looks = 0

    def look() -> int:
        nonlocal looks
        looks += 1
        return next(unread)

    async def run() -> None:
        answers = RequestTracker(SignalWrapper(), lambda _: None, look)
        with pytest.raises(NoAnswerError):
            await answers.ask(PendingRequest(RequestKind.GROUPS), lambda: None, A_MOMENT)
        answers.close()

    asyncio.run(run())
    return looks // 2


@pytest.mark.parametrize(
    ("unread", "times"),
    [
        ([0, 0], 1),
        ([70, 70], 1),
        ([0, 100, 100, 5000, 5000, 5001, 5001, 5001], 4),
        ([900, 40], 1),
    ],
    ids=["nothing comes", "it has stopped", "it grows, then stops", "it has ended, and another has begun"],
)
def test_an_answer_is_waited_for_as_long_as_its_message_grows(unread: list[int], times: int) -> None:
    assert waited(iter(unread)) == times
