"""The test of a connection: bad input, other ports, and that nothing is left open."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from ibmonitor.domain.connection_test.verdict import USUAL_PORTS, Finding, Found
from ibmonitor.settings.table import PORT_PRESETS
from ibmonitor.simulator.server.server import SimulatedTws
from ibmonitor.tws.probe import probe as connection_test
from tests.support.waiting import until
from tests.tws.probe.trying import CLIENT, HOST, be_a_web_server, kinds, with_simulated
from tests.tws.session.test_session import close_at_once, peer, simulated


async def tried(port: int, **given: Any) -> list[Finding]:
    given = {"patience": 5.0, "other_ports": (), **given}
    return list(await connection_test.try_connection(HOST, port, CLIENT, **given))


def test_the_client_id_is_free_again_afterwards() -> None:
    async def work(tws: SimulatedTws, port: int) -> list[Finding]:
        await tried(port)
        await until(lambda: not tws.clients)
        return await tried(port)

    assert Found.CLIENT_ID_FREE in kinds(with_simulated(work))


@pytest.mark.parametrize("answers", [True, False])
def test_a_refusal_looks_for_tws_at_the_other_usual_ports(answers: bool) -> None:
    async def run() -> tuple[Finding, int]:
        async with peer(close_at_once) as refused:
            pass
        async with simulated() as (tws, port), peer(be_a_web_server) as web:
            (finding,) = await tried(refused, other_ports=(web, refused, port) if answers else (web, refused))
            assert tws.requests.names == []
            return finding, port

    finding, port = asyncio.run(run())
    assert finding.found is Found.REFUSED
    assert finding.other_port == (port if answers else None)


@pytest.mark.parametrize(
    ("host", "port", "client_id", "found"),
    [
        ("", 7497, 1, Found.NOT_TRIED),
        ("a b", 7497, 1, Found.NOT_TRIED),
        ("a\0b", 7497, 1, Found.NOT_TRIED),
        (HOST, 0, 1, Found.NOT_TRIED),
        (HOST, 65_536, 1, Found.NOT_TRIED),
        (HOST, 7497, -1, Found.NOT_TRIED),
        (HOST, 7497, 2**31 - 1, Found.NOT_TRIED),
        ("a..b", 7497, 1, Found.UNKNOWN_HOST),
    ],
)
def test_bad_input_is_a_finding(host: str, port: int, client_id: int, found: Found) -> None:
    findings = asyncio.run(connection_test.try_connection(host, port, client_id, other_ports=()))
    assert kinds(list(findings)) == [found]


def test_cancelled_it_closes_its_connection() -> None:
    async def run() -> None:
        gone = asyncio.Event()

        async def behave(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
            await reader.read(-1)
            gone.set()

        async with peer(behave) as port:
            reached = asyncio.Event()

            def on_progress(said: str) -> None:
                if "takes connections" in said:
                    reached.set()

            testing = asyncio.get_running_loop().create_task(tried(port, on_progress=on_progress))
            await reached.wait()
            testing.cancel()
            with pytest.raises(asyncio.CancelledError):
                await testing
            await asyncio.wait_for(gone.wait(), 5)

    asyncio.run(run())


def test_the_usual_ports_are_those_of_the_settings() -> None:
    assert list(USUAL_PORTS) == [port for _, port in PORT_PRESETS]
