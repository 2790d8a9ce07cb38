"""Ctrl+C at any moment of a command ends it in one line."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys

import pytest

from tests.end_to_end.processes import ROOT

# A finder that says what is about to be imported and then waits: the moment of Ctrl+C is chosen, not hoped for.
STOP_AT = """
import sys
class StopAt:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            sys.meta_path.remove(self)
            print("here", flush=True)
            import time
            while True:
                time.sleep(1)
sys.meta_path.insert(0, StopAt())
from ibmonitor.cli.main import main
sys.exit(main({arguments!r}))
"""


def interrupted(process: subprocess.Popen[str]) -> tuple[int, str]:
    process.send_signal(signal.SIGINT)
    _, complaints = process.communicate(timeout=30)
    return process.returncode, complaints


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["snapshot"], "ibmonitor.cli.arguments"),
        (["snapshot"], "ibapi.wrapper"),
        (["snapshot"], "PySide6.QtCore"),
        (["simulate", "--port", "0"], "ibmonitor.simulator.main"),
        ([], "ibmonitor.app.program"),
        (["--demo"], "PySide6.QtWidgets"),
    ],
    ids=str,
)
def test_while_importing(arguments: list[str], name: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STOP_AT.format(name=name, arguments=arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "here\n"
        assert interrupted(process) == (130, "ibmonitor: interrupted\n")


def test_while_waiting_for_tws() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as silent_tws,
        subprocess.Popen(
            [sys.executable, "-m", "ibmonitor", "snapshot", "--port", str(silent_tws.getsockname()[1])],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        peer, _ = silent_tws.accept()
        with peer:
            assert interrupted(process) == (130, "ibmonitor: interrupted\n")


def test_nothing_slow_is_imported_before_ctrl_c_is_provided_for() -> None:
    """What `main`'s module itself needs, Python has loaded already or has at hand."""
    done = subprocess.run(
        [sys.executable, "-c", "import sys, ibmonitor.cli.main; print(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    ours = {name for name in done.stdout.split() if name.startswith("ibmonitor.")}
    assert ours == {"ibmonitor.cli", "ibmonitor.cli.main"}
    assert not {"argparse", "asyncio", "ctypes", "ibapi", "PySide6", "socket"} & set(done.stdout.split())
