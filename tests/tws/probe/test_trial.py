"""One connection that is tried: which steps go well, and what is found at the first that does not."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Callable

import pytest

from ibmonitor.domain.connection_test.verdict import Attempt, Finding, Found, Mark
from ibmonitor.domain.connection_test.words import verdict
from ibmonitor.simulator.server.server import SimulatedTws
from ibmonitor.tws.probe.trial import Trial
from tests.support.tws_frames import greeting, text_frame
from tests.support.waiting import until
from tests.tws.probe.trying import CLIENT, HOST, READY, be_a_web_server, kinds, with_simulated
from tests.tws.session.test_session import Peer, Watched, close_at_once, peer, stay_silent

SHORT = 0.2
"""Seconds for a peer that does not answer; time passes only while all in the loop wait."""


async def tried(
    port: int, host: str = HOST, patience: float = 5.0, on_progress: Callable[[str], None] = lambda _: None
) -> list[Finding]:
    trial = Trial(Attempt(host, port, CLIENT), patience, on_progress)
    try:
        return list(await trial.run())
    finally:
        trial.close()


GREETING_LENGTH = 8 + len(b"v100..226")


def against(behave: Peer) -> list[Finding]:
    async def run() -> list[Finding]:
        async with peer(behave) as port:
            return await tried(port, patience=SHORT)

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("options", "more"),
    [
        ({}, [Found.READ_ONLY_OFF, Found.MASTER_IS_NONE]),
        ({"read_only": True, "master_client_id": CLIENT}, [Found.READ_ONLY_ON, Found.MASTER_IS_THIS]),
        ({"master_client_id": 3}, [Found.READ_ONLY_OFF, Found.MASTER_IS_OTHER]),
        ({"max_server_version": 200, "trailing_comma": True}, []),
    ],
)
def test_all_well(options: dict[str, object], more: list[Found]) -> None:
    said: list[str] = []

    async def work(tws: SimulatedTws, port: int) -> list[Finding]:
        findings = await tried(port, on_progress=said.append)
        assert set(tws.requests.names) <= {"START_API", "REQ_CONFIG"}
        await until(lambda: not tws.clients)
        return findings

    findings = with_simulated(work, **options)
    assert kinds(findings) == [*READY, Found.ACCOUNTS, *more]
    assert verdict(findings).mark is Mark.OK
    assert [line.split()[0] for line in said] == [
        "Connecting",
        f"{HOST}:{findings[0].attempt.port}",
        "TWS",
        "Connected.",
    ]


def test_client_id_in_use_by_another_program() -> None:
    async def work(_: SimulatedTws, port: int) -> list[Finding]:
        other = Watched(port, client_id=CLIENT)
        await other.session.open()
        findings = await tried(port)
        assert other.session.is_open
        other.session.close()
        return findings

    assert kinds(with_simulated(work)) == [Found.LISTENS, Found.ANSWERED, Found.CLIENT_ID_IN_USE]


def test_tws_has_lost_ib() -> None:
    async def work(tws: SimulatedTws, port: int) -> list[Finding]:
        tws.settings.silent_to = {"REQ_CONFIG"}

        async def lose() -> None:
            await until(lambda: any(client.client_id == CLIENT for client in tws.clients))
            tws.outages.lose_ib()

        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(lose())
            testing = tasks.create_task(tried(port, patience=SHORT))
        return testing.result()

    shown = verdict(with_simulated(work))
    assert (shown.mark, shown.headline) == (Mark.LOOK, "TWS has lost its connection to IB.")


def test_tws_sends_no_accounts() -> None:
    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(GREETING_LENGTH)
        writer.write(greeting(200))
        await reader.read(1)
        writer.write(text_frame(9, 1, 1))
        await reader.read(-1)

    assert kinds(against(behave)) == [*READY, Found.NO_ACCOUNTS]


async def ask_the_user(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Shake hands, then wait for somebody to press a button in TWS."""
    writer.write(greeting(200))
    await stay_silent(reader, writer)


async def end_after_the_handshake(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readexactly(GREETING_LENGTH)
    writer.write(greeting(200))
    await reader.read(1)


async def be_old(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(greeting(120))
    await reader.read(-1)


@pytest.mark.parametrize(
    ("behave", "found", "detail"),
    [
        (close_at_once, [Found.LISTENS, Found.CLOSED_AT_ONCE], ""),
        (stay_silent, [Found.LISTENS, Found.SILENT], ""),
        (be_a_web_server, [Found.LISTENS, Found.NOT_TWS], ""),
        (be_old, [Found.LISTENS, Found.TOO_OLD], "120, and at least 151 is needed"),
        (ask_the_user, [Found.LISTENS, Found.ANSWERED, Found.NEVER_READY], ""),
        (end_after_the_handshake, [Found.LISTENS, Found.ANSWERED, Found.CLOSED_BEFORE_READY], "TWS closed it"),
    ],
)
def test_what_is_wrong_with_the_peer_is_found(behave: Peer, found: list[Found], detail: str) -> None:
    findings = against(behave)
    assert kinds(findings) == found
    assert findings[-1].detail == detail
    assert verdict(findings).mark is Mark.WRONG


@pytest.mark.parametrize(
    ("error", "found", "detail"),
    [
        (TimeoutError(), Found.TIMED_OUT, "5"),
        (OSError(errno.EHOSTUNREACH, "Connect call failed"), Found.UNREACHABLE, "no computer answers there"),
        (OSError(errno.EACCES, "Permission denied"), Found.UNREACHABLE, "Permission denied"),
        (OSError("Multiple exceptions: a, b"), Found.UNREACHABLE, "Multiple exceptions: a, b"),
    ],
)
def test_a_computer_that_is_not_reached(
    error: OSError, found: Found, detail: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("ibmonitor.tws.wire.client.TwsClient.open_socket", fail)
    (finding,) = asyncio.run(tried(7497))
    assert (finding.found, finding.detail) == (found, detail)


@pytest.mark.parametrize("host", ["a..b", "x" * 70, "no-such-host.invalid"])
def test_a_host_that_is_not_known(host: str) -> None:
    assert kinds(asyncio.run(tried(7497, host))) == [Found.UNKNOWN_HOST]
