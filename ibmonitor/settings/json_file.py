"""A JSON object in a file that is private to the user and replaced in one step. Never raises: what fails is told."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ibmonitor.domain.value import value


@value
class Loaded:
    """What a file holds: nothing when it is not there; `problem` says in a sentence why it could not be used.

    `may_write` is false when writing would destroy something that could not be read.
    """

    values: Mapping[str, object]
    problem: str = ""
    may_write: bool = True


def load(path: Path) -> Loaded:
    """Read the file; one that is damaged is renamed, so that nothing overwrites it."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return Loaded({})
    except OSError as error:
        return Loaded({}, f"{path} cannot be read ({_reason(error)}). The defaults are used.", may_write=False)
    try:
        values = json.loads(raw)
    except (ValueError, RecursionError):
        return _set_aside(path, "is damaged")
    if not isinstance(values, dict):
        return _set_aside(path, "does not hold what it should")
    return Loaded(values)


def save(path: Path, values: Mapping[str, object]) -> str:
    """Replace the file; readers see the old one or the new one, whole. Returns why it failed, or an empty text."""
    try:
        if not path.parent.is_dir():
            path.parent.parent.mkdir(parents=True, exist_ok=True)
            path.parent.mkdir(mode=0o700, exist_ok=True)
        # mkstemp makes the file readable by its owner alone.
        handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=".tmp", dir=path.parent)
    except OSError as error:
        return f"{path} cannot be written ({_reason(error)})."
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(dict(values), file, indent=2, ensure_ascii=False)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except (OSError, ValueError) as error:
        temporary.unlink(missing_ok=True)
        return f"{path} cannot be written ({_reason(error)})."
    return ""


def _set_aside(path: Path, why: str) -> Loaded:
    number = 1
    while (aside := path.with_name(f"{path.stem}.damaged-{number}{path.suffix}")).exists():
        number += 1
    try:
        path.rename(aside)
    except OSError as error:
        return Loaded(
            {},
            f"{path} {why} and cannot be set aside ({_reason(error)}). The defaults are used; nothing is saved.",
            may_write=False,
        )
    return Loaded({}, f"{path} {why}. It was set aside as {aside.name}; the defaults are used.")


def _reason(error: Exception) -> str:
    text = error.strerror if isinstance(error, OSError) else ""
    return (text or str(error) or type(error).__name__).lower()
