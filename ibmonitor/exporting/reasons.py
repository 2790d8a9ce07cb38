"""Why a file could not be written: the system's text, and advice for the common errors."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator

_ADVICE: dict[str, Iterable[str]] = {
    "The disk is full: free some space, or choose another folder.": ("ENOSPC",),
    "Your disk quota is used up: free some space, or choose another folder.": ("EDQUOT",),
    "The disk or the system does not allow a file of this size: choose another folder.": ("EFBIG",),
    "You may not write there, or another program has the file open: close it there, or choose another folder.": (
        "EACCES",
        "EPERM",
        "EBUSY",
        "ETXTBSY",
    ),
    "The disk is read-only: choose another folder.": ("EROFS",),
    "The folder is gone: choose another one.": ("ENOENT", "ENOTDIR"),
    "The disk or the network share no longer answers: choose another folder.": (
        *("EIO", "ENODEV", "ENXIO", "ESTALE", "EREMOTEIO", "ETIMEDOUT", "ENOTCONN", "ESHUTDOWN", "EPIPE"),
        *("ECONNABORTED", "ECONNRESET", "EHOSTDOWN", "EHOSTUNREACH", "ENETDOWN", "ENETRESET", "ENETUNREACH"),
    ),
}
"""By name, since not every system has all of these errors."""


def _by_number() -> Iterator[tuple[int, str]]:
    for advice, names in _ADVICE.items():
        for name in names:
            number = getattr(errno, name, None)
            if number is not None:
                yield number, advice


_BY_NUMBER = dict(_by_number())


def reason_of(error: OSError) -> str:
    """What went wrong, where, and what can be done, in whole sentences."""
    words = error.strerror or (os.strerror(error.errno) if error.errno else str(error)) or type(error).__name__
    where = f" ({error.filename})" if error.filename else ""
    advice = _BY_NUMBER.get(error.errno or 0, "")
    return f"{words}{where}. {advice}".rstrip()
