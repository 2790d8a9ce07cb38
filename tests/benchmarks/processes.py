"""What is measured from outside: the start of the window beside that of an empty one, and `ibmonitor snapshot`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from ibmonitor.settings.places import find_places
from ibmonitor.settings.store import save_settings
from ibmonitor.settings.table import Settings
from tests.benchmarks.measure import Row, Stopwatch, Tws

_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024
"""Of the system's `ru_maxrss`, in bytes."""


def start(_tws: None, _size: int) -> list[Row]:
    with TemporaryDirectory() as folder:
        # Without settings the window opens on the page of the first start.
        save_settings(find_places(Path(folder)).settings_file, Settings())
        # The first one writes the bytecode that an installed program has.
        _started("", "program", folder)
        return [_started("an empty PySide6 window", "empty"), _started("this one", "program", folder)]


def _started(title: str, *arguments: str) -> Row:
    command = [sys.executable, "-m", "tests.benchmarks.start", *arguments]
    # Whatever a developer has set: see `start`.
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    begun = monotonic()
    done = subprocess.run(command, stdout=subprocess.PIPE, env=env, check=True)
    painted, worked, memory = map(float, done.stdout.split())
    return {"title": title, "ms": 1000 * (painted - begun), "cpu": 1000 * worked, "mb": memory / 1e6}


def snapshot(tws: Tws, size: int) -> list[Row]:
    if sys.platform == "win32":
        raise RuntimeError("Windows does not tell what a process has used.")
    command = [sys.executable, "-m", "ibmonitor", "snapshot", "--format", "json", "--port", str(tws.port)]
    watch = Stopwatch()
    with TemporaryDirectory() as folder, (Path(folder) / "snapshot.json").open("wb") as output:
        process = subprocess.Popen(command, stdout=output)
        _, status, used = os.wait4(process.pid, 0)
        watch.stop()
        assert status == 0
        assert output.tell() > 100 * size
    peak = used.ru_maxrss * _PEAK_UNIT
    worked = used.ru_utime + used.ru_stime
    return [watch.row(cpu=1000 * worked, us=1e6 * worked / 2 / size, bytes=peak / size, mb=peak / 1e6)]
