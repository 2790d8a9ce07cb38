"""Which settings hold, and which of them are saved."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path
from typing import Any

import pytest

from ibmonitor.app.problem_reports import ProblemReports
from ibmonitor.app.profile_keeper import ProfileKeeper
from ibmonitor.app.settings_in_force import SettingsInForce
from ibmonitor.domain.records.events import Event
from ibmonitor.settings.places import find_places
from ibmonitor.settings.profiles import Profile, save_profiles
from ibmonitor.settings.store import load_settings
from ibmonitor.settings.table import Settings

LIVE = Profile("Live", port=7496, client_id=5)


class Kept:
    """The settings of a program that keeps its files in `place`."""

    def __init__(self, place: Path, profile: str | None = None, **options: Any) -> None:
        self.places = find_places(place)
        save_profiles(self.places.profiles_file, (LIVE,))
        self.profiles = ProfileKeeper(self.places, profile)
        self.settings = SettingsInForce(self.places, self.profiles, argparse.Namespace(**options))
        self.announced: list[Event] = []
        self.problems = ProblemReports(self.announced.append, lambda _: None)

    def change(self, **changed: Any) -> None:
        self.settings.current = dataclasses.replace(self.settings.current, **changed)
        self.settings.keep(set(changed), self.problems)
        assert self.announced == []

    @property
    def saved(self) -> Any:
        return load_settings(self.places.settings_file)[0]


def test_the_command_line_wins_and_is_not_saved(tmp_path: Path) -> None:
    kept = Kept(tmp_path, port=4711, client_id=17)
    assert (kept.settings.current.port, kept.settings.current.client_id) == (4711, 17)
    assert not kept.settings.port_is_stored
    kept.change(refresh_seconds=77)
    assert kept.saved == dataclasses.replace(Settings(), refresh_seconds=77)


def test_back_to_what_is_saved(tmp_path: Path) -> None:
    kept = Kept(tmp_path, port=4711)
    kept.settings.use_for_this_start({"port": 4002})
    assert kept.settings.current.port == 4002
    kept.settings.use_stored()
    assert kept.settings.current.port == kept.settings.stored_port == 7497
    assert kept.settings.port_is_stored


def test_a_profile_keeps_what_belongs_to_it(tmp_path: Path) -> None:
    kept = Kept(tmp_path, "Live")
    assert kept.settings.current.port == 7496
    kept.change(port=4001, refresh_seconds=77)
    assert kept.settings.stored_port == 4001
    assert (kept.saved.port, kept.saved.refresh_seconds) == (7497, 77)


@pytest.mark.parametrize(("client_id", "binds"), [(0, True), (3, False)])
def test_only_client_0_binds(tmp_path: Path, client_id: int, *, binds: bool) -> None:
    kept = Kept(tmp_path)
    kept.change(client_id=0, auto_bind=True)
    assert kept.saved.auto_bind
    kept.change(client_id=client_id)
    assert kept.saved.auto_bind is binds


def test_another_client_id_of_the_command_line_does_not_bind(tmp_path: Path) -> None:
    Kept(tmp_path).change(client_id=0, auto_bind=True)
    assert not Kept(tmp_path, client_id=4).settings.current.auto_bind
    assert Kept(tmp_path, client_id=0).settings.current.auto_bind
