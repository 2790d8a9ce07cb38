"""`TailFiles`: which tail this window writes, and which ones were left by programs that ended suddenly."""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import count
from pathlib import Path
from uuid import uuid4

from ibmonitor.journal.store.write_lock import WriteLock

_LEFT = ".left"


class TailFiles:
    """The tails of one history on this computer. Several windows write a history on a server: each has one of its own.

    `first` is that of the only window.
    """

    def __init__(self, first: Path) -> None:
        self.own = first
        self._first = first
        self._lock: WriteLock | None = None

    def take(self) -> list[Path]:
        """Choose a tail that no other window writes; return those that were left, set aside. Raises nothing."""
        with suppress(OSError):
            self._first.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            for number in count(1):
                path = self._first if number == 1 else self._first.with_name(f"{self._first.name}-{number}")
                lock = WriteLock(path)
                if lock.take():
                    self.own, self._lock = path, lock
                    break
            return self._set_aside()
        return []

    def release(self) -> None:
        """Leave the tail to others. Raises nothing."""
        lock, self._lock = self._lock, None
        if lock is not None:
            lock.release(is_clean=True)

    def _set_aside(self) -> list[Path]:
        folder, name = self._first.parent, self._first.name
        is_tail = re.compile(rf"{re.escape(name)}(-\d+)?").fullmatch
        for path in list(folder.iterdir()):
            if is_tail(path.name):
                self._set_one_aside(path)
        return sorted(folder.glob(f"{name}.*{_LEFT}"))

    def _set_one_aside(self, path: Path) -> None:
        """Unless another window writes it."""
        lock = None if path == self.own else WriteLock(path)
        if lock is None or lock.take():
            path.rename(self._first.with_name(f"{self._first.name}.{uuid4().hex}{_LEFT}"))
        if lock is not None:
            lock.release(is_clean=True)
