"""A JSON object in a file that is private to the user and replaced in one step. Never raises: returns what failed."""

from __future__ import annotations

import json
import os
import stat
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from ibmonitor.domain.records.value import value
from ibmonitor.settings.backup import copy_aside, reason, rename_aside

FORMAT = 1
"""The version of the files' layout, their key `version`; a file without it has the first one."""

_MOST_BYTES = 4 * 1024 * 1024
"""This program's files have a few kilobytes; a larger file is not one of them, and not worth the memory."""
_DEEPEST = 32
"""Levels of nesting, far fewer than Python can read or write."""


@value
class Loaded:
    """The content of a file: empty when it does not exist. `problem` is what is wrong with it, in sentences.

    `may_write` is false when writing would destroy something that could not be read. `keep_as` is the label under which
    the file is copied before it is written for the first time; empty when nothing in it would be lost.
    """

    values: Mapping[str, object]
    problem: str = ""
    may_write: bool = True
    keep_as: str = ""

    @property
    def problems(self) -> list[str]:
        """`problem` as a list, empty when there is none."""
        return [self.problem] if self.problem else []


def load(path: Path) -> Loaded:
    """Read the file. A damaged one is renamed, so that nothing overwrites it."""
    try:
        raw = _read(path)
    except FileNotFoundError:
        return Loaded({}, f"{path} is a link to a file that is not there. The defaults are used." * path.is_symlink())
    except OSError as error:
        problem = f"{path} cannot be read ({reason(error)}). The defaults are used, and nothing is saved."
        return Loaded({}, problem, may_write=False)
    try:
        values, repeated = _parse(raw)
    except (ValueError, RecursionError):
        return _set_aside(path, "is far too large" if len(raw) > _MOST_BYTES else "is damaged")
    if not isinstance(values, dict) or _is_too_deep(values):
        return _set_aside(path, "has the wrong content")
    return _checked(path, values, repeated)


def save(path: Path, values: Mapping[str, object]) -> str:
    """Replace the file; readers see the old one or the new one, whole. Returns why it failed, or an empty text.

    A symbolic link stays, and its target is replaced. A file that is marked as read-only stays as it is.
    """
    path = Path(os.path.realpath(path))
    try:
        _check_writable(path)
        # mkstemp makes the file readable by its owner alone.
        handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=".tmp", dir=path.parent)
    except OSError as error:
        return _not_written(path, error)
    temporary = Path(name)
    try:
        # In ASCII: a text from elsewhere may have a lone surrogate, which UTF-8 cannot write.
        with os.fdopen(handle, "w", encoding="ascii") as file:
            json.dump({**values, "version": FORMAT}, file, indent=2)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except (OSError, ValueError, RecursionError) as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        return _not_written(path, error)
    return ""


def update(
    path: Path, values: Mapping[str, object], loses: Callable[[Mapping[str, object]], bool] = lambda _: False
) -> list[str]:
    """Write these keys into the file; the others stay. Returns sentences for the user.

    A file is copied first if it is from a newer version, has a key twice, or if `loses` is true for its values. If the
    copy fails, nothing is written.
    """
    loaded = load(path)
    if not loaded.may_write:
        return [loaded.problem]
    kept = ""
    if keep_as := loaded.keep_as or ("before" if loses(loaded.values) else ""):
        kept, problem = copy_aside(path, keep_as)
        if problem:
            return [f"{path} is not saved: a backup copy could not be made first ({problem})."]
    problem = save(path, {**loaded.values, **values})
    if kept:
        return [problem or f"{path} was saved. Its previous content is kept as {kept}."]
    return [sentence for sentence in (loaded.problem, problem) if sentence]


def _read(path: Path) -> bytes:
    """The file, up to one byte more than is allowed. Raises `OSError`, also for a pipe, which could block forever."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError("it is not a file")
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        return file.read(_MOST_BYTES + 1)


def _parse(raw: bytes) -> tuple[object, set[str]]:
    """The value, and the keys that an object has twice (the last one counts). Raises `ValueError`."""
    if len(raw) > _MOST_BYTES:
        raise ValueError("too large")
    repeated: set[str] = set()

    def pairs(items: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(items)
        if len(found) < len(items):
            times = Counter(key for key, _ in items)
            repeated.update(key for key in found if times[key] > 1)
        return found

    return json.loads(raw, object_pairs_hook=pairs), repeated


def _is_too_deep(values: object) -> bool:
    level = [values]
    for _ in range(_DEEPEST):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ())
        ]
        if not level:
            return False
    return True


def _checked(path: Path, values: dict[str, object], repeated: set[str]) -> Loaded:
    version = values.get("version", FORMAT)
    if type(version) is int and version > FORMAT:
        return Loaded(
            values,
            f"{path} is from a newer version of IB Monitor. What this version understands of it is used; "
            "before anything is saved, a copy of it is kept.",
            keep_as="newer",
        )
    if repeated:
        names = ", ".join(f"“{_readable(key[:40])}”" for key in sorted(repeated)[:3])
        return Loaded(values, f"{path} has {names} more than once; the last one counts.", keep_as="before")
    return Loaded(values)


def _readable(key: str) -> str:
    """A key from a file, safe to show on one line."""
    return "".join(c if c.isprintable() else "?" for c in key)


def _check_writable(path: Path) -> None:
    """Create the directory if necessary. Raises `OSError` when the file is marked as read-only."""
    if not path.parent.is_dir():
        path.parent.parent.mkdir(parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)
    # Replacing a file needs write access to its directory only, so its own mode is checked here.
    with suppress(FileNotFoundError):
        if not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
            raise PermissionError("the file is read-only")


def _set_aside(path: Path, why: str) -> Loaded:
    name, problem = rename_aside(path, "damaged")
    if problem:
        return Loaded(
            {},
            f"{path} {why} and cannot be set aside ({problem}). The defaults are used; nothing is saved.",
            may_write=False,
        )
    return Loaded({}, f"{path} {why}. It was set aside as {name}; the defaults are used.")


def _not_written(path: Path, error: Exception) -> str:
    return f"{path} cannot be written ({reason(error)})."
