"""The entry point: starts the window, a snapshot, a replay, a command of the history, the self test, or the simulator.

Slow imports are inside functions, so that only what is needed is loaded, and after the Ctrl+C handler is installed.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

EXIT_WRONG_USAGE = 2
EXIT_NO_DISPLAY = 4
EXIT_BROKEN_INSTALLATION = 5
EXIT_OUTPUT_LOST = 6
EXIT_NO_RECORDING = 7
EXIT_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return the exit code."""
    signal.signal(signal.SIGINT, _end_at_once)
    from ibmonitor.app.gc_tuner import collect_rarely  # noqa: PLC0415 - see above

    collect_rarely()
    from ibmonitor.cli.standard_output import OutputLostError, flush_output  # noqa: PLC0415 - see above

    try:
        try:
            return _run(list(sys.argv[1:] if argv is None else argv))
        finally:
            # In `finally`, because argparse raises SystemExit after printing its help.
            flush_output()
    except OutputLostError as lost:
        _complain(str(lost))
        return EXIT_OUTPUT_LOST


def _run(arguments: list[str]) -> int:  # noqa: PLR0911 - one for each command and each problem
    from ibmonitor.app.process.ibapi_check import ibapi_problem  # noqa: PLC0415 - see above

    if arguments[:1] == ["simulate"]:
        problem = ibapi_problem()
        return _refuse(problem, EXIT_BROKEN_INSTALLATION) if problem else _simulate(arguments[1:])
    from ibmonitor.cli.arguments import naming_the_command, parser  # noqa: PLC0415 - see above

    options = parser().parse_args(naming_the_command(arguments))
    if options.command == "history":
        return _history(options)
    # The window loads ibapi when it has opened, and shows there what is wrong with it.
    problem = ibapi_problem() if options.command or options.self_test else None
    if problem:
        return _refuse(problem, EXIT_BROKEN_INSTALLATION)
    if options.command == "snapshot":
        from ibmonitor.app.process.light_imports import load_qt  # noqa: PLC0415 - see above

        load_qt()
        from ibmonitor.cli.snapshot import run_snapshot  # noqa: PLC0415 - needs ibapi, which has been checked only now

        return run_snapshot(options)
    if options.command == "replay":
        problem = _open_recording(options)
        if problem:
            return _refuse(problem, EXIT_NO_RECORDING)
    if options.profile is not None:
        problem = _profile_problem(options)
        if problem:
            return _refuse(problem, EXIT_WRONG_USAGE)
    if options.self_test:
        from ibmonitor.self_test.run import run_self_test  # noqa: PLC0415 - see above

        return run_self_test(options)
    return _open_window(options)


def _open_window(options: argparse.Namespace) -> int:
    from ibmonitor.app.process.light_imports import load_asyncio, load_qt  # noqa: PLC0415 - see above
    from ibmonitor.cli.display import display_problem  # noqa: PLC0415 - see above

    problem = display_problem()
    if problem:
        return _refuse(problem, EXIT_NO_DISPLAY)
    load_qt()
    load_asyncio()
    from ibmonitor.app.run_window import run_window  # noqa: PLC0415 - as above; it loads Qt, which needs a display

    return run_window(options)


def _history(options: argparse.Namespace) -> int:
    problem = "" if options.profile is None else _profile_problem(options)
    if problem:
        return _refuse(problem, EXIT_WRONG_USAGE)
    from ibmonitor.cli.history import run_history  # noqa: PLC0415 - SQLAlchemy: see above

    return run_history(options)


def _open_recording(options: argparse.Namespace) -> str:
    """Open the recording and set `options.recording`; return why that failed, or an empty text."""
    from ibmonitor.recording.recording_file import NoRecordingError, Recording  # noqa: PLC0415 - see above

    try:
        options.recording = Recording(options.file)
    except NoRecordingError as error:
        return str(error)
    return ""


def _profile_problem(options: argparse.Namespace) -> str:
    from ibmonitor.app.profile_keeper import profile_problem  # noqa: PLC0415 - see above
    from ibmonitor.settings.places import find_places  # noqa: PLC0415 - see above

    return profile_problem(find_places(options.config_dir), options.profile)


def _simulate(arguments: list[str]) -> int:
    from ibmonitor.cli.standard_output import output_losses_raised  # noqa: PLC0415 - see above
    from ibmonitor.simulator.main import main as simulate  # noqa: PLC0415 - the window need not load it

    # Ctrl+C is the normal way to stop the simulated TWS, which then closes its connections.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with output_losses_raised():
        return simulate(arguments)


def _end_at_once(_number: int, _frame: FrameType | None) -> None:
    """Exit on Ctrl+C without unwinding: an exception during the import of an extension module aborts Python."""
    with suppress(OSError):
        os.write(2, b"ibmonitor: interrupted\n")
    os._exit(EXIT_INTERRUPTED)


def _refuse(problem: str, exit_code: int) -> int:
    _complain(problem)
    return exit_code


def _complain(problem: str) -> None:
    # A GUI program on Windows has no stderr.
    if problem and sys.stderr is not None:
        sys.stderr.write(f"ibmonitor: {problem}\n")
