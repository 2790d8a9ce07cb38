"""The log on disk: rotating files, private to the user. A failure to write them never stops the program."""

from __future__ import annotations

import faulthandler
import logging
import logging.handlers
import os
import stat
import sys
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

import PySide6
from PySide6.QtCore import QLockFile, QSysInfo, qVersion

from ibmonitor import __version__
from ibmonitor.app.process.log_line import LogLine, LogMask

BYTES_A_FILE = 1024 * 1024
OLDER_FILES = 4
MOST_PROGRAMS = 9
"""This many programs running at the same time have log files of their own."""

OURS = "ibmonitor"
"""The logger with the user's level. All others stay at WARNING: qasync's would log each event of the loop."""

logger = logging.getLogger(__name__)


class LogFile(logging.handlers.RotatingFileHandler):
    """A rotating file. Counts the lines that cannot be written, and logs that count once writing works again."""

    def __init__(self, path: Path) -> None:
        self._lost = 0
        super().__init__(
            path, maxBytes=BYTES_A_FILE, backupCount=OLDER_FILES, encoding="utf-8", errors="backslashreplace"
        )

    def emit(self, record: logging.LogRecord) -> None:
        lost = self._lost
        super().emit(record)
        if lost and lost == self._lost:
            self._lost = 0
            logger.warning("%d lines before this one could not be written", lost)

    def handleError(self, record: logging.LogRecord) -> None:
        """Count the lost line: there is nowhere to report it, neither stderr nor a log."""
        del record
        self._lost += 1
        stream, self.stream = self.stream, None  # reopened for the next line
        if stream is not None:
            # Lines that a full disk rejected must not pile up in the file's buffers.
            with suppress(OSError, ValueError):
                stream.close()

    def doRollover(self) -> None:
        try:
            super().doRollover()
        except OSError:
            # Another program has one of the files open: keep appending until rotation works.
            if self.stream is None:
                self.stream = self._open()

    def _open(self) -> TextIOWrapper:
        return open(self.baseFilename, "a", encoding=self.encoding, errors=self.errors, opener=_open_private)


class Logs:
    """This program's log files in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mask = LogMask()
        self._handler: logging.Handler = logging.NullHandler()
        self._lock: QLockFile | None = None
        self._crashes: TextIO | None = None

    @property
    def file(self) -> Path | None:
        """The file being written; `None` if there is none."""
        return Path(self._handler.baseFilename) if isinstance(self._handler, LogFile) else None

    def start(self, level: str) -> list[str]:
        """Start logging at this level (a value of the setting `log_level`). Returns what went wrong, as sentences."""
        problems = []
        try:
            self._handler = self._open()
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            problems = [f"Nothing is logged: {self.folder} cannot be written ({reason})."]
        self._handler.setFormatter(LogLine(self.mask))
        logging.getLogger().addHandler(self._handler)
        logging.captureWarnings(capture=True)
        # Before the level is set, so that every log starts with this line.
        logging.getLogger(OURS).setLevel(logging.INFO)
        logger.info("%s", about_this_program())
        self.set_level(level)
        return problems

    def set_level(self, level: str) -> None:
        """Change the level: a value of the setting `log_level`."""
        logging.getLogger(OURS).setLevel(level.upper())

    def watch_for_crashes(self) -> None:
        """Have Python write a stack trace next to the log if native code crashes the process.

        On Windows it also does so for exceptions that native code handles, so such a file need not mean a crash.
        The file is not rotated; it is truncated here if it is larger than `BYTES_A_FILE`.
        """
        if self.file is None:
            return
        with suppress(OSError):
            path = self.file.with_suffix(".crash")
            self._crashes = open(path, "a", encoding="utf-8", opener=_open_private)  # noqa: SIM115 - stays open
            if path.stat().st_size > BYTES_A_FILE:
                self._crashes.truncate(0)
            faulthandler.enable(self._crashes)

    def stop(self) -> None:
        """Stop logging and close the file."""
        # Without this line the program was killed, or is still running.
        logger.info("IB Monitor has ended")
        logging.captureWarnings(capture=False)
        self._stop_watching()
        logging.getLogger().removeHandler(self._handler)
        logging.getLogger(OURS).setLevel(logging.NOTSET)
        # Closing flushes, which fails on a full disk.
        with suppress(OSError):
            self._handler.close()
        self._handler = logging.NullHandler()
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    def _stop_watching(self) -> None:
        if self._crashes is None:
            return
        faulthandler.disable()
        path = Path(self._crashes.name)
        self._crashes.close()
        self._crashes = None
        with suppress(OSError):
            if path.stat().st_size == 0:
                path.unlink()

    def _open(self) -> LogFile:
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self.folder.mkdir(mode=0o700, exist_ok=True)
        return LogFile(self._own_file())

    def _own_file(self) -> Path:
        """The first log file no other program is writing: two programs rotating one file lose each other's lines."""
        for number in range(1, MOST_PROGRAMS + 1):
            path = self.folder / (f"{OURS}.log" if number == 1 else f"{OURS}-{number}.log")
            lock = QLockFile(str(path.with_suffix(".lock")))
            # Stale only if its process is gone, however old the lock is.
            lock.setStaleLockTime(0)
            if lock.tryLock(0):
                self._lock = lock
                return path
            if lock.error() is not QLockFile.LockError.LockFailedError:
                break
        return self.folder / f"{OURS}.log"


def about_this_program() -> str:
    """Versions and platform, in one line for support staff."""
    frozen = ", frozen" if getattr(sys, "frozen", False) else ""
    # Qt's names at once: Python's `platform` reads the interpreter's file for them, 15 ms with its import.
    system = f"{QSysInfo.prettyProductName()}, {QSysInfo.kernelType()} {QSysInfo.kernelVersion()}"
    return (
        f"IB Monitor {__version__}{frozen}, Python {sys.version.split()[0]}, Qt {qVersion()}, "
        f"PySide6 {PySide6.__version__}, {system}, {QSysInfo.currentCpuArchitecture()}"
    )


def _open_private(path: str, flags: int) -> int:
    handle = os.open(path, flags, 0o600)
    # An existing file may be readable by others.
    if sys.platform != "win32" and stat.S_ISREG(os.fstat(handle).st_mode):
        with suppress(OSError):
            os.fchmod(handle, 0o600)
    return handle
