"""Signals that ask the program to exit: Ctrl+C, `kill`, a closed terminal, the end of a session."""

from __future__ import annotations

import asyncio
import atexit
import signal
import socket
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from types import FrameType
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, Slot

ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name))
"""Windows has neither SIGHUP nor, sent by another program, SIGTERM; POSIX has no SIGBREAK."""

PATIENCE = 10.0
"""Seconds that exiting may take. It takes less than one; a shutdown allows a program 10 or more."""


class EndSignals(QObject):
    """Exits the program in an orderly way at the first signal.

    The second signal is ignored: a closing terminal sends two, and some programs send theirs twice. From the third on,
    a signal more than `PATIENCE` seconds after the first kills the process, since exiting has got stuck.

    Python runs its signal handlers only between two instructions of Python code, and Qt's loop may wait for long. A
    socket wakes the loop: Python writes the signal's number to it at once.
    """

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self.number: int | None = None
        """The signal received; `None` if none."""
        self._clock = clock
        self._times = 0
        self._began = 0.0
        self._on_end: Callable[[int], None] | None = None
        self._before: dict[int, Any] = {}
        self._fd_before = -1
        self._ours, self._pythons = socket.socketpair()
        self._ours.setblocking(False)
        self._pythons.setblocking(False)
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.setEnabled(False)
        self._notifier.activated.connect(self._on_woken)

    @property
    def exit_code(self) -> int:
        """128 plus the signal's number, as a shell would report it; 0 without a signal."""
        return 0 if self.number is None else 128 + self.number

    def install(self, on_end: Callable[[int], None]) -> None:
        """Call `on_end` with the first signal's number, from Qt's loop. Must run on the main thread."""
        self._on_end = on_end
        self._fd_before = signal.set_wakeup_fd(self._pythons.fileno(), warn_on_full_buffer=False)
        for number in ENDING:
            # Ignored under nohup: the program outlives the terminal.
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._on_signal)
        self._notifier.setEnabled(True)
        atexit.register(self._ignore_all)

    def uninstall(self) -> None:
        """Stop listening. Restore the previous handlers, unless a signal was received: then the process is exiting."""
        self._notifier.setEnabled(False)
        self._on_end = None
        signal.set_wakeup_fd(self._fd_before)
        self._ours.close()
        self._pythons.close()
        if self.number is None:
            self.give_back()

    def give_back(self) -> None:
        """Restore the previous handlers, even if a signal was received."""
        atexit.unregister(self._ignore_all)
        for number, before in self._before.items():
            signal.signal(number, before)
        self._before.clear()

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        """Runs in the middle of any Python code, so nothing can be closed here."""
        self._times += 1
        if self.number is None:
            self.number = number
            self._began = self._clock()
        elif self._times > 2 and self._clock() - self._began > PATIENCE:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)

    def _ignore_all(self) -> None:
        """Ignore signals until the process ends: Python removes its handlers before it has shut down completely."""
        for number in self._before:
            signal.signal(number, signal.SIG_IGN)

    @Slot()
    def _on_woken(self) -> None:
        came = b""
        with suppress(BlockingIOError):
            came = self._ours.recv(4096)
        on_end = self._on_end
        if self.number is not None and on_end is not None:
            self._on_end = None
            # Of two signals at once, Python handles the one with the lower number first.
            self.number = next((number for number in came if number in self._before), self.number)
            on_end(self.number)


def run_to_the_end(
    loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, None], on_quit: Callable[[], None]
) -> None:
    """Run a coroutine until it is done, even if Qt stops its loop earlier, as at the end of a desktop session.

    `on_quit` is called in that case, and must make the coroutine finish.
    """
    task = loop.create_task(work)
    while not task.done():
        # Raised if the loop stopped before the task was done; the task's own error is raised below.
        with suppress(RuntimeError):
            loop.run_until_complete(task)
        if not task.done():
            on_quit()
    task.result()
