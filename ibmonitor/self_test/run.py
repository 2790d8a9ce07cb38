"""`ibmonitor --self-test`: the program, installed or frozen, checks itself against its own simulated TWS.

It reports each step in a line. Returns 1 if any has failed, 2 if a step has not ended. The checks are in `checks.py`.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import sys
import tempfile
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from ibmonitor.self_test.steps import CheckError, Report, Step

EXIT_SOUND = 0
EXIT_FAILED = 1
EXIT_HUNG = 2


_PATIENCE = 60.0
"""Seconds for one step."""
_GRACE = 5.0
"""More seconds, after which a step that blocks the event loop is ended, and the program with it."""

_OF_THE_PLATFORM = ("qt.qpa.", "default: This plugin does not support ", "default: QFontDatabase: ")
"""Prefixes of Qt's warnings about the screen or its absence, which are no fault of this program."""


def run_self_test(options: argparse.Namespace) -> int:
    """Check everything that needs no TWS; return the exit code."""
    # Before Qt is loaded: no window may appear, and no screen is needed.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="ibmonitor-self-test-", ignore_cleanup_errors=True) as folder:
        return _run(options, Path(folder))


def _run(options: argparse.Namespace, folder: Path) -> int:
    import qasync  # noqa: PLC0415 - Qt, see above

    from ibmonitor.app.process.application import make_application  # noqa: PLC0415 - Qt, see above
    from ibmonitor.app.process.unexpected import UnexpectedErrors  # noqa: PLC0415 - Qt, see above
    from ibmonitor.self_test.checks import Checks  # noqa: PLC0415 - Qt, see above

    report = reporter(log_file(options))
    warnings = _Warnings()
    logging.getLogger().addHandler(warnings)
    application = make_application()

    async def run() -> tuple[list[str], bool]:
        # In here, since the program belongs to the running loop. What slots raise is logged, and fails the step.
        errors = UnexpectedErrors(lambda _fault: None)
        errors.install(asyncio.get_running_loop())
        try:
            return await run_steps(Checks(folder, options.screenshot, report).steps(), report, warnings.take)
        finally:
            errors.uninstall()

    with qasync.QEventLoop(application) as loop:
        failures, hung = loop.run_until_complete(run())
    logging.getLogger().removeHandler(warnings)
    for line in (late := warnings.take()):
        report(f"FAILED: after the end: {line}")
    if hung:
        return EXIT_HUNG
    if failures or late:
        report("FAILED")
        return EXIT_FAILED
    report("all is well")
    return EXIT_SOUND


async def run_steps(
    steps: Sequence[Step],
    report: Report,
    pop_warnings: Callable[[], list[str]] = list,
    patience: float = _PATIENCE,
    grace: float = _GRACE,
) -> tuple[list[str], bool]:
    """Run the steps in turn. Returns what has failed, and whether a step did not end in time, which ends them all.

    `pop_warnings` returns what was logged since its last call; any such line fails the step. A step that blocks the
    loop ends the process, `grace` seconds after `patience`.
    """
    failures: list[str] = []
    for name, step in steps:
        begun = perf_counter()
        with _watchdog(name, patience + grace, report):
            failure, hung = await _failure_of(step, patience)
        found = [failure] * bool(failure) + [f"logged: {line}" for line in pop_warnings()]
        for each in found:
            report(f"FAILED: {name}: {each}")
        failures += [f"{name}: {each}" for each in found]
        if hung:
            return failures, True
        if not found:
            report(f"ok: {name} ({perf_counter() - begun:.1f} s)")
    return failures, False


async def _failure_of(step: Callable[[], Awaitable[None]], patience: float) -> tuple[str, bool]:
    """What has failed, empty if nothing has, and whether the step did not end in time."""
    limit = asyncio.timeout(patience)
    try:
        async with limit:
            await step()
    except TimeoutError as error:
        if limit.expired():
            return f"no end within {patience:g} s", True
        return f"timed out {error}".rstrip(), False
    except CheckError as error:
        return str(error), False
    except Exception as error:  # noqa: BLE001 - any error is a failure
        return f"{type(error).__name__}: {error}", False
    return "", False


@contextmanager
def _watchdog(name: str, seconds: float, report: Report) -> Iterator[None]:
    """End the process if the block takes longer: from a thread, since the event loop may be blocked."""

    def give_up() -> None:
        report(f"FAILED: {name}: the event loop was blocked for {seconds:g} s")
        os._exit(EXIT_HUNG)

    timer = threading.Timer(seconds, give_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


class _Warnings(logging.Handler):
    """Keeps what is logged as a warning or worse, including Qt's warnings and unexpected errors."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if not message.startswith(_OF_THE_PLATFORM):
            self._lines.append(f"{record.name}: {message}")

    def take(self) -> list[str]:
        """What was logged since the last call."""
        lines, self._lines = self._lines, []
        return lines


def log_file(options: argparse.Namespace) -> Path | None:
    """The log file: as given, or next to the screenshot if there is no standard output."""
    named: Path | None = getattr(options, "self_test_log", None)
    if named is None and sys.stdout is None and options.screenshot is not None:
        return Path(options.screenshot).with_suffix(".log")
    return named


def reporter(log: Path | None) -> Report:
    """Writes lines to standard output, which a windowed program on Windows does not have, and to a log file."""
    if log is not None:
        log.write_text("", encoding="utf-8")

    def report(line: str) -> None:
        if sys.stdout is not None:
            print(line, flush=True)  # noqa: T201 - the command's output
        if log is not None:
            with log.open("a", encoding="utf-8") as file:
                file.write(f"{line}\n")

    return report
