"""The settings and the window's state on disk: what is read is checked, what is wrong falls back and is told."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from ibmonitor.settings import json_file
from ibmonitor.settings.checks import SettingValue
from ibmonitor.settings.table import DEFAULTS, SETTINGS, Settings, problems
from ibmonitor.settings.window_state import WindowState


def load_settings(path: Path) -> tuple[Settings, list[str]]:
    """Read the settings of a file, with a plain sentence for all about it that could not be used. Never raises."""
    loaded = json_file.load(path)
    messages = [loaded.problem] if loaded.problem else []
    known: dict[str, SettingValue] = {}
    for key, default in DEFAULTS.items():
        value = loaded.values.get(key, default)
        # By the exact type: to Python True is a whole number too.
        if isinstance(value, (str, int)) and type(value) is type(default):
            known[key] = value
        else:
            messages.append(_fell_back(path, key, "It is of the wrong kind."))
    settings = dataclasses.replace(Settings(), **known)  # type: ignore[arg-type]  # checked just above
    for key, reason in problems(settings).items():
        settings = dataclasses.replace(settings, **{key: DEFAULTS[key]})  # type: ignore[arg-type]  # its own default
        messages.append(_fell_back(path, key, reason))
    return settings, messages


def save_settings(path: Path, settings: Settings) -> list[str]:
    """Write the settings; keys of a newer version of this program stay in the file. Returns what went wrong."""
    loaded = json_file.load(path)
    messages = [loaded.problem] if loaded.problem else []
    if loaded.may_write:
        problem = json_file.save(path, {**loaded.values, **dataclasses.asdict(settings)})
        messages += [problem] if problem else []
    return messages


def load_window_state(path: Path) -> tuple[WindowState, list[str]]:
    """Read how the window was left; whatever of it cannot be used is left out. Never raises."""
    loaded = json_file.load(path)
    return WindowState.from_json(loaded.values), [loaded.problem] if loaded.problem else []


def save_window_state(path: Path, state: WindowState) -> list[str]:
    """Write how the window is left. Returns what went wrong."""
    loaded = json_file.load(path)
    messages = [loaded.problem] if loaded.problem else []
    if loaded.may_write:
        problem = json_file.save(path, {**loaded.values, **state.to_json()})
        messages += [problem] if problem else []
    return messages


def _fell_back(path: Path, key: str, reason: str) -> str:
    return f"{path.name}: “{SETTINGS[key].label}” ({key}) cannot be used. {reason} Its default, {DEFAULTS[key]!r}, is."
