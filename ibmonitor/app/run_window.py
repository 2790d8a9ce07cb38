"""Runs the window: the Qt application, its event loop, the log, and the handling of signals and errors."""

from __future__ import annotations

import argparse
import asyncio
import logging
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import qasync

from ibmonitor.app.process.application import make_application
from ibmonitor.app.process.daemon_threads import DaemonThreads
from ibmonitor.app.process.logs import Logs
from ibmonitor.app.process.signals import EndSignals, run_to_the_end
from ibmonitor.app.process.unexpected import UnexpectedErrors
from ibmonitor.app.program import Program
from ibmonitor.domain.records.events import Fault
from ibmonitor.settings.places import find_places

logger = logging.getLogger(__name__)


def run_window(options: argparse.Namespace) -> int:
    """Open the window and run until it is closed; return the exit code."""
    application = make_application()
    run = _Run(options, application.open_files_with)
    with qasync.QEventLoop(application) as loop:
        loop.set_default_executor(DaemonThreads())
        run_to_the_end(loop, run.run(), run.end)
    return run.exit_code


class _Run:
    """One run of the program, from before the window opens until after it has closed."""

    def __init__(
        self, options: argparse.Namespace, open_files_with: Callable[[Callable[[Path], object]], object]
    ) -> None:
        self._options = options
        self._open_files_with = open_files_with
        self._program: Program | None = None
        self._end_signals = EndSignals()

    @property
    def exit_code(self) -> int:
        return self._end_signals.exit_code

    def end(self) -> None:
        """Close the window as the user would."""
        if self._program is not None:
            self._program.window.close()

    async def run(self) -> None:
        # First, so that every later failure is logged.
        logs = Logs(find_places(self._options.config_dir).log)
        problems = logs.start("Info")
        try:
            logs.watch_for_crashes()
            # Every cleanup step runs, even if an earlier one raises.
            with ExitStack() as steps:
                errors = UnexpectedErrors(self._report)
                errors.install(asyncio.get_running_loop())
                steps.callback(errors.uninstall)
                steps.callback(self._end_signals.uninstall)
                await self._live(logs, problems)
        except Exception:
            logger.exception("the program has to end")
            raise
        finally:
            logs.stop()

    async def _live(self, logs: Logs, problems: list[str]) -> None:
        self._end_signals.install(lambda _number: self.end())
        program = self._program = Program(self._options, logs)
        try:
            program.problems.add(problems)
            program.start()
            self._open_files_with(program.recordings.chosen.emit)
            await program.closed
        finally:
            await self._end_program(program)

    async def _end_program(self, program: Program) -> None:
        try:
            await program.finish()
        finally:
            # Before the tables, which the program owns: Qt warns if a model is deleted before its view.
            program.window.deleteLater()
            await asyncio.sleep(0)

    def _report(self, fault: Fault) -> None:
        if self._program is not None:
            self._program.connection.announce(fault)
