"""Slices, back-pressure and the order of the end, with a socket and a clock that the test holds."""

from __future__ import annotations

import asyncio
from typing import Any

from ibmonitor.tws.framing import FrameTooLongError
from ibmonitor.tws.transport import PAUSE_ABOVE, RESUME_BELOW, SLICE_SECONDS, FrameTransport


class Socket(asyncio.Transport):
    def __init__(self) -> None:
        super().__init__()
        self.reading = True
        self.closing = False
        self.pauses = 0

    def is_closing(self) -> bool:
        return self.closing

    def close(self) -> None:
        self.closing = True

    def pause_reading(self) -> None:
        self.reading = False
        self.pauses += 1

    def resume_reading(self) -> None:
        self.reading = True


class Heard:
    """A transport whose every frame takes `cost` seconds of a clock that only it moves."""

    def __init__(self, cost: float = 0.0) -> None:
        self.now = 0.0
        self.cost = cost
        self.frames: list[bytes] = []
        self.ends: list[Exception | None] = []
        self.socket = Socket()
        self.transport = FrameTransport(self._on_frame, self.ends.append, lambda: self.now)
        self.transport.connection_made(self.socket)

    def _on_frame(self, frame: bytes) -> None:
        self.frames.append(frame)
        self.now += self.cost


def framed(*bodies: bytes) -> bytes:
    return b"".join(len(body).to_bytes(4, "big") + body for body in bodies)


async def turns() -> None:
    """Let the loop go round more often than any of these tests has slices."""
    for _ in range(50):
        await asyncio.sleep(0)


def test_a_burst_is_handed_on_in_slices_with_turns_of_the_loop_between() -> None:
    async def run() -> None:
        heard = Heard(cost=SLICE_SECONDS / 4 * 1.01)
        heard.transport.data_received(framed(*(bytes([n]) for n in range(20))))
        seen = [len(heard.frames)]
        while len(heard.frames) < 20:
            await asyncio.sleep(0)
            seen.append(len(heard.frames))
        assert seen == [4, 8, 12, 16, 20]
        assert heard.frames == [bytes([n]) for n in range(20)]

    asyncio.run(run())


def test_reading_pauses_above_the_bound_and_resumes_below() -> None:
    async def run() -> None:
        heard = Heard(cost=SLICE_SECONDS * 2)
        frame = bytes(PAUSE_ABOVE // 8)
        heard.transport.data_received(framed(*[frame] * 12))
        assert heard.socket.pauses == 1
        while not heard.socket.reading:
            assert 12 * len(frame) - len(heard.frames) * len(frame) >= RESUME_BELOW - len(frame)
            await asyncio.sleep(0)
        await turns()
        assert len(heard.frames) == 12
        assert heard.socket.pauses == 1

    asyncio.run(run())


def test_the_end_comes_after_the_last_frame_and_once() -> None:
    async def run() -> None:
        heard = Heard(cost=SLICE_SECONDS * 2)
        heard.transport.data_received(framed(b"a", b"b", b"c"))
        heard.transport.connection_lost(None)
        assert heard.ends == []
        await turns()
        assert heard.frames == [b"a", b"b", b"c"]
        assert heard.ends == [None]

    asyncio.run(run())


def test_an_over_long_frame_ends_the_connection_with_its_reason() -> None:
    async def run() -> None:
        heard = Heard()
        heard.transport.data_received(framed(b"a") + b"\xff\xff\xff\xff rest")
        assert heard.frames == [b"a"]
        assert heard.socket.closing
        heard.transport.data_received(framed(b"late"))
        heard.transport.connection_lost(None)
        assert heard.frames == [b"a"]
        (end,) = heard.ends
        assert isinstance(end, FrameTooLongError)

    asyncio.run(run())


def test_an_abandoned_transport_calls_nobody() -> None:
    async def run() -> None:
        heard = Heard()
        heard.transport.abandon()
        heard.transport.data_received(framed(b"a"))
        heard.transport.connection_lost(None)
        assert heard.frames == []
        assert heard.ends == []
        assert heard.socket.closing

    asyncio.run(run())


def test_a_closed_transport_is_not_connected() -> None:
    heard = Heard()
    connected: list[Any] = [heard.transport.is_connected]
    heard.transport.close()
    connected.append(heard.transport.is_connected)
    assert connected == [True, False]
