"""The program and the simulated TWS as processes of their own, as a user starts them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.end_to_end.asked import watched_record

ROOT = Path(__file__).parents[2]


@contextmanager
def simulator(*options: str) -> Iterator[int]:
    """A simulated TWS, which must have been asked for nothing but reading in the end; gives its port."""
    with watched_record() as record, _running("--record", str(record), *options) as port:
        yield port


@contextmanager
def _running(*options: str) -> Iterator[int]:
    process = subprocess.Popen(
        [sys.executable, "-m", "ibmonitor", "simulate", "--port", "0", "--exit-with-stdin", *options],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdin
    try:
        yield int(process.stdout.readline().rpartition(":")[2])
    finally:
        process.stdin.close()
        process.stdout.close()
        assert process.wait(20) == 0


def ibmonitor(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line to its end."""
    return subprocess.run(
        [sys.executable, "-m", "ibmonitor", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@dataclass
class Terminal:
    """A terminal, and the process that was started in it."""

    process: subprocess.Popen[str]
    _master: int

    def type(self, text: str) -> None:
        os.write(self._master, text.encode())

    def close(self) -> None:
        """As its user closes its window: the system sends SIGHUP to those in it."""
        with suppress(OSError):
            os.close(self._master)


_IN_ITS_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""


@contextmanager
def terminal(command: Sequence[str]) -> Iterator[Terminal]:
    """Start a command as the leader of the session in a terminal of its own."""
    if sys.platform == "win32":
        pytest.skip("it has no terminals like these")
    master, slave = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", _IN_ITS_TERMINAL, *command],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "HISTFILE": os.devnull},
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        text=True,
    ) as process:
        os.close(slave)
        opened = Terminal(process, master)
        try:
            yield opened
        finally:
            opened.close()
            process.kill()
