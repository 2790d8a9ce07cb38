"""A signal that asks to end closes the window as its user does: its state is kept, and nothing is complained of.

So do several: a terminal that closes sends SIGHUP, and its shell another one.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.end_to_end.processes import ROOT, terminal

PATIENCE = 60

if sys.platform == "win32":
    pytest.skip("signals can be sent to a process on POSIX only", allow_module_level=True)


def log_of(place: Path) -> Path:
    return place / "log" / "ibmonitor.log"


def wait_for(process: subprocess.Popen[str], log: Path, words: str) -> None:
    """Wait until the program's log says so."""
    until = time.monotonic() + PATIENCE
    while not log.exists() or words not in log.read_text(encoding="utf-8"):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until, log.read_text(encoding="utf-8") if log.exists() else "there is no log"
        time.sleep(0.02)


@contextmanager
def window(place: Path, *options: str, waiting_for: str = "connection: up") -> Iterator[subprocess.Popen[str]]:
    """The program with its window, offscreen, once its log has these words."""
    command = [sys.executable, "-m", "ibmonitor", "--config-dir", str(place), *options]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            wait_for(process, log_of(place), waiting_for)
            yield process
        finally:
            process.kill()


def ended(process: subprocess.Popen[str]) -> tuple[int, list[str]]:
    """The exit code and what was complained of."""
    _, complaints = process.communicate(timeout=PATIENCE)
    return process.returncode, meant(complaints)


def is_well_ended(place: Path) -> None:
    """The window's state has been kept, and the log is whole and no longer in use."""
    assert json.loads((place / "state" / "window.json").read_text(encoding="utf-8"))["geometry"]
    log = meant(log_of(place).read_text(encoding="utf-8"))
    assert {line.split()[1] for line in log} == {"INFO"}, log
    assert log[-1].endswith("IB Monitor has ended")
    assert not (place / "log" / "ibmonitor.lock").exists()


def meant(text: str) -> list[str]:
    """Its lines, but for what Qt's offscreen plugin always says."""
    return [line for line in text.splitlines() if "propagateSizeHints" not in line]


@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.slow)])
def test_the_demo_ends_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    with window(tmp_path, "--demo") as process:
        process.send_signal(number)
        assert ended(process) == (128 + number, [])
    is_well_ended(tmp_path)


SEVERAL = {
    "SIGTERM twice": (signal.SIGTERM, signal.SIGTERM),
    "SIGHUP twice": (signal.SIGHUP, signal.SIGHUP),
    "Ctrl+C twice": (signal.SIGINT, signal.SIGINT),
    "SIGTERM, SIGHUP": (signal.SIGTERM, signal.SIGHUP),
    "many": (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGTERM),
}


def ends_well_by(place: Path, numbers: tuple[signal.Signals, ...], gap: float) -> None:
    with window(place, "--demo") as process:
        process.send_signal(numbers[0])
        for number in numbers[1:]:
            time.sleep(gap)
            process.send_signal(number)
        code, complaints = ended(process)
    # Of several that come before the process gets its turn the system decides which is the first.
    assert code in {128 + number for number in numbers}
    assert complaints == []
    is_well_ended(place)


@pytest.mark.parametrize("several", ["SIGTERM, SIGHUP", "many"])
def test_more_signals_while_it_ends_change_nothing(tmp_path: Path, several: str) -> None:
    ends_well_by(tmp_path, SEVERAL[several], gap=0.05)


@pytest.mark.slow
@pytest.mark.parametrize("gap", [0.0, 0.03, 0.1, 0.2, 0.3])
@pytest.mark.parametrize("numbers", SEVERAL.values(), ids=SEVERAL.keys())
def test_more_signals_at_any_moment_of_the_end(tmp_path: Path, numbers: tuple[signal.Signals, ...], gap: float) -> None:
    ends_well_by(tmp_path, numbers, gap)


def test_the_terminal_closes(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ibmonitor", "--config-dir", str(tmp_path), "--demo"]
    with terminal(command) as opened:
        wait_for(opened.process, log_of(tmp_path), "connection: up")
        opened.close()
        assert opened.process.wait(PATIENCE) == 128 + signal.SIGHUP
    is_well_ended(tmp_path)


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_the_terminal_of_its_shell_closes(tmp_path: Path) -> None:
    command = f"{sys.executable} -m ibmonitor --config-dir {tmp_path} --demo"
    with terminal(["bash", "--norc", "-i"]) as opened:
        opened.type(f"{command}\n")
        wait_for(opened.process, log_of(tmp_path), "connection: up")
        opened.close()
        opened.process.wait(PATIENCE)
        # The program is the shell's child, not ours.
        until = time.monotonic() + PATIENCE
        while (tmp_path / "log" / "ibmonitor.lock").exists() and time.monotonic() < until:
            time.sleep(0.02)
    is_well_ended(tmp_path)


def test_an_end_that_is_stuck_is_ended_by_the_third_signal_and_the_state_is_kept(tmp_path: Path) -> None:
    """The connection cannot be closed: the window was kept before that."""
    script = f"""
import asyncio, sys
from ibmonitor.app.process import signals
from ibmonitor.cli.main import main
from ibmonitor.app.connector import Connector

async def hang(_connector):
    print("stuck", flush=True)
    await asyncio.Event().wait()

signals.PATIENCE = 0.0
Connector.close = hang
sys.exit(main(["--config-dir", {str(tmp_path)!r}, "--demo"]))
"""
    with subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            wait_for(process, log_of(tmp_path), "connection: up")
            process.send_signal(signal.SIGTERM)
            assert process.stdout
            assert process.stdout.readline() == "stuck\n"
            process.send_signal(signal.SIGHUP)
            process.send_signal(signal.SIGTERM)
            # Of two at once the system decides which is the last.
            assert process.wait(PATIENCE) in {-signal.SIGHUP, -signal.SIGTERM}
        finally:
            process.kill()
    assert json.loads((tmp_path / "state" / "window.json").read_text(encoding="utf-8"))["geometry"]


def test_while_connecting(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text(json.dumps({"connect_at_start": True}))
    with socket.create_server(("127.0.0.1", 0)) as silent_tws:
        port = str(silent_tws.getsockname()[1])
        with window(tmp_path, "--port", port, waiting_for="connection: connecting") as process:
            peer, _ = silent_tws.accept()
            with peer:
                assert peer.recv(4096).startswith(b"API\0")
                process.send_signal(signal.SIGTERM)
                assert ended(process) == (128 + signal.SIGTERM, [])
                assert peer.recv(4096) == b""


@pytest.mark.parametrize(
    "closing",
    [
        "program.window.close()",
        "QCoreApplication.quit()",
        "program.window._actions['settings'].trigger(); QCoreApplication.quit()",
    ],
    ids=["by its user", "with the desktop's session", "under an open dialog"],
)
def test_without_a_signal(tmp_path: Path, closing: str) -> None:
    script = f"""
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from ibmonitor.app.program import Program
from ibmonitor.cli.main import main

def close(program):
    {closing}

start = Program.start
Program.start = lambda program: (start(program), QTimer.singleShot(0, lambda: close(program)))
sys.exit(main(["--config-dir", {str(tmp_path)!r}]))
"""
    with subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert ended(process) == (0, [])
    assert (tmp_path / "state" / "window.json").exists()
    assert {line.split()[1] for line in meant(log_of(tmp_path).read_text(encoding="utf-8"))} == {"INFO"}
