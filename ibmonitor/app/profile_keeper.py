"""Holds the profiles and the current one, its own settings, and the file of its window."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from ibmonitor.settings.places import Places
from ibmonitor.settings.profiles import (
    PROFILE_SETTINGS,
    Profile,
    file_name,
    find_profile,
    load_profiles,
    replaced,
    save_profiles,
)
from ibmonitor.settings.table import Settings


def profile_problem(places: Places, name: str) -> str:
    """Why the program cannot start with this profile; empty if it can."""
    profiles, _ = load_profiles(places.profiles_file)
    if find_profile(profiles, name) is not None:
        return ""
    if not profiles:
        return f"there is no profile {name!r}, nor any other; make one in the window: Connection, Profiles"
    return f"there is no profile {name!r}; there are: {', '.join(profile.name for profile in profiles)}"


class ProfileKeeper:
    """`problems` are sentences for the user about the file of profiles."""

    def __init__(self, places: Places, name: str | None) -> None:
        """`name` is the profile to start with; an unknown one is ignored."""
        self._places = places
        self.profiles, self.problems = load_profiles(places.profiles_file)
        self.current = find_profile(self.profiles, name) if name else None

    @property
    def window_file(self) -> Path:
        """The file of the window's state. Each profile has its own, so that two windows do not overwrite each other."""
        if self.current is None:
            return self._places.window_file
        return self._places.profile_windows / file_name(self.current.name)

    def applied(self, settings: Settings) -> Settings:
        """The settings with those of the current profile applied."""
        return settings if self.current is None else self.current.applied_to(settings)

    def choose(self, name: str) -> None:
        """Make this profile the current one; an empty name means none."""
        self.current = find_profile(self.profiles, name) if name else None

    def keep(self, settings: Settings, changed: AbstractSet[str]) -> tuple[AbstractSet[str], list[str]]:
        """Save the changed settings that belong to the current profile in it.

        Returns the other keys, which belong in the settings file, and what went wrong.
        """
        own = changed & set(PROFILE_SETTINGS)
        if self.current is None or not own:
            return changed, []
        if "client_id" in own:
            # Only client 0 can bind.
            own |= {"auto_bind"}
        # Only these: the others may be for this run only.
        self.current = dataclasses.replace(self.current, **{key: getattr(settings, key) for key in own})
        self.profiles = replaced(self.profiles, self.current)
        return changed - own, save_profiles(self._places.profiles_file, self.profiles)

    def accept(self, profiles: Sequence[Profile]) -> list[str]:
        """Replace the profiles with the user's; returns what went wrong.

        The current one is found again by its name; if that is gone, there is no current profile.
        """
        self.profiles = tuple(profiles)
        if self.current is not None:
            self.current = find_profile(self.profiles, self.current.name)
        return save_profiles(self._places.profiles_file, self.profiles)
