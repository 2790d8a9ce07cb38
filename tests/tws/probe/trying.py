"""A connection test against the simulated TWS and against peers that are none."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from ibmonitor.domain.connection_test.verdict import Finding, Found
from ibmonitor.simulator.server.server import SimulatedTws
from tests.tws.session.test_session import simulated

CLIENT = 900
HOST = "127.0.0.1"
READY = [Found.LISTENS, Found.ANSWERED, Found.CLIENT_ID_FREE]


def kinds(findings: Sequence[Finding]) -> list[Found]:
    return [finding.found for finding in findings]


def with_simulated(work: Callable[[SimulatedTws, int], Awaitable[list[Finding]]], **options: object) -> list[Finding]:
    async def run() -> list[Finding]:
        async with simulated(**options) as (tws, port):
            return await work(tws, port)

    return asyncio.run(run())


async def be_a_web_server(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    await reader.read(-1)
