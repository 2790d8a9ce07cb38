"""The program as a process of its own: its window is closed at some moment, and it ends by itself, with 0."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.processes import ROOT, simulator

PATIENCE = 60

SCRIPT = """
import argparse, os, socket, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from ibmonitor.app.program import Program
from ibmonitor.app.run_window import run_window

if {silent_names}:
    # A name server that says nothing for as long as the test holds this end open.
    socket.getaddrinfo = lambda *_, **__: os.read(0, 1)

start = Program.start

def start_and_close(program):
    start(program)
    program.window.connect_requested.emit()
    {also}
    QTimer.singleShot({milliseconds}, program.window.close)

Program.start = start_and_close
sys.exit(run_window(argparse.Namespace(demo={demo}, config_dir=Path({place!r}), host={host!r}, port={port})))
"""


def run(place: Path, **given: object) -> tuple[int, str]:
    """The exit code and what was said on standard error; the process has to end while its input is still open."""
    how = {"silent_names": False, "also": "pass", "milliseconds": 0, "demo": False, "host": "127.0.0.1", "port": 1}
    script = SCRIPT.format(**{**how, "place": str(place), **given})
    with subprocess.Popen(
        [sys.executable, "-X", "dev", "-W", "error", "-c", script],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr
        try:
            code = process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        return code, process.stderr.read()


def lines_that_matter(said: str) -> list[str]:
    return [line for line in said.splitlines() if "This plugin does not support" not in line]


@pytest.mark.parametrize("milliseconds", [50, 1000, *(pytest.param(each, marks=pytest.mark.slow) for each in (0, 200))])
def test_it_ends_at_any_moment(tmp_path: Path, milliseconds: int) -> None:
    with simulator("--scenario", "advisor") as port:
        code, said = run(tmp_path, port=port, milliseconds=milliseconds)
    assert (code, lines_that_matter(said)) == (0, [])
    assert (tmp_path / "state" / "window.json").is_file()


@pytest.mark.parametrize(
    "given",
    [
        {"milliseconds": 1500},
        {"also": "w = program.window; w.tools.open_settings(); w.tools.show_scope(); w.executions.open()"},
        {"demo": True, "milliseconds": 700},
    ],
    ids=["waiting to connect again", "with dialogs", "the demo"],
)
def test_it_ends_without_a_tws(tmp_path: Path, given: dict[str, object]) -> None:
    code, said = run(tmp_path, **given)
    assert (code, lines_that_matter(said)) == (0, [])


def test_a_name_server_that_keeps_silent_does_not_keep_it_alive(tmp_path: Path) -> None:
    code, said = run(tmp_path, host="tws.example.org", silent_names=True, milliseconds=300)
    assert (code, lines_that_matter(said)) == (0, [])
