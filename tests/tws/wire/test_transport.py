"""Slices, back-pressure and the order of the end, with a socket and a clock that the test holds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import pytest

from ibmonitor.tws.wire.framing import LENGTH_PREFIX, MAX_FRAME_LENGTH, FrameTooLongError
from ibmonitor.tws.wire.transport import PAUSE_ABOVE, RESUME_BELOW, SLICE_SECONDS, FrameTransport


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

    def is_reading(self) -> bool:
        return self.reading

    def pause_reading(self) -> None:
        self.reading = False
        self.pauses += 1

    def resume_reading(self) -> None:
        self.reading = True


class Reading:
    """A transport whose every frame takes `cost` seconds of a clock that only it moves."""

    def __init__(self, cost: float = 0.0) -> None:
        self.slices: list[int] = []
        """How many frames there were at the end of each."""
        self.now = 0.0
        self.cost = cost
        self.frames: list[bytes] = []
        self.ends: list[Exception | None] = []
        self.socket = Socket()
        self.transport = FrameTransport(self._on_frame, self.ends.append, lambda: self.now, in_slice=self._slice)
        self.transport.connection_made(self.socket)

    @contextmanager
    def _slice(self) -> Iterator[None]:
        yield
        self.slices.append(len(self.frames))

    def _on_frame(self, frame: bytes) -> None:
        self.frames.append(frame)
        self.now += self.cost


def framed(*bodies: bytes) -> bytes:
    return b"".join(len(body).to_bytes(4, "big") + body for body in bodies)


async def turns() -> None:
    """Let the loop go round more often than any of these tests has slices."""
    for _ in range(50):
        await asyncio.sleep(0)


async def until_reading(reading: Reading) -> None:
    """Let the loop go round until the transport reads again, as often as it has frames at most."""
    for _ in range(1000):
        if reading.socket.is_reading():
            return
        await asyncio.sleep(0)
    pytest.fail("the transport has paused reading for good")


def test_a_burst_is_handed_on_in_slices_with_turns_of_the_loop_between() -> None:
    async def run() -> None:
        reading = Reading(cost=SLICE_SECONDS / 4 * 1.01)
        reading.transport.data_received(framed(*(bytes([n]) for n in range(20))))
        seen = [len(reading.frames)]
        while len(reading.frames) < 20:
            await asyncio.sleep(0)
            seen.append(len(reading.frames))
        assert seen == reading.slices == [4, 8, 12, 16, 20]
        assert reading.frames == [bytes([n]) for n in range(20)]

    asyncio.run(run())


def test_reading_pauses_above_the_bound_and_resumes_below() -> None:
    async def run() -> None:
        reading = Reading(cost=SLICE_SECONDS * 2)
        frame = bytes(PAUSE_ABOVE // 8)
        reading.transport.data_received(framed(*[frame] * 12))
        assert reading.socket.pauses == 1
        while not reading.socket.is_reading():
            assert 12 * len(frame) - len(reading.frames) * len(frame) >= RESUME_BELOW - len(frame)
            await asyncio.sleep(0)
        await turns()
        assert len(reading.frames) == 12
        assert reading.socket.pauses == 1

    asyncio.run(run())


def test_reading_resumes_at_the_first_backlog_below_the_bound() -> None:
    """Not a frame earlier, so that a burst does not pause and resume at each turn; not a frame later either."""

    async def run() -> None:
        reading = Reading(cost=SLICE_SECONDS * 2)
        size = LENGTH_PREFIX + 100
        # The first frame is handed on at once; the backlog then passes the bound itself, and one byte less.
        rest = PAUSE_ABOVE // size + 1
        pad = bytes(RESUME_BELOW % size)
        reading.transport.data_received(framed(*[bytes(100)] * (rest + 1)) + pad)
        assert not reading.socket.is_reading()
        backlogs: list[int] = []
        while not reading.socket.is_reading() and len(backlogs) <= rest:
            backlogs.append(reading.transport.backlog)
            await asyncio.sleep(0)
        assert backlogs[-1] == RESUME_BELOW
        assert reading.transport.backlog == RESUME_BELOW - size

    asyncio.run(run())


def test_reading_does_not_pause_at_the_bound_itself() -> None:
    async def run() -> None:
        for beyond in (0, 1):
            reading = Reading(cost=SLICE_SECONDS * 2)
            reading.transport.data_received(framed(b"first", b"second") + bytes(PAUSE_ABOVE - 10 + beyond))
            assert reading.transport.backlog == PAUSE_ABOVE + beyond
            assert reading.socket.is_reading() is (beyond == 0)

    asyncio.run(run())


def test_the_bounds_fit_what_one_reading_of_a_socket_gives() -> None:
    """asyncio reads up to 256 KiB at once. Once resumed there is work left while the next arrives, and no flutter."""
    one_reading = 1 << 18
    assert one_reading <= RESUME_BELOW <= PAUSE_ABOVE // 2
    assert 4 * one_reading <= PAUSE_ABOVE


SIZES = sorted(
    {
        0,
        1,
        *(bound + more for bound in (RESUME_BELOW, PAUSE_ABOVE) for more in (-LENGTH_PREFIX, -1, 0, 1)),
        PAUSE_ABOVE + RESUME_BELOW,
        1_817_169,
        MAX_FRAME_LENGTH - 1,
        MAX_FRAME_LENGTH,
    }
)


def cut(data: bytes, step: int) -> list[bytes]:
    return [data[at : at + step] for at in range(0, len(data), step)]


def one_byte_at_the_ends(data: bytes) -> list[bytes]:
    ends = 20
    if len(data) <= 2 * ends:
        return cut(data, 1)
    return [*cut(data[:ends], 1), *cut(data[ends:-ends], 1 << 18), *cut(data[-ends:], 1)]


CHUNKINGS: dict[str, Callable[[bytes], list[bytes]]] = {
    "one byte at the ends": one_byte_at_the_ends,
    "4096": lambda data: cut(data, 4096),
    "64 KiB": lambda data: cut(data, 1 << 16),
    "header split": lambda data: [data[:2], *cut(data[2:], 1 << 18)],
    "header alone": lambda data: [data[:LENGTH_PREFIX], *cut(data[LENGTH_PREFIX:], 1 << 18)],
    "all at once": lambda data: [data],
}


@pytest.mark.parametrize("chunks", CHUNKINGS.values(), ids=CHUNKINGS.keys())
@pytest.mark.parametrize("cost", [0.0, SLICE_SECONDS * 2], ids=["fast", "a slice a frame"])
@pytest.mark.parametrize("size", SIZES)
def test_a_frame_of_any_size_is_read(size: int, cost: float, chunks: Callable[[bytes], list[bytes]]) -> None:
    """One frame, with a short one before and after it, so that a chunk can hold the end of one and all of another.

    Nothing is given while reading is paused: a real socket gives nothing either.
    """

    async def run() -> None:
        reading = Reading(cost=cost)
        big = size.to_bytes(8, "little") * (size // 8 + 1)
        bodies = [b"before", big[:size], b"after"]
        for chunk in chunks(framed(*bodies)):
            await until_reading(reading)
            reading.transport.data_received(chunk)
        await turns()
        assert reading.socket.is_reading()
        assert [len(frame) for frame in reading.frames] == [len(body) for body in bodies]
        assert reading.frames == bodies
        assert reading.ends == []

    asyncio.run(run())


def test_what_waits_for_the_end_of_a_frame_is_read_on_though_frames_before_it_have_to_wait() -> None:
    """Paused for the frames before it, and then the unfinished one alone is above the bound: nothing else resumes."""

    async def run() -> None:
        reading = Reading(cost=SLICE_SECONDS * 2)
        big = bytes(4 * PAUSE_ABOVE)
        data = framed(b"a", b"b", big)
        reading.transport.data_received(data[: 3 * PAUSE_ABOVE])
        assert not reading.socket.is_reading()
        await turns()
        assert reading.socket.is_reading()
        assert reading.transport.backlog > PAUSE_ABOVE
        reading.transport.data_received(data[3 * PAUSE_ABOVE :])
        await turns()
        assert reading.frames == [b"a", b"b", big]

    asyncio.run(run())


def test_memory_is_bounded_while_frames_wait() -> None:
    """A peer that sends as fast as it may: never more than the bound and what one reading of the socket gives."""

    async def run() -> None:
        reading = Reading(cost=SLICE_SECONDS * 2)
        burst = framed(*[bytes(40_000)] * 500)
        most = 0
        for chunk in cut(burst, 1 << 18):
            await until_reading(reading)
            reading.transport.data_received(chunk)
            most = max(most, reading.transport.backlog)
        assert PAUSE_ABOVE < most <= PAUSE_ABOVE + (1 << 18)

    asyncio.run(run())


@pytest.mark.parametrize("chunks", CHUNKINGS.values(), ids=CHUNKINGS.keys())
def test_one_byte_more_than_the_longest_is_refused(chunks: Callable[[bytes], list[bytes]]) -> None:
    async def run() -> None:
        reading = Reading()
        for chunk in chunks(framed(b"before") + (MAX_FRAME_LENGTH + 1).to_bytes(4, "big") + bytes(100)):
            reading.transport.data_received(chunk)
        assert reading.frames == [b"before"]
        assert reading.socket.closing
        reading.transport.connection_lost(None)
        (end,) = reading.ends
        assert isinstance(end, FrameTooLongError)
        assert end.length == MAX_FRAME_LENGTH + 1

    asyncio.run(run())


def test_every_part_of_a_frame_is_a_sign_of_life() -> None:
    async def run() -> None:
        reading = Reading()
        seen = [reading.transport.activity]
        for chunk in cut(framed(bytes(2 * PAUSE_ABOVE)), 1 << 16)[:-1]:
            reading.transport.data_received(chunk)
            seen.append(reading.transport.activity)
        assert reading.frames == []
        assert all(later > earlier for earlier, later in pairwise(seen))

    asyncio.run(run())


@pytest.mark.parametrize("size", [PAUSE_ABOVE, PAUSE_ABOVE + RESUME_BELOW, 3 * PAUSE_ABOVE, MAX_FRAME_LENGTH])
def test_a_frame_of_any_size_comes_through_a_real_socket(size: int) -> None:
    async def run() -> None:
        frames: list[bytes] = []
        closed = asyncio.get_running_loop().create_future()
        body = bytes(range(256)) * (size // 256 + 1)

        async def serve(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(framed(b"before", body[:size], b"after"))
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server:
            transport = FrameTransport(frames.append, closed.set_result)
            await asyncio.get_running_loop().create_connection(lambda: transport, "127.0.0.1", port)
            assert await asyncio.wait_for(closed, 30) is None
        assert frames == [b"before", body[:size], b"after"]

    asyncio.run(run())


def test_the_end_comes_after_the_last_frame_and_once() -> None:
    async def run() -> None:
        reading = Reading(cost=SLICE_SECONDS * 2)
        reading.transport.data_received(framed(b"a", b"b", b"c"))
        reading.transport.connection_lost(None)
        assert reading.ends == []
        await turns()
        assert reading.frames == [b"a", b"b", b"c"]
        assert reading.ends == [None]

    asyncio.run(run())


def test_an_over_long_frame_ends_the_connection_with_its_reason() -> None:
    async def run() -> None:
        reading = Reading()
        reading.transport.data_received(framed(b"a") + b"\xff\xff\xff\xff rest")
        assert reading.frames == [b"a"]
        assert reading.socket.closing
        reading.transport.data_received(framed(b"late"))
        reading.transport.connection_lost(None)
        assert reading.frames == [b"a"]
        (end,) = reading.ends
        assert isinstance(end, FrameTooLongError)

    asyncio.run(run())


def test_an_abandoned_transport_calls_nobody() -> None:
    async def run() -> None:
        reading = Reading()
        reading.transport.abandon()
        reading.transport.data_received(framed(b"a"))
        reading.transport.connection_lost(None)
        assert reading.frames == []
        assert reading.ends == []
        assert reading.socket.closing

    asyncio.run(run())


def test_a_closed_transport_is_not_connected() -> None:
    reading = Reading()
    connected: list[Any] = [reading.transport.is_connected]
    reading.transport.close()
    connected.append(reading.transport.is_connected)
    assert connected == [True, False]
