"""`python -m tests.benchmarks`: the same stream of executions and commissions into several readers, side by side.

Each measurement runs in its own process, and a second process plays TWS, so that peak memory means something. No
number is asserted anywhere: machines are noisy, which is why each number is shown with its references.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Reader:
    name: str
    title: str
    versions: dict[str, int]
    """Protocol to server version."""


TEXT_AND_PROTOBUF = {"text": 200, "protobuf": 226}
READERS = (
    Reader("stock_ibapi", "stock ibapi, EClient.run(), empty wrapper", TEXT_AND_PROTOBUF),
    Reader("ib_async_reader", "ib_async", {"text": 178}),
    Reader("bare_decoder", "ibapi's decoder alone, fed by our framing", TEXT_AND_PROTOBUF),
    Reader("to_blotter", "IB Monitor, socket to blotter", TEXT_AND_PROTOBUF),
    Reader("to_recorded_blotter", "IB Monitor, socket to blotter, recording", TEXT_AND_PROTOBUF),
    Reader("to_table", "IB Monitor, socket to painted table", TEXT_AND_PROTOBUF),
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--counts", type=int, nargs="+", default=[10_000, 50_000], metavar="N", help="executions")
    parser.add_argument("--readers", nargs="+", choices=[reader.name for reader in READERS], help="default: all")
    parser.add_argument("--repeat", type=int, default=3, help="the fastest of so many runs is printed")
    options = parser.parse_args()
    chosen = [reader for reader in READERS if not options.readers or reader.name in options.readers]
    print(
        "An event is an execution or a commission report; memory is the peak above idle; the pause is the Qt loop's.\n"
    )
    print("| executions | reader | protocol | us/event | seconds | memory, MiB | longest pause, ms |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for count in options.counts:
        for reader in chosen:
            for protocol, version in reader.versions.items():
                runs = [measured(reader.name, count, version) for _ in range(options.repeat)]
                best = min(runs, key=lambda run: run["seconds"])
                pause = "" if best["pause_ms"] is None else f"{best['pause_ms']:.0f}"
                print(
                    f"| {count:,} | {reader.title} | {protocol} | {best['seconds'] / count / 2 * 1e6:.1f} "
                    f"| {best['seconds']:.2f} | {best['memory_mib']:.0f} | {pause} |",
                    flush=True,
                )
    return 0


def measured(reader: str, count: int, version: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.measure", reader, str(count), str(version)],
        env={"QT_QPA_PLATFORM": "offscreen", **os.environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=1800,
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return] # what measure.py writes


if __name__ == "__main__":
    sys.exit(main())
