"""The simulated TWS as its own process: its output, how it ends, its exit codes."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ibmonitor.simulator.main import EXIT_CANNOT_LISTEN, main
from tests.simulator.peers import PATIENCE, RawPeer


@contextmanager
def _process(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The process and its port, once it listens."""
    command = [sys.executable, "-m", "ibmonitor.simulator", "--port", "0", *arguments]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith("listening on 127.0.0.1:"), process.stderr and process.stderr.read()
            yield process, int(line.rpartition(":")[2])
        finally:
            process.kill()


def _ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    output, errors = process.communicate(timeout=PATIENCE)
    return process.returncode, output, errors


def test_ends_with_its_standard_input() -> None:
    with _process("--exit-with-stdin", "--speed", "50") as (process, port), RawPeer(port) as peer:
        peer.start(1)
        assert peer.server_version == 226
        assert peer.frame()
        assert _ended(process) == (0, "", "")
        assert peer.is_closed()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_ends_cleanly_on_a_signal(how: signal.Signals) -> None:
    with _process("--exit-with-stdin", "--scenario", "quiet", "--server-version", "178") as (process, port):
        with RawPeer(port) as peer:
            peer.start(1)
            assert peer.server_version == 178
            peer.until(9)
            process.send_signal(how)
            assert peer.is_closed()
        process.wait(PATIENCE)  # its standard input is still open
        assert _ended(process) == (0, "", "")


def test_scenario_and_settings_come_from_the_command_line() -> None:
    arguments = ["--scenario", "load", "--orders", "7", "--fills", "10", "--server-version", "200", "--read-only"]
    with _process(*arguments) as (_, port), RawPeer(port) as peer:
        peer.start(1)
        peer.until(9)
        peer.ask(16, 1)
        orders = 0
        while (fields := peer.text())[0] != "53":
            orders += fields[0] == "5"
        assert orders == 7
        peer.ask(99, 0)
        assert "Read-Only" in peer.until(4)[3]


@pytest.mark.parametrize(
    ("form", "groups"), [("empty", "<ListOfGroups></ListOfGroups>"), ("damaged", "<ListOfGroups>")]
)
def test_the_form_of_the_groups_comes_from_the_command_line(form: str, groups: str) -> None:
    arguments = ["--server-version", "200", "--speed", "0.01", "--fa-xml", form]
    with _process(*arguments) as (_, port), RawPeer(port) as peer:
        peer.start(1)
        peer.until(9)
        peer.ask(18, 1, 1)
        answer = peer.until(16)[3]
        assert answer.startswith(groups)
        assert answer.endswith("</ListOfGroups>") is (form == "empty")


def test_busy_port(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["--port", str(port), "--scenario", "quiet"]) == EXIT_CANNOT_LISTEN == 3
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith(f"The simulated TWS cannot listen on 127.0.0.1:{port}: ")
    assert output.err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [["--port", "65536"], ["--port", "x"], ["--server-version", "227"], ["--speed", "0"], ["--speed", "nan"],
     ["--fills", "-1"], ["--scenario", "none"], ["--fa-xml", "new"]],
)  # fmt: skip
def test_wrong_arguments(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        main(arguments)
    assert ending.value.code == 2
    assert arguments[0] in capsys.readouterr().err
