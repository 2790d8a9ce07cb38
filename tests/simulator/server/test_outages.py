"""What the simulated TWS does to its connections, as seen by a client that reads raw bytes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager

import pytest

from ibmonitor.simulator.account.world import OrderShown
from ibmonitor.simulator.scenarios.quiet import Quiet
from ibmonitor.simulator.server.outages import IB_FOUND, IB_LOST
from ibmonitor.simulator.server.server import SimulatedTws
from ibmonitor.simulator.server.server_settings import ServerSettings

TEXT = 200


class Client:
    """A client of the text protocol that has started the API."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def frame(self) -> list[str]:
        """The fields of the next frame; raises `IncompleteReadError` at the end, `ConnectionError` at a RST."""
        length = int.from_bytes(await self._reader.readexactly(4), "big")
        return (await self._reader.readexactly(length)).decode().split("\0")[:-1]

    async def frames_until(self, message: str) -> list[list[str]]:
        frames = [await self.frame()]
        while frames[-1][0] != message:
            frames.append(await self.frame())
        return frames

    def send(self, *fields: object) -> None:
        body = "".join(f"{field}\0" for field in fields).encode()
        self._writer.write(len(body).to_bytes(4, "big") + body)

    async def end(self) -> type[Exception]:
        """How the connection ends."""
        try:
            while True:
                await self.frame()
        except (asyncio.IncompleteReadError, ConnectionError) as end:
            return type(end)

    def close(self) -> None:
        self._writer.close()


async def connected(port: int | None, client_id: int = 1) -> Client:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    offer = b"v100..200"
    writer.write(b"API\0" + len(offer).to_bytes(4, "big") + offer)
    client = Client(reader, writer)
    await client.frame()
    client.send(71, 2, client_id, "")
    return client


async def started(port: int | None, client_id: int = 1) -> Client:
    client = await connected(port, client_id)
    await client.frames_until("9")
    return client


@asynccontextmanager
async def simulated() -> AsyncIterator[SimulatedTws]:
    tws = SimulatedTws(Quiet(), ServerSettings(max_server_version=TEXT, master_client_id=1))
    await tws.start()
    try:
        yield tws
    finally:
        await tws.stop()


def run(story: Callable[[SimulatedTws], Coroutine[None, None, None]]) -> None:
    async def play() -> None:
        async with simulated() as tws:
            await asyncio.wait_for(story(tws), 20)

    asyncio.run(play())


@pytest.mark.parametrize("reset", [False, True])
def test_it_cuts_all_connections(reset: bool) -> None:
    async def story(tws: SimulatedTws) -> None:
        clients = [await started(tws.port, client_id) for client_id in (1, 2)]
        tws.outages.cut(reset=reset)
        for client in clients:
            assert await client.end() is (ConnectionResetError if reset else asyncio.IncompleteReadError)
            client.close()
        again = await started(tws.port)
        again.close()

    run(story)


def test_a_frozen_tws_answers_and_sends_what_it_held_when_it_thaws() -> None:
    async def story(tws: SimulatedTws) -> None:
        client = await started(tws.port)
        tws.outages.freeze()
        client.send(49, 1)
        tws.world.emit(OrderShown(tws.world.orders[0]))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await client.frames_until("49")
        tws.outages.thaw()
        frames = await client.frames_until("49")
        assert "5" in [fields[0] for fields in frames]
        client.close()

    run(story)


def test_it_restarts_at_the_same_port_with_the_same_world() -> None:
    async def story(tws: SimulatedTws) -> None:
        port = tws.port
        client = await started(port)
        restarting = asyncio.ensure_future(tws.outages.restart(0.2))
        assert await client.end() is asyncio.IncompleteReadError
        with pytest.raises(ConnectionRefusedError):
            await started(port)
        await restarting
        assert tws.port == port
        again = await started(port)
        again.close()
        client.close()

    run(story)


def test_it_moves_and_sends_its_new_port() -> None:
    async def story(tws: SimulatedTws) -> None:
        before = tws.port
        client = await started(before)
        port = await tws.outages.move()
        assert port != before
        moved = await client.frame()
        while "1300" not in moved:
            moved = await client.frame()
        assert moved[3].endswith(f"the new port - {port}")
        assert await client.end() is asyncio.IncompleteReadError
        with pytest.raises(ConnectionRefusedError):
            await started(before)
        again = await started(port)
        again.close()
        client.close()

    run(story)


@pytest.mark.parametrize("lost", IB_LOST)
@pytest.mark.parametrize("found", IB_FOUND)
def test_without_ib_nothing_is_sent_live(lost: int, found: int) -> None:
    async def story(tws: SimulatedTws) -> None:
        client = await started(tws.port)
        tws.outages.lose_ib(lost)
        tws.world.emit(OrderShown(tws.world.orders[0]))
        tws.outages.find_ib(found)
        client.send(49, 1)
        frames = await client.frames_until("49")
        codes = [fields[2] for fields in frames if fields[0] == "4"]
        assert codes[-2:] == [str(lost), str(found)]
        assert "5" not in [fields[0] for fields in frames]
        client.close()

    run(story)


def test_the_client_id_of_a_cut_connection_stays_taken_for_a_while() -> None:
    async def story(tws: SimulatedTws) -> None:
        client = await started(tws.port)
        tws.settings.ghost_seconds = 3600.0
        tws.outages.cut()
        await client.end()
        refused = await connected(tws.port)
        assert "326" in (await refused.frames_until("4"))[-1]
        refused.close()
        now = asyncio.get_running_loop().time()
        assert 3000 < tws.state.ghosts[1] - now <= 3600
        tws.state.ghosts[1] = now
        again = await started(tws.port)
        again.close()
        client.close()

    run(story)


def test_its_clock_may_be_wrong() -> None:
    async def story(tws: SimulatedTws) -> None:
        tws.settings.clock_ahead = 3600.0
        client = await started(tws.port)
        client.send(49, 1)
        answer = (await client.frames_until("49"))[-1]
        assert 3590 < int(answer[2]) - time.time() < 3610
        client.close()

    run(story)
