"""A peer that breaks off, falls silent, or talks nonsense, over a real socket: the program comes through."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from ibmonitor.domain.records.events import Event, LinkChanged
from ibmonitor.domain.records.link import LinkState
from ibmonitor.simulator.scenarios.quiet import Quiet
from ibmonitor.simulator.server.server import SimulatedTws
from ibmonitor.simulator.server.server_settings import ServerSettings
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.session.backoff import Backoff
from ibmonitor.tws.session.parameters import SessionParameters
from ibmonitor.tws.session.reconnector import Reconnector
from tests.faults.hostile_peer import (
    Spoil,
    between_frames,
    cut_after,
    half_closed_after,
    in_single_bytes,
    reset_after,
    saying,
    silent_after,
    spoilt,
)
from tests.faults.rig import Book
from tests.support.for_each import for_each
from tests.support.tws_frames import framed, greeting, proto_frame, text_frame
from tests.support.versions import TEXT_AND_PROTOBUF

PATIENCE = 60.0
"""Seconds until a test is given up."""


class Program(Book):
    """All that lies between a socket and the tables."""

    def __init__(self, port: int, **parameters: Any) -> None:
        super().__init__()
        self.wrapper = SignalWrapper()
        self.wrapper.batch.connect(for_each(self.on_event))
        self.states: list[LinkState] = []
        self.is_up = asyncio.Event()
        given = {
            "client_id": 1,
            "connect_patience": 10.0,
            "answer_patience": 10.0,
            "refresh_seconds": 0.0,
            **parameters,
        }
        self.reconnector = Reconnector(
            self.wrapper, SessionParameters(host="127.0.0.1", port=port, **given), backoff=Backoff(0.01, 0.02)
        )

    def on_event(self, event: Event) -> None:
        super().on_event(event)
        if isinstance(event, LinkChanged):
            self.states.append(event.state)
            self.check()
            if event.state is LinkState.UP:
                self.is_up.set()

    async def come_up(self) -> None:
        keeping = asyncio.ensure_future(self.reconnector.keep())
        try:
            async with asyncio.timeout(PATIENCE):
                await self.is_up.wait()
        finally:
            self.reconnector.close("The test is over.")
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)

    @property
    def says(self) -> str:
        return "\n".join(message.plain for message in self.blotter.messages)


def come_through(server_version: int, *spoils: Spoil, **parameters: Any) -> Program:
    """Connect to a peer that spoils the first connections, until the link is up; all that TWS has is shown then."""

    async def run() -> Program:
        scenario = Quiet()
        tws = SimulatedTws(scenario, ServerSettings(max_server_version=server_version, messages_per_second=1000))
        port = await tws.start()
        try:
            async with spoilt(port, *spoils) as spoilt_port:
                program = Program(spoilt_port, **parameters)
                await program.come_up()
        finally:
            await tws.stop()
        program.check()
        program.show()
        world, blotter = scenario.world, program.blotter
        assert {order.perm_id for order in blotter.orders} == {order.perm_id for order in world.orders}
        assert {fill.execution.exec_id for fill in blotter.fills} == {each.exec_id for each in world.executions}
        assert {each.exec_id for each in blotter.commissions} == set(world.commissions)
        assert all(fill.commission is not None for fill in blotter.fills)
        return program

    return asyncio.run(run())


VERSIONS = pytest.mark.parametrize("server_version", TEXT_AND_PROTOBUF)


@VERSIONS
def test_cut_again_and_again(server_version: int) -> None:
    """A dozen places, in the greeting, within frames, between them; then the connection holds."""
    lengths = [0, 1, 3, 4, 9, 20, 31, 47, 90, 200, 420, 800]
    program = come_through(server_version, *(cut_after(length) for length in lengths))
    assert program.states.count(LinkState.WAITING) == len(lengths)
    assert "closed" in program.says


@VERSIONS
def test_reset_again_and_again(server_version: int) -> None:
    program = come_through(server_version, *(reset_after(length) for length in (0, 5, 60, 700)))
    assert program.states.count(LinkState.WAITING) == 4


@VERSIONS
def test_one_byte_at_a_time(server_version: int) -> None:
    program = come_through(server_version, in_single_bytes)
    assert LinkState.WAITING not in program.states
    assert program.says.count("could not") == 0


@pytest.mark.parametrize("length", [0, 900])
def test_a_peer_that_says_nothing_more_and_never_closes(length: int) -> None:
    program = come_through(
        226,
        silent_after(length),
        connect_patience=1.0,
        heartbeat_seconds=0.2,
        silence_patience=1.0,
        answer_patience=2.0,
    )
    assert LinkState.WAITING in program.states
    assert "answer" in program.says or "become ready" in program.says


@pytest.mark.parametrize("length", [0, 40, 900])
def test_a_peer_that_ends_its_half_and_never_closes(length: int) -> None:
    program = come_through(226, half_closed_after(length))
    assert program.states.count(LinkState.WAITING) == 1


@pytest.mark.parametrize(
    ("garbage", "words"),
    [
        (b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", "not as TWS does"),
        (framed(b"no version\0"), "not as TWS does"),
        (framed(b""), "not as TWS does"),
        (framed(b"\xff\xfe\0\0"), "not as TWS does"),
        (framed(b"9" * 400 + b"\0x\0"), "not as TWS does"),
        (b"\xff\xff\xff\xff", "not as TWS does"),
        (greeting(226) + b"\x01\0\0\0" + bytes(50), "16,777,216 bytes"),
        (greeting(226) + framed(b"") * 3 + b"\xff" * 8, "4,294,967,295 bytes"),
    ],
)
def test_garbage_instead_of_tws(garbage: bytes, words: str) -> None:
    program = come_through(226, saying(garbage))
    assert program.states.count(LinkState.WAITING) == 1
    assert words in program.says


@pytest.mark.parametrize(
    ("server_version", "garbage"),
    [
        (200, (framed(b""), framed(b"\0"), framed(b"no id\0"), framed(b"3"), framed(b"\xff" * 300))),
        (200, (text_frame(180, 1), text_frame(3), text_frame(11, *["?"] * 40), text_frame(5, *[""] * 300))),
        (200, (proto_frame(3, b"\x08\x01"), proto_frame(5, b"\xff" * 9), framed((205).to_bytes(4, "big")))),
        (226, (framed(b""), framed(b"\0\0"), framed(b"\0\0\0\0"), framed(b"\xff" * 300))),
        (226, (proto_frame(3, b"\xff\xff"), proto_frame(180, b""), proto_frame(5, b"\x0a"), proto_frame(11, b""))),
        (226, (text_frame(3, 1, "Filled"), text_frame(5, server_version=226), framed(b"3\x001\0Filled\0"))),
    ],
)
def test_garbage_between_the_frames(server_version: int, garbage: tuple[bytes, ...]) -> None:
    program = come_through(server_version, between_frames(*garbage))
    assert LinkState.WAITING not in program.states, "one connection was enough"
    assert "could not read" in program.says
