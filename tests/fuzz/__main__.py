"""`python -m tests.fuzz`: spoilt streams of frames into framing, decoding, adapter, blotter and tables, for hours.

Streams that reach new lines of the program are built upon. What breaks something is made as short as it can be, printed
as one line that `--replay` takes, and saved.
"""

# ruff: noqa: T201
from __future__ import annotations

import argparse
import asyncio
import hashlib
import os
import random
import sys
import time
import traceback
import warnings
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QtMsgType, qInstallMessageHandler

from tests.fuzz.coverage import Coverage
from tests.fuzz.streams import Stream, changed_stream, new_stream, play, read_stream

PRINT_SECONDS = 60
SHOWN_ONE_OF = 8
"""The tables are asked for what they show after one stream of so many: it takes longer than all the rest."""
MOST_KEPT = 2000
"""Streams to build upon; with more, one that is there already makes room."""


class PrintedComplaints:
    """What Qt and Python print instead of raising it: warnings, and exceptions in functions that Qt called."""

    def __init__(self) -> None:
        self._complaints: list[str] = []
        qInstallMessageHandler(self._on_qt)
        sys.excepthook = self._on_exception
        warnings.simplefilter("error")

    def _on_qt(self, kind: QtMsgType, _context: object, text: str | None) -> None:
        if kind is not QtMsgType.QtDebugMsg and "propagateSizeHints" not in (text or ""):
            self._complaints.append(f"Qt: {text}")

    def _on_exception(self, kind: type[BaseException], error: BaseException, _trace: object) -> None:
        self._complaints.append("".join(traceback.format_exception(error)) or kind.__name__)

    def take(self) -> str:
        complaints = "\n".join(self._complaints)
        self._complaints.clear()
        return complaints


def failure(stream: Stream, seed: int, complaints: PrintedComplaints) -> str:
    """What playing the stream breaks; empty where nothing."""
    rng = random.Random(seed)  # noqa: S311

    async def run() -> None:
        play(stream, chunk=lambda: rng.choice((1, 5, 64, 1 << 20, 1 << 20)), is_shown=seed % SHOWN_ONE_OF == 0)

    try:
        asyncio.run(run())
    except Exception:  # noqa: BLE001 - it is what is looked for
        return traceback.format_exc() + complaints.take()
    return complaints.take()


def shortened(stream: Stream, seed: int, complaints: PrintedComplaints) -> Stream:
    """The stream without the steps that the failure does not need."""
    at = 0
    while at < len(stream.steps):
        shorter = Stream(stream.server_version, stream.steps[:at] + stream.steps[at + 1 :], stream.is_whole)
        if failure(shorter, seed, complaints):
            stream = shorter
        else:
            at += 1
    return stream


class Fuzz:
    def __init__(self, seed: int, out: Path, complaints: PrintedComplaints) -> None:
        self._rng = random.Random(seed)  # noqa: S311
        self._out = out
        self._complaints = complaints
        self._coverage = Coverage()
        self._kept: list[Stream] = []
        self._places: set[str] = set()
        """Where it broke; one way to break is shown once."""
        self.played = 0

    @property
    def found(self) -> int:
        return len(self._places)

    def run(self, seconds: float) -> None:
        began = printed = time.monotonic()
        while (now := time.monotonic()) < began + seconds:
            self._one()
            if now > printed + PRINT_SECONDS:
                printed = now
                print(self.summary(), flush=True)

    def _one(self) -> None:
        rng, kept = self._rng, self._kept
        if len(kept) < 20 or rng.randrange(10) == 0:
            stream = new_stream(rng)
        else:
            stream = changed_stream(rng, rng.choice(kept), rng.choice(kept))
        seed = rng.randrange(1 << 30)
        with self._coverage.watching() as new:
            broken = failure(stream, seed, self._complaints)
            is_new = new() > 0
        self.played += 1
        if broken:
            self._report(stream, seed, broken)
        elif is_new:
            if len(kept) < MOST_KEPT:
                kept.append(stream)
            else:
                kept[rng.randrange(len(kept))] = stream

    def _report(self, stream: Stream, seed: int, broken: str) -> None:
        lines = broken.strip().splitlines()
        place = "".join(line for line in lines if line.startswith("  File")) or lines[-1]
        if place in self._places:
            return
        self._places.add(place)
        stream = shortened(stream, seed, self._complaints)
        blob = stream.written()
        path = self._out / f"{hashlib.sha256(blob.encode()).hexdigest()[:12]}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{blob}\n", encoding="ascii")
        print(f"\n{broken}\nsaved as {path}; again: python -m tests.fuzz --replay {path}\n{blob}\n", flush=True)

    def summary(self) -> str:
        reached = len(self._coverage.reached)
        return f"{self.played:,} streams, {reached:,} steps reached, {len(self._kept):,} kept, {self.found} found"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--hours", type=float, default=1.0, metavar="N", help="how long (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=None, help="the same streams again, as far as coverage goes")
    parser.add_argument("--out", type=Path, default=Path("build/fuzz"), help="where failures go (default: %(default)s)")
    parser.add_argument(
        "--replay", metavar="FILE", help="play one saved stream: its file, or the line that was printed"
    )
    arguments = parser.parse_args()
    complaints = PrintedComplaints()
    if arguments.replay:
        path = Path(arguments.replay)
        is_file = len(arguments.replay) < 250 and path.is_file()
        broken = failure(read_stream(path.read_text("ascii") if is_file else arguments.replay), 0, complaints)
        print(broken or "nothing broke")
        return 1 if broken else 0
    seed = random.SystemRandom().randrange(1 << 30) if arguments.seed is None else arguments.seed
    print(f"seed {seed}")
    fuzz = Fuzz(seed, arguments.out, complaints)
    try:
        fuzz.run(arguments.hours * 3600)
    except KeyboardInterrupt:
        print("stopped")
    print(fuzz.summary())
    return 1 if fuzz.found else 0


if __name__ == "__main__":
    sys.exit(main())
