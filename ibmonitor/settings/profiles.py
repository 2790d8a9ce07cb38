"""Profiles: named connections, each with a color, in their own file next to the settings.

While a profile is active, its connection is used instead of the settings' own.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from ibmonitor.domain.records.host import bare_host
from ibmonitor.domain.records.value import value
from ibmonitor.settings import json_file
from ibmonitor.settings.table import DEFAULTS, SETTINGS, Settings, problems

PROFILE_SETTINGS = ("host", "port", "client_id", "is_master", "auto_bind", "history_server")
"""The settings for which a profile has its own values."""

COLORS = ("blue", "teal", "green", "amber", "red", "pink", "purple", "grey")
"""Their names. A color is never shown without the profile's name."""

LONGEST_NAME = 40
MOST = 100
_MOST_PROBLEMS = 3
"""At most so many sentences about single profiles."""


@value
class Profile:
    """A name, a color of `COLORS`, and the connection's settings under their keys; the host without brackets."""

    name: str
    color: str = "blue"
    host: str = str(DEFAULTS["host"])
    port: int = int(DEFAULTS["port"])
    client_id: int = int(DEFAULTS["client_id"])
    is_master: bool = False
    auto_bind: bool = False
    history_server: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "host", bare_host(self.host))

    def applied_to(self, settings: Settings) -> Settings:
        """The settings with this profile's connection."""
        return dataclasses.replace(settings, **{key: getattr(self, key) for key in PROFILE_SETTINGS})

    def with_connection_of(self, settings: Settings) -> Profile:
        """This profile with the connection that the settings have now."""
        return dataclasses.replace(self, **{key: getattr(settings, key) for key in PROFILE_SETTINGS})


def name_problem(name: str, others: Sequence[Profile] = ()) -> str:
    """Why a profile cannot have this name, given these others; empty when it can."""
    if not name.strip():
        return "Enter a name."
    if len(name.strip()) > LONGEST_NAME:
        return f"A name has at most {LONGEST_NAME} characters."
    if not name.isprintable():
        return "Use visible characters only."
    return f"There is a profile “{name.strip()}” already." if find_profile(others, name) else ""


def profile_problems(profile: Profile) -> dict[str, str]:
    """A reason for each setting of this profile's connection that is wrong."""
    return {key: why for key, why in problems(profile.applied_to(Settings())).items() if key in PROFILE_SETTINGS}


def find_profile(profiles: Sequence[Profile], name: str) -> Profile | None:
    """The profile with this name, ignoring case; `None` if there is none."""
    wanted = name.strip().casefold()
    return next((profile for profile in profiles if profile.name.casefold() == wanted), None)


def replaced(profiles: Sequence[Profile], profile: Profile) -> tuple[Profile, ...]:
    """These profiles, with the one of the same name replaced by this one."""
    return tuple(profile if each.name == profile.name else each for each in profiles)


def file_name(profile: str) -> str:
    """A file name for this profile: valid on every system, and different for each name."""
    readable = re.sub(r"[^a-z0-9]+", "-", profile.casefold()).strip("-")[:30]
    import hashlib  # noqa: PLC0415 - loads OpenSSL, 4 MB, and most users have no profile

    digest = hashlib.sha256(profile.casefold().encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{readable}-{digest}.json".lstrip("-")


def load_profiles(path: Path) -> tuple[tuple[Profile, ...], list[str]]:
    """Read the profiles in order, with a sentence for each that could not be used. Never raises."""
    loaded = json_file.load(path)
    profiles, problems = _understood(loaded.values)
    messages = loaded.problems
    if len(problems) > _MOST_PROBLEMS:
        problems[_MOST_PROBLEMS:] = [f"There are {len(problems) - _MOST_PROBLEMS} more that cannot be used."]
    return profiles, messages + [f"{path.name}: {problem}" for problem in problems]


def save_profiles(path: Path, profiles: Sequence[Profile]) -> list[str]:
    """Write the profiles; a file with unknown entries is copied first. Returns sentences for the user."""
    values = {"profiles": [dataclasses.asdict(profile) for profile in profiles]}
    return json_file.update(path, values, lambda values: bool(_understood(values)[1]))


def _understood(values: Mapping[str, object]) -> tuple[tuple[Profile, ...], list[str]]:
    """The profiles, and a sentence for each that could not be used."""
    raw = values.get("profiles", [])
    if not isinstance(raw, list):
        return (), ["Its content is not a list of profiles and is ignored."]
    profiles: list[Profile] = []
    problems: list[str] = []
    for number, entry in enumerate(raw[:MOST], start=1):
        profile, why = _profile(entry, profiles)
        if profile is None:
            problems.append(f"Profile {number} cannot be used: {why} It is ignored.")
        elif entry.get("color", profile.color) != profile.color:
            problems.append(f"Profile {number} has an unknown color. It is shown in {profile.color}.")
        if profile is not None:
            profiles.append(profile)
    if len(raw) > MOST:
        problems.append(f"There are more than {MOST} profiles. The rest are ignored.")
    return tuple(profiles), problems


def _profile(entry: object, others: Sequence[Profile]) -> tuple[Profile | None, str]:
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        return None, "it has no name."
    name = entry["name"].strip()
    wrong = name_problem(name, others)
    if wrong:
        return None, wrong
    known: dict[str, object] = {}
    for key in PROFILE_SETTINGS:
        found = entry.get(key, DEFAULTS[key])
        # By the exact type: in Python True is also an int.
        if type(found) is not type(DEFAULTS[key]):
            return None, f"“{SETTINGS[key].label}” has the wrong type."
        known[key] = found
    color = entry.get("color")
    # Anything but a text may not be hashable.
    known_color = color if isinstance(color, str) and color in COLORS else "blue"
    profile = Profile(name, known_color, **known)  # type: ignore[arg-type]  # checked above
    reasons = profile_problems(profile)
    for key, why in reasons.items():
        return None, f"“{SETTINGS[key].label}”: {why}"
    return profile, ""
