"""Files that are written and then replace another or are removed, and the removal of those that a killed process left.

A temporary file is private to the user, has a name that only this program gives, and is locked while it is written.
One that another process can lock is therefore left over.
"""

from __future__ import annotations

import os
import re
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import time

from ibmonitor.exporting.file_lock import lock

_MARK = "ibmonitor"
_RANDOM = "[a-z0-9_]{8}"
"""The form of `tempfile`'s names."""
_NAME = re.compile(rf"\..{{0,40}}-{_MARK}-{_RANDOM}\.tmp", re.DOTALL)
_EARLIER_NAME = re.compile(rf"\.[a-z][a-z ()-]*-\d{{4}}-\d\d-\d\d(?:-[a-z-]+)?-{_RANDOM}\.tmp")
"""Of version 0.1.0, for exports under the names that it offers; they were not locked."""
_LONG_AGO = 86_400.0
"""Seconds without a change after which a file does not belong to a running export."""
_LOCKED_BYTE = 2**31 - 2
"""On Windows a locked byte cannot be written. This one no export reaches; it is the last that can be locked."""
_TRIES = 5
"""Attempts to create a file: another process may lock a new one first."""


class TemporaryFile:
    """A new file, locked. Raises `OSError`."""

    def __init__(self, folder: Path, stem: str) -> None:
        for _ in range(_TRIES):
            # mkstemp makes the file readable by its owner alone.
            self._handle, name = tempfile.mkstemp(prefix=f".{stem[:40]}-{_MARK}-", suffix=".tmp", dir=folder)
            self.path = Path(name)
            if _is_ours(self._handle, self.path):
                return
            self.remove()
        raise OSError(f"no file can be made in {folder}")

    def replace(self, target: Path) -> None:
        """Flush to the disk, then replace `target`. Raises `OSError`."""
        os.fsync(self._handle)
        if sys.platform == "win32":
            # An open file cannot be renamed there.
            self._close()
        self.path.replace(target)
        self._close()

    def remove(self) -> None:
        """Leave nothing behind. Raises nothing."""
        if sys.platform == "win32":
            self._close()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
        self._close()

    def _close(self) -> None:
        handle, self._handle = self._handle, -1
        if handle >= 0:
            with suppress(OSError):
                os.close(handle)


def temporary_folder(otherwise: Path) -> Path:
    """The system's folder for temporary files; `otherwise` if none of them is writable."""
    try:
        return Path(tempfile.gettempdir())
    except FileNotFoundError:
        return otherwise


@contextmanager
def temporary_file(folder: Path, stem: str) -> Iterator[Path]:
    """Give a file that is removed at the end. Raises `OSError`."""
    temporary = TemporaryFile(folder, stem)
    try:
        yield temporary.path
    finally:
        temporary.remove()


def sweep(folder: Path) -> None:
    """Remove the temporary files that killed processes of this program have left in a folder. Raises nothing."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            age = _least_age(entry.name)
            if age is not None:
                with suppress(OSError):
                    _remove_if_left_over(Path(entry.path), age)


def _least_age(name: str) -> float | None:
    """Seconds from which a file with this name may be left over; `None` for one that is not ours."""
    if _NAME.fullmatch(name):
        # On Windows it is unlocked for the moment in which it is renamed.
        return 10.0 if sys.platform == "win32" else 0.0
    return _LONG_AGO if _EARLIER_NAME.fullmatch(name) else None


def _remove_if_left_over(path: Path, age: float) -> None:
    """Remove the user's own file if no process writes it. Raises `OSError`."""
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode) or (sys.platform != "win32" and found.st_uid != os.getuid()):
        return
    handle = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    try:
        try:
            is_free = _lock(handle)
        except OSError:
            # A file system without locks.
            is_free, age = True, _LONG_AGO
        is_left_over = is_free and time() - found.st_mtime >= age
        if is_left_over and sys.platform != "win32":
            # While it is locked: a process that has just made it finds that it is gone.
            path.unlink()
    finally:
        os.close(handle)
    if is_left_over and sys.platform == "win32":
        path.unlink()


def _is_ours(handle: int, path: Path) -> bool:
    """Lock a new file; false if another process was quicker and took it for left over."""
    try:
        return _lock(handle) and os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False
    except OSError:
        # A file system without locks: after a day it counts as left over.
        return True


def _lock(handle: int) -> bool:
    if sys.platform == "win32":
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
    return lock(handle, alone=True)
