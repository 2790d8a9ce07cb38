"""The settings on disk. What is read is checked; a value that cannot be used gets its default, and a sentence."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from pathlib import Path

from ibmonitor.settings import json_file
from ibmonitor.settings.checks import SettingValue
from ibmonitor.settings.table import DEFAULTS, SETTINGS, Settings, problems

_LONGEST_TEXT = 255
"""Characters; no host name or time zone is longer."""


def load_settings(path: Path) -> tuple[Settings, list[str]]:
    """Read the settings, with a sentence for each value that could not be used. Never raises."""
    loaded = json_file.load(path)
    settings, refused = _understood(loaded.values)
    messages = loaded.problems
    return settings, messages + [_fell_back(path, key, why) for key, why in refused.items()]


def save_settings(path: Path, settings: Settings, keys: Collection[str] = DEFAULTS.keys()) -> list[str]:
    """Write the settings with these keys; all others in the file stay. Returns sentences for the user.

    Others may belong to a newer version, or may have been saved by another window. A file with values that could not be
    used is copied first: the user may have mistyped them.
    """
    chosen = {key: value for key, value in dataclasses.asdict(settings).items() if key in keys}
    return json_file.update(path, chosen, lambda values: bool(_understood(values)[1]))


def _understood(values: Mapping[str, object]) -> tuple[Settings, dict[str, str]]:
    """The settings, and for each key that got its default the reason."""
    known: dict[str, SettingValue] = {}
    refused: dict[str, str] = {}
    for key, default in DEFAULTS.items():
        value = values.get(key, default)
        # By the exact type: in Python True is also an int.
        if not isinstance(value, (str, int)) or type(value) is not type(default):
            refused[key] = "It has the wrong type."
        elif isinstance(value, str) and len(value) > _LONGEST_TEXT:
            refused[key] = "It is too long."
        else:
            known[key] = value
    settings = dataclasses.replace(Settings(), **known)  # type: ignore[arg-type]  # checked just above
    for key, why in problems(settings).items():
        settings = dataclasses.replace(settings, **{key: DEFAULTS[key]})  # type: ignore[arg-type]  # its own default
        refused[key] = why
    return settings, refused


def _fell_back(path: Path, key: str, reason: str) -> str:
    return (
        f"{path.name}: “{SETTINGS[key].label}” ({key}) cannot be used. {reason} Using its default, {DEFAULTS[key]!r}."
    )
