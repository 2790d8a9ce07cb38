"""A JSON object in a file that is private to the user and replaced in one step. Never raises: what fails is told."""

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
"""The version of the files' layout, kept in them as `version`; files without it are of the first."""

_MOST_BYTES = 4 * 1024 * 1024
"""The files of this program hold some kilobytes; what is larger is not theirs, and not worth the memory."""
_DEEPEST = 32
"""Levels of nesting; far less than what Python can read, and than what it can write, which is less again."""


@value
class Loaded:
    """What a file holds: nothing when it is not there; `problem` says in sentences what is wrong with it.

    `may_write` is false when writing would destroy something that could not be read. `keep_as` names what the file is
    to be kept as before it is written for the first time; empty when nothing of it would be lost.
    """

    values: Mapping[str, object]
    problem: str = ""
    may_write: bool = True
    keep_as: str = ""


def load(path: Path) -> Loaded:
    """Read the file; one that is damaged is renamed, so that nothing overwrites it."""
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
        return _set_aside(path, "does not hold what it should")
    return _judged(path, values, repeated)


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
        # In ASCII: a text from elsewhere may hold half a character, which UTF-8 cannot write.
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
    """Write these keys into the file; the others stay. Returns, in sentences, what is worth knowing of it.

    What would be lost is kept beside it first: a file of a newer version, one with a key twice, and one of which
    `loses` says so; where that fails nothing is written.
    """
    loaded = load(path)
    if not loaded.may_write:
        return [loaded.problem]
    kept = ""
    if keep_as := loaded.keep_as or ("before" if loses(loaded.values) else ""):
        kept, problem = copy_aside(path, keep_as)
        if problem:
            return [f"{path} is not saved: a copy of what it holds could not be kept first ({problem})."]
    problem = save(path, {**loaded.values, **values})
    if kept:
        return [problem or f"{path} has been saved anew. What it held before is kept as {kept}."]
    return [sentence for sentence in (loaded.problem, problem) if sentence]


def _read(path: Path) -> bytes:
    """All of a file, or a byte more than the most. Raises `OSError`; a pipe would keep us waiting for ever."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError("it is not a file")
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        return file.read(_MOST_BYTES + 1)


def _parse(raw: bytes) -> tuple[object, set[str]]:
    """The value, and the keys that one object in it has twice, of which the last counts. Raises `ValueError`."""
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


def _judged(path: Path, values: dict[str, object], repeated: set[str]) -> Loaded:
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
    """A key from a file as it can be shown on one line."""
    return "".join(c if c.isprintable() else "?" for c in key)


def _check_writable(path: Path) -> None:
    """Make the directory where there is none; raise `OSError` when the file is marked as read-only."""
    if not path.parent.is_dir():
        path.parent.parent.mkdir(parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)
    # Replacing a file asks nobody whether it may be written: only its directory has to be.
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
