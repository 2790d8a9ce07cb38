"""Catches unhandled exceptions, so that they are logged and reported, and the program continues.

PySide6 passes what a slot or an override raises to `sys.excepthook`, unless Python code has called the override.
"""

from __future__ import annotations

import asyncio
import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, Slot, qInstallMessageHandler

from ibmonitor.domain.records.events import Fault

logger = logging.getLogger(__name__)
qt_logger = logging.getLogger("ibmonitor.qt")

SENTENCE = "Something went wrong inside this program. It goes on, but what it was doing may be missing or wrong."

LONGEST_TRACE = 20_000
"""Characters kept of a stack trace; the middle of a longer one is cut out."""

MOST_PLACES = 1000
"""Places that are counted separately. Beyond that, counting starts again."""

_PACKAGE = __name__.partition(".")[0]
_KEPT = (KeyboardInterrupt, SystemExit)
"""Passed on to the previous hook: these are meant to end the program."""

_ADDRESS = re.compile(r"0x[0-9a-fA-F]+")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class Repeats:
    """Counts repeats."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def count(self, what: str) -> int:
        """Count an occurrence; returns how many there have been."""
        if len(self._counts) >= MOST_PLACES and what not in self._counts:
            self._counts.clear()
        self._counts[what] = count = self._counts.get(what, 0) + 1
        return count

    def often(self) -> dict[str, int]:
        """What has occurred more than once, and how often."""
        return {what: count for what, count in self._counts.items() if count > 1}


def is_round(count: int) -> bool:
    """Whether a count is 1, 10, 100 and so on: only these are logged."""
    return str(count).rstrip("0") == "1"


class UnexpectedErrors(QObject):
    """Calls `report` once for each place that raises, on this object's thread.

    The call comes later, from Qt's loop: the exception may have been raised during painting or on another thread.
    """

    _noticed = Signal(object)

    def __init__(self, report: Callable[[Fault], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._report = report
        self._repeats = Repeats()
        self._qt_repeats = Repeats()
        self._undo: list[Callable[[], object]] = []
        # Always queued: `report` itself may be what fails.
        self._noticed.connect(self._on_noticed, Qt.ConnectionType.QueuedConnection)

    def install(self, loop: asyncio.AbstractEventLoop | None = None) -> None:
        """Install the hooks of Python, its threads, the event loop and Qt."""
        hook, thread_hook, unraisable_hook = sys.excepthook, threading.excepthook, sys.unraisablehook

        def on_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
            if not isinstance(error, _KEPT):
                self.notice("unhandled", error.with_traceback(trace))
            else:
                hook(kind, error, trace)

        def on_thread_exception(args: threading.ExceptHookArgs) -> None:
            if not isinstance(args.exc_value, _KEPT):
                name = "" if args.thread is None else args.thread.name
                self.notice(f"unhandled in the thread {name}", args.exc_value)
            else:
                thread_hook(args)

        def on_unraisable(args: sys.UnraisableHookArgs) -> None:
            if args.exc_value is not None and not isinstance(args.exc_value, _KEPT):
                # Without args.object: it is being destroyed and must not be revived.
                self.notice(args.err_msg or "ignored", args.exc_value.with_traceback(args.exc_traceback))
            else:
                unraisable_hook(args)

        sys.excepthook, threading.excepthook, sys.unraisablehook = on_exception, on_thread_exception, on_unraisable
        self._undo += [
            lambda: setattr(sys, "excepthook", hook),
            lambda: setattr(threading, "excepthook", thread_hook),
            lambda: setattr(sys, "unraisablehook", unraisable_hook),
        ]
        qt_handler = qInstallMessageHandler(self._on_qt_message)
        self._undo.append(lambda: qInstallMessageHandler(qt_handler))
        if loop is not None:
            loop.set_exception_handler(self._on_loop_exception)
            self._undo.append(lambda: loop.set_exception_handler(None))

    def uninstall(self) -> None:
        """Restore all previous hooks, and log what occurred more than once."""
        while self._undo:
            self._undo.pop()()
        for what, count in {**self._repeats.often(), **self._qt_repeats.often()}.items():
            logger.info("%d times in all: %s", count, what)

    def notice(self, how: str, error: BaseException | None) -> None:
        """Log an exception, or without one `how`, and report it if it is new. Never raises.

        Callable from any thread.
        """
        # An exception raised here would end up in the hooks again.
        with suppress(Exception):
            place = how if error is None else f"{type(error).__name__} at {place_of(error.__traceback__)}"
            count = self._repeats.count(place)
            if count > 1:
                if is_round(count):
                    logger.error("%s: %s for the %dth time", how, place, count)
                return
            detail = _shortened("" if error is None else "".join(traceback.format_exception(error)))
            logger.error("%s: %s\n%s", how, place, detail)
            self._noticed.emit(Fault(SENTENCE, detail or how))

    @Slot(object)
    def _on_noticed(self, fault: Fault) -> None:
        try:
            self._report(fault)
        except Exception:
            # Only log it: reporting is what failed.
            logger.exception("a fault could not be reported")

    def _on_loop_exception(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self.notice(str(context.get("message") or "in the loop"), context.get("exception"))

    def _on_qt_message(self, kind: QtMsgType, context: QMessageLogContext, text: str | None) -> None:
        with suppress(Exception):
            words = f"{context.category or 'default'}: {text or ''}"
            count = self._qt_repeats.count(_ADDRESS.sub("0x…", words))
            if is_round(count):
                times = "" if count == 1 else f" (for the {count}th time)"
                qt_logger.log(_LEVELS.get(kind, logging.WARNING), "%s%s", words, times)


def place_of(trace: TracebackType | None) -> str:
    """Where an exception came from: the innermost line of this program, else of all."""
    # By module names: a frozen program has no file paths.
    places = [(frame.f_globals.get("__name__", "?"), line) for frame, line in traceback.walk_tb(trace)]
    ours = [place for place in places if place[0].partition(".")[0] == _PACKAGE]
    for module, line in reversed(ours or places):
        return f"{module}:{line}"
    return "an unknown place"


def _shortened(text: str) -> str:
    half = LONGEST_TRACE // 2
    return text if len(text) <= LONGEST_TRACE else f"{text[:half]}\n…\n{text[-half:]}"
