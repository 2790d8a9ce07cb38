"""`python -m tests.soak`: the soak, as long and as wild as wanted; prints what came of it."""

from __future__ import annotations

import argparse
import os
import sys
import time

import qasync
from PySide6.QtWidgets import QApplication

from tests.soak.soak import HOUR, Soak


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--disconnects", type=int, default=200)
    parser.add_argument("--hours", type=float, default=1.0, help="of the simulated TWS's own time")
    parser.add_argument("--speed", type=float, default=60.0, help="so many times as fast as the clock")
    parser.add_argument("--fills", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication([])
    application.setQuitOnLastWindowClosed(False)
    soak = Soak(fills=options.fills, seconds=options.hours * HOUR, speed=options.speed, seed=options.seed)
    began = time.perf_counter()
    with qasync.QEventLoop(application) as loop:
        quiet = options.disconnects // 4
        result = loop.run_until_complete(soak.run(options.disconnects - quiet, quiet))
    sys.stdout.write(f"{time.perf_counter() - began:.0f} s\n")
    for name, found in vars(result).items():
        sys.stdout.write(f"{name}: {found}\n")
    return 1 if result.differences or result.faults or result.tasks else 0


if __name__ == "__main__":
    sys.exit(main())
