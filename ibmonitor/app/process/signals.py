"""The system's signals that ask a program to end: Ctrl+C, `kill`, a terminal that closes, the end of a session."""

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
"""Seconds that the end may take. It takes less than one; a shutdown gives a program 10 or more before it kills it."""


class EndSignals(QObject):
    """Lets the program end in its own way at the first signal.

    A second one changes nothing: a terminal that closes sends two, and some programs repeat their request at once.
    From the third on, one that comes more than `PATIENCE` seconds after the first ends the process at once, as if
    nothing were here: the end has got stuck then.

    Python's own handlers run only when Python code runs next, and Qt's loop may wait for long in between: what wakes
    it is a socket, to which Python writes the signal's number the moment it comes.
    """

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self.number: int | None = None
        """The signal that came; `None` while there was none."""
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
        """The exit code that a shell would report: 128 and the signal's number, or 0 without one."""
        return 0 if self.number is None else 128 + self.number

    def install(self, on_end: Callable[[int], None]) -> None:
        """Call `on_end` with the first signal's number, from Qt's loop. To be called on the main thread."""
        self._on_end = on_end
        self._fd_before = signal.set_wakeup_fd(self._pythons.fileno(), warn_on_full_buffer=False)
        for number in ENDING:
            # Started with nohup: the terminal's end is not the program's.
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._on_signal)
        self._notifier.setEnabled(True)
        atexit.register(self._ignore_all)

    def uninstall(self) -> None:
        """Stop listening. The signals are left to whom they belonged, unless one has come: the process ends then."""
        self._notifier.setEnabled(False)
        self._on_end = None
        signal.set_wakeup_fd(self._fd_before)
        self._ours.close()
        self._pythons.close()
        if self.number is None:
            self.give_back()

    def give_back(self) -> None:
        """Leave the signals to whom they belonged, also where one has come and the process lives on."""
        atexit.unregister(self._ignore_all)
        for number, before in self._before.items():
            signal.signal(number, before)
        self._before.clear()

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        """Run in the middle of any Python code, so nothing can be ended here."""
        self._times += 1
        if self.number is None:
            self.number = number
            self._began = self._clock()
        elif self._times > 2 and self._clock() - self._began > PATIENCE:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)

    def _ignore_all(self) -> None:
        """Ignore signals until the process ends: Python drops its handlers before it has finished shutting down."""
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
            # Of two that came at once Python handles the one with the lesser number first.
            self.number = next((number for number in came if number in self._before), self.number)
            on_end(self.number)


def run_to_the_end(
    loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, None], on_quit: Callable[[], None]
) -> None:
    """Run a coroutine until it is done, also where Qt stops its loop before that, as when the desktop's session ends.

    `on_quit` is called then; it has to see that the work comes to its end.
    """
    task = loop.create_task(work)
    while not task.done():
        # Raised when the loop has stopped before the task was done; the task's own is raised below.
        with suppress(RuntimeError):
            loop.run_until_complete(task)
        if not task.done():
            on_quit()
    task.result()
