"""A signal that asks to end closes the window as its user does: its state is kept, and nothing is complained of."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.end_to_end.processes import ROOT

PATIENCE = 60

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals can be sent to a process on POSIX only")


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


def meant(text: str) -> list[str]:
    """Its lines, but for what Qt's offscreen plugin always says."""
    return [line for line in text.splitlines() if "propagateSizeHints" not in line]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_demo_ends_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    with window(tmp_path, "--demo") as process:
        process.send_signal(number)
        assert ended(process) == (128 + number, [])
    assert json.loads((tmp_path / "state" / "window.json").read_text(encoding="utf-8"))["geometry"]
    log = meant(log_of(tmp_path).read_text(encoding="utf-8"))
    assert {line.split()[1] for line in log} == {"INFO"}, log
    assert log[-1].endswith("IB Monitor has ended")
    assert not (tmp_path / "log" / "ibmonitor.lock").exists()


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
from ibmonitor.app import Program
from ibmonitor.cli import main

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
