"""Locks of open files between processes. The system drops a lock with its process, however that ends."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


def lock(handle: int, *, alone: bool) -> bool:
    """Lock until the file is closed; false where another has locked it. Raises `OSError` where there are no locks.

    Those who only look do not keep one another from it, except on Windows, which has no such locks in Python; there
    one byte is locked, at the place where the file is read or written next.
    """
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
