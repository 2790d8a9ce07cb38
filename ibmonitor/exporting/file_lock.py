"""Locks of open files between processes. The system releases a lock when its process ends, however it ends."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


def lock(handle: int, *, alone: bool) -> bool:
    """Lock until the file is closed; false if another process holds it. Raises `OSError` if locks are not supported.

    Without `alone` the lock is shared with other such locks, except on Windows, where Python has only exclusive ones.
    There one byte is locked, at the current position in the file.
    """
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
