"""What keeps a connection from coming about, each with its cause."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from ibmonitor.domain.records.link import LinkState
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.session.connect_error import Cause, ConnectError
from ibmonitor.tws.session.parameters import SessionParameters
from ibmonitor.tws.session.session import Session
from tests.support.tws_frames import framed, greeting
from tests.tws.session.test_session import SHORT, Peer, Watched, close_at_once, peer, simulated, stay_silent


async def failure(port: int, **parameters: Any) -> tuple[Cause, Watched]:
    watched = Watched(port, **parameters)
    with pytest.raises(ConnectError) as caught:
        await watched.session.open()
    assert watched.states == [LinkState.CONNECTING, LinkState.DOWN]
    assert watched.session.end_reason == str(caught.value)
    return caught.value.cause, watched


class TestFailures:
    def against(self, behave: Peer, **parameters: Any) -> Cause:
        async def run() -> Cause:
            async with peer(behave) as port:
                cause, _ = await failure(port, **parameters)
                return cause

        return asyncio.run(run())

    def test_nobody_listens(self) -> None:
        async def run() -> Cause:
            async with peer(close_at_once) as port:
                pass
            cause, _ = await failure(port)
            return cause

        assert asyncio.run(run()) is Cause.REFUSED

    @pytest.mark.parametrize("host", ["no-such-host.invalid", "a..b", "x" * 70])
    def test_unknown_host(self, host: str) -> None:
        async def run() -> None:
            session = Session(SignalWrapper(), SessionParameters(host, 7497, 1))
            with pytest.raises(ConnectError) as caught:
                await session.open()
            assert caught.value.cause is Cause.UNKNOWN_HOST
            assert host in str(caught.value)

        asyncio.run(run())

    def test_accepted_then_closed(self) -> None:
        assert self.against(close_at_once) is Cause.CLOSED_AT_ONCE

    def test_silent_peer(self) -> None:
        assert self.against(stay_silent, connect_patience=SHORT) is Cause.SILENT

    @pytest.mark.parametrize(
        "answer",
        [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"SSH-2.0-OpenSSH_9.2\r\n", framed(b"hello"), framed(b"x\0y\0")],
    )
    def test_a_peer_that_is_no_tws(self, answer: bytes) -> None:
        async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(answer)
            await writer.drain()
            await reader.read(-1)

        assert self.against(behave) is Cause.NOT_TWS

    def test_server_too_old(self) -> None:
        async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(greeting(120))
            await reader.read(-1)

        assert self.against(behave) is Cause.TOO_OLD

    def test_closed_before_ready(self) -> None:
        async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readexactly(8 + len(b"v100..226"))
            writer.write(greeting(200))
            await reader.read(1)

        assert self.against(behave) is Cause.CLOSED_BEFORE_READY

    def test_never_ready(self) -> None:
        async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(greeting(200))
            await reader.read(-1)

        assert self.against(behave, connect_patience=SHORT) is Cause.NEVER_READY

    def test_client_id_in_use(self) -> None:
        async def run() -> tuple[Cause, str]:
            async with simulated() as (_, port):
                first = Watched(port)
                await first.session.open()
                cause, second = await failure(port)
                first.session.close()
                return cause, second.session.end_reason

        cause, said = asyncio.run(run())
        assert cause is Cause.CLIENT_ID_IN_USE
        assert "Client ID 7" in said

    def test_every_cause_has_its_own_sentence(self) -> None:
        said = {str(ConnectError(cause, host="h", port=1, client_id=2, detail="d")) for cause in Cause}
        assert len(said) == len(Cause)
        assert not any("{" in sentence for sentence in said)
