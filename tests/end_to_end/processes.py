"""The program and the simulated TWS as processes of their own, as a user starts them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]


@contextmanager
def simulator(*options: str) -> Iterator[int]:
    """A simulated TWS; gives its port."""
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
