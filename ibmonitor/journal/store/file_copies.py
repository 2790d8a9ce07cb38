"""The files of a history, and copies of it: whole ones, in one state, while it is written."""

from __future__ import annotations

import glob
import os
import shutil
import tempfile
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from ibmonitor.journal.store.sqlite_engine import connect_to_read

DAMAGED, BEFORE = "damaged", "version"
"""Labels in the names of files that are set aside, and of copies before a migration."""
_KEPT_COPIES = 2


def copy_history(path: Path, target: Path) -> None:
    """Write a compact copy, private to the user, that replaces `target` when it is whole.

    Raises `sqlite3.Error`, `OSError`.
    """
    with tempfile.TemporaryDirectory(prefix=f".{path.stem}-copy-", dir=target.parent) as folder:
        copy = Path(folder) / "copy.sqlite"
        handle = os.open(copy, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            with closing(connect_to_read(path)) as connection:
                connection.execute("VACUUM INTO ?", (str(copy),))
            os.fsync(handle)
        finally:
            os.close(handle)
        copy.replace(target)


def copy_before_migration(path: Path, version: str) -> str:
    """Keep a copy of a file of an older version, and of such copies the latest two. Returns a sentence.

    Raises as `copy_history`.
    """
    target = free_name(path, f"{BEFORE}-{version}")
    copy_history(path, target)
    copies = sorted(_labelled(path, BEFORE), key=lambda copy: copy.stat().st_mtime_ns)
    for old in copies[:-_KEPT_COPIES]:
        with suppress(OSError):
            old.unlink()
    return f"The history was converted for this version of IB Monitor. As it was before it is kept as {target}."


def free_name(path: Path, label: str) -> Path:
    """A name with a label and the date for a file beside the history, which no file has."""
    stem = f"{path.stem}.{label}.{datetime.now().astimezone():%Y-%m-%d}"
    names = [path.with_name(f"{stem}{suffix}{path.suffix}") for suffix in ("", *(f"-{n}" for n in range(2, 1000)))]
    return next((name for name in names if not name.exists()), names[-1])


def files_of(path: Path) -> list[Path]:
    """All files of a history that exist: its own, SQLite's beside it, the lock, those set aside, and copies."""
    beside = [path.with_name(f"{path.name}{suffix}") for suffix in ("", "-wal", "-shm", "-journal", ".lock")]
    return [file for file in beside if file.exists()] + _labelled(path, DAMAGED) + _labelled(path, BEFORE)


def sweep(path: Path) -> None:
    """Remove what killed processes have left of copies and rescues. The lock is held. Raises nothing."""
    for what in ("copy", "rescue"):
        for left in path.parent.glob(f".{glob.escape(path.stem)}-{what}-*"):
            shutil.rmtree(left, ignore_errors=True)


def _labelled(path: Path, label: str) -> list[Path]:
    start = f"{path.stem}.{label}"
    with suppress(OSError):
        return [file for file in path.parent.iterdir() if file.name.startswith(start) and path.suffix in file.name]
    return []
