"""The test of a connection, against the simulated TWS and against peers that are none."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from ibmonitor.domain.connection_test.verdict import USUAL_PORTS, Finding, Found, Mark
from ibmonitor.domain.connection_test.words import verdict
from ibmonitor.settings.table import PORT_PRESETS
from ibmonitor.simulator.server.server import SimulatedTws
from ibmonitor.tws.probe import probe as connection_test
from tests.support.tws_frames import greeting, text_frame
from tests.support.waiting import until
from tests.tws.session.test_session import SHORT, Peer, Watched, close_at_once, peer, simulated, stay_silent

CLIENT = 900
HOST = "127.0.0.1"
GREETING_LENGTH = 8 + len(b"v100..226")
READY = [Found.LISTENS, Found.ANSWERED, Found.CLIENT_ID_FREE]


async def tried(port: int, **given: Any) -> list[Finding]:
    given = {"patience": 5.0, "other_ports": (), **given}
    return list(await connection_test.try_connection(HOST, port, CLIENT, **given))


def kinds(findings: list[Finding]) -> list[Found]:
    return [finding.found for finding in findings]


def against(behave: Peer, **given: Any) -> list[Finding]:
    async def run() -> list[Finding]:
        async with peer(behave) as port:
            return await tried(port, **given)

    return asyncio.run(run())


def with_simulated(work: Callable[[SimulatedTws, int], Awaitable[list[Finding]]], **options: object) -> list[Finding]:
    async def run() -> list[Finding]:
        async with simulated(**options) as (tws, port):
            return await work(tws, port)

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


def test_the_client_id_is_free_again_afterwards() -> None:
    async def work(tws: SimulatedTws, port: int) -> list[Finding]:
        await tried(port)
        await until(lambda: not tws.clients)
        return await tried(port)

    assert Found.CLIENT_ID_FREE in kinds(with_simulated(work))


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


def test_tws_tells_no_accounts() -> None:
    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(GREETING_LENGTH)
        writer.write(greeting(200))
        await reader.read(1)
        writer.write(text_frame(9, 1, 1))
        await reader.read(-1)

    assert kinds(against(behave, patience=SHORT)) == [*READY, Found.NO_ACCOUNTS]


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


async def be_a_web_server(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
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
    findings = against(behave, patience=SHORT)
    assert kinds(findings) == found
    assert findings[-1].detail == detail
    assert verdict(findings).mark is Mark.WRONG


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
        ("x" * 70, 7497, 1, Found.UNKNOWN_HOST),
        ("no-such-host.invalid", 7497, 1, Found.UNKNOWN_HOST),
    ],
)
def test_bad_input_is_a_finding(host: str, port: int, client_id: int, found: Found) -> None:
    findings = asyncio.run(connection_test.try_connection(host, port, client_id, other_ports=()))
    assert kinds(list(findings)) == [found]


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
