"""`python -m tests.benchmarks`: what the user has, the whole window, beside what others need for the same stream.

Each measurement runs in its own process, a second one plays TWS, and all are measured in turn, several times: the table
has the medians. No number is asserted anywhere: machines are noisy, which is why each has its references.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys

from tests.benchmarks.cases import CASES, VERSIONS, Case
from tests.benchmarks.table import Run, table

_ALWAYS_SAID = "This plugin does not support propagateSizeHints()"
"""Qt says so of each window without a screen."""


def main() -> int:
    names = [case.name for case in CASES]
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks",
        description="Times the whole window, and others with the same stream; prints a table in Markdown.",
    )
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"default: all. {', '.join(names)}")
    parser.add_argument("--sizes", type=int, nargs="+", metavar="N", help="instead of each case's own")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="runs of each (default %(default)d)")
    options = parser.parse_args()
    if unknown := set(options.cases) - set(names):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    runs: list[Run] = []
    for number in range(options.rounds):
        for case in CASES:
            if options.cases and case.name not in options.cases:
                continue
            for size in (case.sizes[0] and options.sizes) or case.sizes:
                for protocol in case.protocols:
                    runs += measured(case, size, protocol, number)
    print(table(runs))
    return 0


def measured(case: Case, size: int, protocol: str, number: int) -> list[Run]:
    """Measure in a process of its own; what is measured is printed at once, too, in case the rest takes too long."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.measure", case.name, str(size), str(VERSIONS[protocol])],
        env={"QT_QPA_PLATFORM": "offscreen", **os.environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=1800,
    )
    errors = [line for line in done.stderr.splitlines() if _ALWAYS_SAID not in line]
    print(*errors, sep="\n", end="\n" * bool(errors), file=sys.stderr)
    lines = done.stdout.splitlines()
    print(case.name, size, protocol, *lines or ["has failed"], file=sys.stderr, flush=True)
    rows = [json.loads(line) for line in lines]
    return [Run(case, size, protocol, number, row.pop("title"), row) for row in rows]


if __name__ == "__main__":
    sys.exit(main())
