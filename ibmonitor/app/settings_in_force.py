"""`SettingsInForce`: the current settings, and which of them are saved."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Set as AbstractSet
from typing import Any

from ibmonitor.app.problem_reports import ProblemReports
from ibmonitor.app.profile_keeper import ProfileKeeper
from ibmonitor.domain.records.visibility import MANUAL_ORDERS_CLIENT
from ibmonitor.settings.places import Places
from ibmonitor.settings.store import load_settings, save_settings


class SettingsInForce:
    """`current` are the saved settings, with those of the current profile and of this run applied on top."""

    def __init__(self, places: Places, profiles: ProfileKeeper, options: argparse.Namespace) -> None:
        """`options` are the command line's; they override saved settings."""
        self._places = places
        self.profiles = profiles
        self._stored, self.problems = load_settings(places.settings_file)
        self.current = self._stored
        self.use_for_this_start(given_settings(options))
        self.port_is_stored = not hasattr(options, "port")
        """Whether the current port is the saved one, or one that TWS has moved to from there."""

    @property
    def stored_port(self) -> int:
        return self.profiles.applied(self._stored).port

    def use_stored(self) -> None:
        """Go back to the saved settings and those of the current profile."""
        self.use_for_this_start({})
        self.port_is_stored = True

    def use_for_this_start(self, given: dict[str, Any]) -> None:
        """Use these settings in place of the saved ones, until the program ends."""
        self.current = dataclasses.replace(self.profiles.applied(self._stored), **given)

    def keep(self, changed: AbstractSet[str], problems: ProblemReports) -> None:
        """Save only the settings that the user has changed: the others may be for this run only."""
        for_settings, found = self.profiles.keep(self.current, changed)
        if for_settings != changed:
            problems.report("profiles", found)
        self._stored = dataclasses.replace(self._stored, **{key: getattr(self.current, key) for key in for_settings})
        if self._stored.client_id != MANUAL_ORDERS_CLIENT:
            self._stored = dataclasses.replace(self._stored, auto_bind=False)
        # Another window may have saved other settings since.
        found = save_settings(self._places.settings_file, self._stored, for_settings | {"auto_bind"})
        problems.report("settings", found)


def given_settings(options: argparse.Namespace) -> dict[str, Any]:
    """The settings given on the command line."""
    given = {key: getattr(options, key) for key in ("host", "port", "client_id") if hasattr(options, key)}
    if given.get("client_id", MANUAL_ORDERS_CLIENT) != MANUAL_ORDERS_CLIENT:
        # Only client 0 can bind.
        given["auto_bind"] = False
    return given
