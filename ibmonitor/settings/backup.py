"""Renames or copies a file within its folder without overwriting any. Never raises: returns what failed."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path

_MOST = 10_000
"""Names to try."""


def rename_aside(path: Path, label: str) -> tuple[str, str]:
    """Rename `x.json` to `x.<label>-1.json` or the next free number. Returns the new name, and why it failed."""
    return _aside(path, label, copy=False)


def copy_aside(path: Path, label: str) -> tuple[str, str]:
    """Like `rename_aside`, but copies the file."""
    return _aside(path, label, copy=True)


def reason(error: Exception) -> str:
    """The system's text for an error, to use in brackets."""
    text = error.strerror if isinstance(error, OSError) else ""
    return (text or str(error) or type(error).__name__).lower()


def _aside(path: Path, label: str, *, copy: bool) -> tuple[str, str]:
    path = Path(os.path.realpath(path))
    try:
        aside = _reserve(path, label)
    except OSError as error:
        return "", reason(error)
    try:
        if copy:
            _copy(path, aside)
        else:
            path.replace(aside)
    except OSError as error:
        with suppress(OSError):
            aside.unlink()
        return "", reason(error)
    return aside.name, ""


def _reserve(path: Path, label: str) -> Path:
    """Create an empty file under a free name, since another instance may look for one at the same time."""
    for number in range(1, _MOST):
        aside = path.with_name(f"{path.stem}.{label}-{number}{path.suffix}")
        with suppress(FileExistsError):
            os.close(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            return aside
    raise FileExistsError(errno.EEXIST, "too many have been set aside")


def _copy(path: Path, aside: Path) -> None:
    with path.open("rb") as source, aside.open("wb") as target:
        shutil.copyfileobj(source, target)
        target.flush()
        os.fsync(target.fileno())
