"""The lock of the one process that writes a history, in a file beside it, and whether the last one ended well.

The file stays: to remove it would let two processes lock two files of one name.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from ibmonitor.exporting.file_lock import lock

_IN_USE = b"in use\n"
_LOCKED_BYTE = 2**31 - 2
"""On Windows a locked byte can be neither read nor written by others: one that the file never has."""


class WriteLock:
    """Of one history. The system releases it when the process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        """`path` is the history's; its folder exists when the lock is taken."""
        self.path = path.with_name(f"{path.name}.lock")
        self.was_left = False
        """The process that held it before has not released it, or not as clean."""
        self._handle = -1

    def take(self) -> bool:
        """Take the lock and note that the history is in use; false if another has it. Raises `OSError`."""
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
            if not lock(handle, alone=True):
                os.close(handle)
                return False
            os.lseek(handle, 0, os.SEEK_SET)
            self.was_left = bool(os.read(handle, len(_IN_USE)))
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, _IN_USE)
            # Power may be lost as well.
            os.fsync(handle)
        except BaseException:
            with suppress(OSError):
                os.close(handle)
            raise
        self._handle = handle
        return True

    def release(self, *, is_clean: bool) -> None:
        """Release the lock; unless `is_clean`, the next process finds that it was left. Raises nothing."""
        handle, self._handle = self._handle, -1
        if handle < 0:
            return
        with suppress(OSError):
            if is_clean:
                os.ftruncate(handle, 0)
        with suppress(OSError):
            os.close(handle)
