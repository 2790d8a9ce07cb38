"""`ibmonitor --self-test`: the program tries itself, as it is installed or frozen, on a simulated TWS of its own.

It says line by line what was tried, and returns 1 where anything has failed, 2 where a step has not ended. The checks
are in `checks.py`.
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

from ibmonitor.self_test.steps import CheckError, Say, Step

EXIT_SOUND = 0
EXIT_FAILED = 1
EXIT_HUNG = 2


_PATIENCE = 60.0
"""Seconds for one step."""
_GRACE = 5.0
"""Seconds more until a step that does not even let the loop go on is ended from outside, and the program with it."""

_OF_THE_PLATFORM = ("qt.qpa.", "default: This plugin does not support ", "default: QFontDatabase: ")
"""What Qt's warnings begin with that tell of the screen or of there being none, not of this program."""


def run_self_test(options: argparse.Namespace) -> int:
    """Try everything that can be tried without a TWS; return the exit code."""
    # Before Qt is loaded: no window is to appear, and a computer without a screen will do.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="ibmonitor-self-test-", ignore_cleanup_errors=True) as folder:
        return _run(options, Path(folder))


def _run(options: argparse.Namespace, folder: Path) -> int:
    import qasync  # noqa: PLC0415 - Qt, see above

    from ibmonitor.app.application import make_application  # noqa: PLC0415 - Qt, see above
    from ibmonitor.app.unexpected import UnexpectedErrors  # noqa: PLC0415 - Qt, see above
    from ibmonitor.self_test.checks import Checks  # noqa: PLC0415 - Qt, see above

    say = said_to(log_file(options))
    told = _Told()
    logging.getLogger().addHandler(told)
    application = make_application()

    async def run() -> tuple[list[str], bool]:
        # In here, since the program belongs to the loop that runs. What slots raise is logged, and heard there.
        errors = UnexpectedErrors(lambda _fault: None)
        errors.install(asyncio.get_running_loop())
        try:
            return await run_steps(Checks(folder, options.screenshot, say).steps(), say, heard=told.take)
        finally:
            errors.uninstall()

    with qasync.QEventLoop(application) as loop:
        failures, hung = loop.run_until_complete(run())
    logging.getLogger().removeHandler(told)
    for line in (late := told.take()):
        say(f"FAILED: after the end: {line}")
    if hung:
        return EXIT_HUNG
    if failures or late:
        say("FAILED")
        return EXIT_FAILED
    say("all is well")
    return EXIT_SOUND


async def run_steps(
    steps: Sequence[Step],
    say: Say,
    patience: float = _PATIENCE,
    grace: float = _GRACE,
    heard: Callable[[], list[str]] = list,
) -> tuple[list[str], bool]:
    """Take the steps in turn. Returns what has failed, and whether one did not end in time, which ends them all.

    `heard` gives what was logged since it was asked last: a step in which there was any has failed. A step that blocks
    the loop ends the process, `grace` seconds after `patience`.
    """
    failures: list[str] = []
    for name, step in steps:
        begun = perf_counter()
        with _watchdog(name, patience + grace, say):
            failure, hung = await _failure_of(step, patience)
        found = [failure] * bool(failure) + [f"logged: {line}" for line in heard()]
        for each in found:
            say(f"FAILED: {name}: {each}")
        failures += [f"{name}: {each}" for each in found]
        if hung:
            return failures, True
        if not found:
            say(f"ok: {name} ({perf_counter() - begun:.1f} s)")
    return failures, False


async def _failure_of(step: Callable[[], Awaitable[None]], patience: float) -> tuple[str, bool]:
    """What has failed, empty where nothing has, and whether it is that the step did not end."""
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
    except Exception as error:  # noqa: BLE001 - whatever goes wrong is what is looked for
        return f"{type(error).__name__}: {error}", False
    return "", False


@contextmanager
def _watchdog(name: str, seconds: float, say: Say) -> Iterator[None]:
    """End the process where what is done meanwhile does not end: from a thread, since the loop may stand still."""

    def give_up() -> None:
        say(f"FAILED: {name}: everything has stood still for {seconds:g} s")
        os._exit(EXIT_HUNG)

    timer = threading.Timer(seconds, give_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


class _Told(logging.Handler):
    """Keeps what is logged as a warning or worse, Qt's warnings and unexpected errors among it: none is to come."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if not message.startswith(_OF_THE_PLATFORM):
            self._lines.append(f"{record.name}: {message}")

    def take(self) -> list[str]:
        """What has come since the last time."""
        lines, self._lines = self._lines, []
        return lines


def log_file(options: argparse.Namespace) -> Path | None:
    """Where the lines go too: where it was asked for, else beside the screenshot if there is no standard output."""
    named: Path | None = getattr(options, "self_test_log", None)
    if named is None and sys.stdout is None and options.screenshot is not None:
        return Path(options.screenshot).with_suffix(".log")
    return named


def said_to(log: Path | None) -> Say:
    """Say a line on standard output, which a windowed program on Windows does not have, and in a file of its own."""
    if log is not None:
        log.write_text("", encoding="utf-8")

    def say(line: str) -> None:
        if sys.stdout is not None:
            print(line, flush=True)  # noqa: T201 - this is what it is asked for
        if log is not None:
            with log.open("a", encoding="utf-8") as file:
                file.write(f"{line}\n")

    return say
