"""Keeps the profiles and which of them is in force: what of a change belongs to it, and where its window is kept."""

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
    """Why one cannot start with the profile of this name; empty when one can."""
    profiles, _ = load_profiles(places.profiles_file)
    if find_profile(profiles, name) is not None:
        return ""
    if not profiles:
        return f"there is no profile {name!r}, nor any other; make one in the window: Connection, Profiles"
    return f"there is no profile {name!r}; there are: {', '.join(profile.name for profile in profiles)}"


class ProfileKeeper:
    """`problems` are sentences about the file, for the user."""

    def __init__(self, places: Places, name: str | None) -> None:
        """`name` is of the one to start with; one that is not there is as none."""
        self._places = places
        self.profiles, self.problems = load_profiles(places.profiles_file)
        self.current = find_profile(self.profiles, name) if name else None

    @property
    def window_file(self) -> Path:
        """Where the window is kept: each profile has a file of its own, so that two do not overwrite each other."""
        if self.current is None:
            return self._places.window_file
        return self._places.profile_windows / file_name(self.current.name)

    def applied(self, settings: Settings) -> Settings:
        """The settings as they are with the profile in force."""
        return settings if self.current is None else self.current.applied_to(settings)

    def choose(self, name: str) -> None:
        """Let this one be in force; an empty name is none."""
        self.current = find_profile(self.profiles, name) if name else None

    def keep(self, settings: Settings, changed: AbstractSet[str]) -> tuple[AbstractSet[str], list[str]]:
        """Keep in the profile in force what of the changed settings is its own.

        Returns the keys that are for the settings to keep, and what went wrong.
        """
        own = changed & set(PROFILE_SETTINGS)
        if self.current is None or not own:
            return changed, []
        if "client_id" in own:
            # Only client 0 can bind.
            own |= {"auto_bind"}
        # The others may hold for this start only.
        self.current = dataclasses.replace(self.current, **{key: getattr(settings, key) for key in own})
        self.profiles = replaced(self.profiles, self.current)
        return changed - own, save_profiles(self._places.profiles_file, self.profiles)

    def accept(self, profiles: Sequence[Profile]) -> list[str]:
        """Take over the profiles as the user wants them; returns what went wrong.

        The one in force stays so by its name; where that has gone, none is in force.
        """
        self.profiles = tuple(profiles)
        if self.current is not None:
            self.current = find_profile(self.profiles, self.current.name)
        return save_profiles(self._places.profiles_file, self.profiles)
