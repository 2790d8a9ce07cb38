"""A TWS at an IPv6 address, which is typed with brackets or without and shown with them where the port follows."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from ibmonitor.cli.arguments import parser
from ibmonitor.domain.connection_test.verdict import Found, Mark
from ibmonitor.domain.connection_test.words import verdict
from ibmonitor.domain.records.link import Link
from ibmonitor.models.text import link_words as link_text
from ibmonitor.settings.store import load_settings
from ibmonitor.simulator.scenarios.quiet import Quiet
from ibmonitor.simulator.server.server import SimulatedTws
from ibmonitor.tws.probe.probe import try_connection
from ibmonitor.tws.session.connect_error import Cause, ConnectError
from tests.end_to_end.processes import ROOT
from tests.support.programs import Programs, end
from tests.support.waiting import until

PATIENCE = 30


def has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


needs_ipv6 = pytest.mark.skipif(not has_ipv6(), reason="this computer has no IPv6")
both_spellings = pytest.mark.parametrize("host", ["::1", "[::1]"])


@asynccontextmanager
async def tws_at_ipv6() -> AsyncIterator[int]:
    tws = SimulatedTws(Quiet())
    try:
        yield await tws.start("::1")
    finally:
        await tws.stop()


@needs_ipv6
@pytest.mark.parametrize("says", ["settings", "profile", "command line"])
@both_spellings
def test_the_window_connects(programs: Programs, tmp_path: Path, host: str, says: str) -> None:
    async def work() -> None:
        async with tws_at_ipv6() as port:
            at = {"host": host, "port": port, "client_id": 7}
            if says == "settings":
                (tmp_path / "settings.json").write_text(json.dumps(at))
            elif says == "profile":
                (tmp_path / "profiles.json").write_text(json.dumps({"profiles": [{"name": "Six", **at}]}))
            arguments = ["--host", host, "--port", str(port)] if says == "command line" else []
            arguments += ["--profile", "Six"] if says == "profile" else []
            options = parser().parse_args(["--config-dir", str(tmp_path), *arguments])
            program = await programs.connected(**vars(options))
            # The title follows the link a moment later.
            await until(lambda: f"[::1]:{port}" in program.window.windowTitle())
            assert program.settings.host == "::1"
            assert not [message for message in program.blotter.messages if message.code is None]
            await end(program)

    programs.run(work)


@needs_ipv6
@both_spellings
def test_the_connection_test_finds_it(host: str) -> None:
    async def work() -> None:
        async with tws_at_ipv6() as port:
            findings = await try_connection(host, port, 5, patience=5.0, other_ports=())
            assert Found.CLIENT_ID_FREE in [finding.found for finding in findings]
            assert findings[0].attempt.peer == f"[::1]:{port}"
            assert not findings[0].attempt.is_elsewhere
            assert verdict(findings).mark is Mark.OK
        findings = await try_connection(host, port, 5, patience=5.0, other_ports=())
        assert f"[::1]:{port}" in verdict(findings).headline

    asyncio.run(work())


@needs_ipv6
@both_spellings
def test_a_snapshot_is_taken(host: str) -> None:
    async def work() -> tuple[int | None, str]:
        async with tws_at_ipv6() as port:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "ibmonitor", "snapshot", "--host", host, "--port", str(port)),
                cwd=ROOT,
                env=os.environ,
                stdout=asyncio.subprocess.PIPE,
            )
            async with asyncio.timeout(PATIENCE):
                printed, _ = await process.communicate()
            assert f"[::1]:{port}," in printed.decode()
            return process.returncode, printed.decode()

    code, printed = asyncio.run(work())
    assert code == 0, printed


@pytest.mark.parametrize("host", ["::1", "[::1]"])
def test_what_went_wrong_names_it_with_brackets(host: str) -> None:
    error = ConnectError(Cause.REFUSED, host=host, port=7497, client_id=1)
    assert "[::1]:7497" in str(error)


@pytest.mark.parametrize(
    ("host", "kept", "refused"),
    [
        ("[::1]", "::1", ""),
        ("[fe80::1%eth0]", "fe80::1%eth0", ""),
        ("[2001:db8::1]", "2001:db8::1", ""),
        ("[::1]:7497", "127.0.0.1", "port has its own field"),
        ("[::1", "127.0.0.1", "Not a valid address"),
        ("[localhost]", "127.0.0.1", "Not a valid address"),
        ("1:2:3", "127.0.0.1", "Not a valid address"),
    ],
)
def test_a_host_in_the_settings_file(tmp_path: Path, host: str, kept: str, refused: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"host": host}))
    settings, problems = load_settings(path)
    assert settings.host == kept
    assert [refused in problem for problem in problems] == ([True] if refused else [])


def test_the_command_line_takes_it() -> None:
    for arguments in (["--host", "[fe80::1%eth0]"], ["snapshot", "--host", "[fe80::1%eth0]"]):
        assert parser().parse_args(arguments).host == "fe80::1%eth0"


def test_the_address_of_the_link_has_brackets() -> None:
    for host in ("::1", "[::1]"):
        assert link_text.address(Link(host=host, port=7497)) == "[::1]:7497"
