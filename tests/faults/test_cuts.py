"""A session cut at every byte, and one that comes in byte by byte: whole frames are taken in, and nothing else."""

from __future__ import annotations

import asyncio
from itertools import accumulate

import pytest

from ibmonitor.domain.records.events import Event, LinkChanged
from ibmonitor.domain.records.link import LinkState
from tests.faults.good_frames import Marks, good_frames
from tests.faults.rig import Rig
from tests.fuzz.streams import split_frames
from tests.support.tws_frames import greeting

VERSIONS = pytest.mark.parametrize("server_version", [200, 226])
SHORT = ("managedAccounts", "nextValidId", "openOrderEnd", "error", "execDetailsEnd", "completedOrdersEnd")
DOWN = LinkChanged(LinkState.DOWN, "127.0.0.1", 7497, 1, "cut")


def session(server_version: int) -> list[bytes]:
    """A short session: the greeting, a frame of most kinds, an order with its fill and its commission."""
    frames = good_frames(server_version)
    _, _, traded = Marks(server_version).next()
    return [greeting(server_version), *(frames[name] for name in SHORT), *split_frames(traded)]


def all_events(server_version: int, frames: list[bytes]) -> list[list[Event]]:
    """All events up to each frame."""
    rig = Rig(server_version, is_greeted=False)
    events = [rig.receive(frame) for frame in frames]
    rig.close()
    return list(accumulate(events, lambda before, now: before + now))


@VERSIONS
def test_cut_at_every_byte(server_version: int) -> None:
    """One blotter through all of it: nothing is reported twice in it, and nothing is lost."""

    async def run() -> None:
        frames = session(server_version)
        stream = b"".join(frames)
        ends = list(accumulate(len(frame) for frame in frames))
        events = all_events(server_version, frames)
        rig = Rig(server_version, is_greeted=False)
        for length in range(len(stream) + 1):
            received = rig.receive(stream[:length])
            whole = sum(1 for end in ends if end <= length)
            assert received == (events[whole - 1] if whole else [])
            rig.cut()
            rig.feed.on_event(DOWN)
            assert rig.ends == [None]
            assert rig.client.greeting.done()
            if whole == 0:
                assert isinstance(rig.client.greeting.exception(), ConnectionResetError)
            rig.client.close()
            rig.again(server_version, is_greeted=False)
        rig.check()
        blotter = rig.blotter
        assert (len(blotter.orders), len(blotter.fills), len(blotter.commissions)) == (1, 1, 1)
        assert [message.code for message in blotter.messages] == [201]
        rig.close()

    asyncio.run(run())


@VERSIONS
def test_byte_by_byte(server_version: int) -> None:
    """All kinds of messages: each is reported with the last of its bytes."""

    async def run() -> None:
        frames = [greeting(server_version), *good_frames(server_version).values()]
        events = all_events(server_version, frames)
        rig = Rig(server_version, is_greeted=False)
        received: list[Event] = []
        for number, frame in enumerate(frames):
            for at in range(len(frame)):
                received += rig.receive(frame[at : at + 1])
                if at < len(frame) - 1:
                    assert received == (events[number - 1] if number else [])
            assert received == events[number]
        rig.check()
        rig.close()

    asyncio.run(run())


@VERSIONS
@pytest.mark.parametrize("size", [2, 3, 5, 7, 64, 1000])
def test_in_pieces(server_version: int, size: int) -> None:
    async def run() -> None:
        frames = [greeting(server_version), *good_frames(server_version).values()]
        stream = b"".join(frames)
        rig = Rig(server_version, is_greeted=False)
        received: list[Event] = []
        for at in range(0, len(stream), size):
            received += rig.receive(stream[at : at + size])
        assert received == all_events(server_version, frames)[-1]
        rig.close()

    asyncio.run(run())
