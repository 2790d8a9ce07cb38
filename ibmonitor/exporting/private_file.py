"""A file that is private to the user and replaced in one step: readers see the old one or the new one, whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ibmonitor.exporting.temporary_file import TemporaryFile, sweep


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a file next to `path` to write; at the end it replaces `path`, unless something was raised.

    A symbolic link stays, and its target is replaced. Raises `OSError`, whose file name is `path`.
    """
    target = Path(os.path.realpath(path))
    sweep(target.parent)
    try:
        temporary = TemporaryFile(target.parent, target.stem)
    except OSError as error:
        error.filename = str(path)
        raise
    try:
        yield temporary.path
        temporary.replace(target)
    except BaseException as error:
        temporary.remove()
        if isinstance(error, OSError) and error.filename in (None, str(temporary.path)):
            error.filename = str(path)
        raise
