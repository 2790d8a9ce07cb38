"""`ibmonitor --self-test`: the program tries itself, as it is installed or frozen, on a simulated TWS of its own.

It says line by line what was tried, and returns 1 where anything has failed, 2 where a step has not ended. The checks
are in `self_test_checks.py`.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from time import perf_counter

EXIT_SOUND = 0
EXIT_FAILED = 1
EXIT_HUNG = 2

PAINTED = "first window painted"
"""Said the moment it is: `packaging/build.py` measures the start by it."""

_PATIENCE = 60.0
"""Seconds for one step."""

Say = Callable[[str], None]
Step = tuple[str, Callable[[], Awaitable[None]]]


class CheckError(Exception):
    """Something is not as it should be; the text says what."""


def run_self_test(options: argparse.Namespace) -> int:
    """Try everything that can be tried without a TWS; return the exit code."""
    # Before Qt is loaded: no window is to appear, and a computer without a screen will do.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="ibmonitor-self-test-", ignore_cleanup_errors=True) as folder:
        return _run(options, Path(folder))


def _run(options: argparse.Namespace, folder: Path) -> int:
    import qasync  # noqa: PLC0415 - Qt, see above

    from ibmonitor.application import make_application  # noqa: PLC0415 - Qt, see above
    from ibmonitor.self_test_checks import Checks  # noqa: PLC0415 - Qt, see above

    told = _Told()
    logging.getLogger().addHandler(told)
    application = make_application()

    async def run() -> tuple[list[str], bool]:
        # In here, since the program belongs to the loop that runs.
        return await run_steps(Checks(folder, options.screenshot, _say).steps(), _say)

    with qasync.QEventLoop(application) as loop:
        failures, hung = loop.run_until_complete(run())
    logging.getLogger().removeHandler(told)
    failures += [f"logged: {line}" for line in told.lines]
    for failure in failures:
        _say(f"FAILED: {failure}")
    if hung:
        return EXIT_HUNG
    _say("FAILED" if failures else "all is well")
    return EXIT_FAILED if failures else EXIT_SOUND


async def run_steps(steps: Sequence[Step], say: Say, patience: float = _PATIENCE) -> tuple[list[str], bool]:
    """Take the steps in turn. Returns what has failed, and whether one did not end in time, which ends them all."""
    failures: list[str] = []
    for name, step in steps:
        begun, limit = perf_counter(), asyncio.timeout(patience)
        try:
            async with limit:
                await step()
        except TimeoutError as error:
            if limit.expired():
                return [*failures, f"{name}: no end within {patience:g} s"], True
            failures.append(f"{name}: timed out {error}".rstrip())
        except CheckError as error:
            failures.append(f"{name}: {error}")
        except Exception as error:  # noqa: BLE001 - whatever goes wrong is what is looked for
            failures.append(f"{name}: {type(error).__name__}: {error}")
        else:
            say(f"ok: {name} ({perf_counter() - begun:.1f} s)")
    return failures, False


class _Told(logging.Handler):
    """Keeps what the program logs as a warning or worse: none is to come in a sound run."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name}: {record.getMessage()}")


def _say(line: str) -> None:
    # A windowed program on Windows has none.
    if sys.stdout is not None:
        print(line, flush=True)  # noqa: T201 - this is what it is asked for
