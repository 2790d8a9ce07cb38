"""`python -m tests.benchmarks.measure CASE SIZE VERSION`: one in its own process, prints rows as JSON."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from tests.benchmarks.cases import CASES

Row = dict[str, Any]


class Tws:
    """The TWS of the benchmarks, in a second process."""

    def __init__(self, stream: str, count: int, version: int) -> None:
        self.stream, self.version = stream, version
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.server", stream, str(count), str(version)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout
        self.port = int(self._process.stdout.readline())

    def do(self, command: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{command}\n")
        self._process.stdin.flush()


class Stopwatch:
    """Time up to where all is shown, by the clock and of the processor; what it costs later, too, and memory."""

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        self.ms = self._worked_ms = 0.0
        self._memory, self._worked, self._started = memory(), process_time(), perf_counter()

    def stop(self) -> None:
        self.ms, self._worked_ms = 1000 * (perf_counter() - self._started), 1000 * (process_time() - self._worked)

    def row(self, title: str = "", *, events: int = 0, fills: int = 0, **more: float) -> Row:
        """`events` and `fills` are what time and memory are divided by. A busy machine does not add to the former."""
        row: Row = {"title": title, "ms": self.ms, "cpu": 1000 * (process_time() - self._worked), **more}
        if events:
            row["us"] = 1000 * self._worked_ms / events
        if fills and memory():
            row["bytes"] = (memory() - self._memory) / fills
        return row


def memory() -> int:
    """What this process has in memory now, in bytes; 0 where the system does not tell."""
    statm = Path("/proc/self/statm")
    if sys.platform == "win32" or not statm.exists():
        return 0
    return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    name, size, version = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    case = next(each for each in CASES if each.name == name)
    module, _, function = case.does.partition(".")
    does = getattr(importlib.import_module(f"tests.benchmarks.{module}"), function)
    for row in does(Tws(case.stream, size, version) if case.stream else None, size):
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
    # A million records take long to be taken apart.
    sys.stdout.flush()
    os._exit(0)
