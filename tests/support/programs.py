"""The whole program in this process, on the Qt loop, and its end, also after a test that has failed."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import qasync
import shiboken6
from PySide6.QtWidgets import QApplication, QWidget

from ibmonitor.app.connector import reconnector_class
from ibmonitor.app.program import Program
from ibmonitor.domain.records.link import LinkState
from ibmonitor.simulator.server.server import SimulatedTws
from tests.support.waiting import until

# Who connects then does so at once, and not after the turns in which it is loaded, whichever test is the first.
reconnector_class()

PATIENCE = 80
"""Seconds for all that one test does, which takes one or two: the computer may be busy."""
_PATIENCE_AT_THE_END = 20


class Programs:
    """Creates programs, and ends those that a test leaves open: a test that fails must not make others fail."""

    def __init__(self, application: QApplication, place: Path, simulated: Iterable[SimulatedTws] = ()) -> None:
        """`place` is where the programs keep their files, `simulated` all simulated TWS that the test starts."""
        self.place = place
        self._application = application
        self._simulated = simulated
        self._made: list[Program] = []

    def new(self, place: Path | None = None, **options: Any) -> Program:
        """A program that is not started yet. `options` are those of the command line."""
        given = {"demo": False, "config_dir": place or self.place, **options}
        program = Program(argparse.Namespace(**given))
        if not program.settings_in_force.profiles.window_file.exists():
            # As on an ordinary screen: that of the tests has 800 x 800 pixels, and the window would fit itself to it.
            program.window.resize(1280, 800)
        self._made.append(program)
        return program

    def started(self, place: Path | None = None, **options: Any) -> Program:
        program = self.new(place, **options)
        program.start()
        return program

    def connecting(self, place: Path | None = None, **options: Any) -> Program:
        """A program whose user has just clicked *Connect*."""
        program = self.started(place, **options)
        program.window.connect_requested.emit()
        return program

    async def connected(self, place: Path | None = None, **options: Any) -> Program:
        program = self.connecting(place, **options)
        await until(lambda: is_up(program))
        return program

    def run(self, work: Callable[[], Awaitable[None]], patience: float = PATIENCE) -> None:
        """Run on the Qt loop, as the program does; then end all that runs there."""

        async def work_and_end() -> None:
            # From the last one up; each is done whatever becomes of those before it.
            async with AsyncExitStack() as steps:
                steps.push_async_exit(_cancel_tasks)
                steps.push_async_callback(self._stop_simulated)
                steps.push_async_callback(self._end_all)
                async with asyncio.timeout(patience):
                    await work()

        self._application.setQuitOnLastWindowClosed(False)
        with qasync.QEventLoop(self._application) as loop:
            loop.run_until_complete(work_and_end())

    async def _end_all(self) -> None:
        while self._made:
            program = self._made.pop()
            if shiboken6.isValid(program) and shiboken6.isValid(program.window):
                async with asyncio.timeout(_PATIENCE_AT_THE_END):
                    await end(program)

    async def _stop_simulated(self) -> None:
        for tws in self._simulated:
            await tws.stop()


async def _cancel_tasks(failure: type[BaseException] | None, *_: object) -> None:
    """After a failure: a loop that is closed with tasks in it complains of them in the next test."""
    if failure is None:
        return
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


async def end(program: Program) -> None:
    """Close the window as its user does, and end the program as `run_window` does."""
    program.window.close()
    await program.closed
    await program.finish()
    await deleted(program.window)


async def deleted(window: QWidget) -> None:
    """Delete a window: its views go before the tables that they show."""
    gone = asyncio.Event()
    window.destroyed.connect(gone.set)
    window.deleteLater()
    await gone.wait()


def is_up(program: Program) -> bool:
    return program.blotter.link.state is LinkState.UP
