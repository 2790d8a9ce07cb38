"""Profiles on disk: each is checked; a wrong one is ignored and reported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.settings.profiles import (
    LONGEST_NAME,
    Profile,
    file_name,
    find_profile,
    load_profiles,
    name_problem,
    profile_problems,
    replaced,
    save_profiles,
)
from ibmonitor.settings.table import Settings

LIVE = Profile("Live", "red", "10.0.0.7", 7496, 5, is_master=True)
PAPER = Profile("Paper", "blue", port=7497, client_id=0, auto_bind=True)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "profiles.json"
    assert load_profiles(path) == ((), [])
    assert save_profiles(path, (LIVE, PAPER)) == []
    assert load_profiles(path) == ((LIVE, PAPER), [])
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        (7, "it has no name"),
        ({"port": 7496}, "it has no name"),
        ({"name": "  "}, "Enter a name"),
        ({"name": "x" * (LONGEST_NAME + 1)}, "at most 40 characters"),
        ({"name": "live"}, "There is a profile “live” already"),
        ({"name": "New", "port": "7496"}, "“Port” has the wrong type"),
        ({"name": "New", "port": True}, "“Port” has the wrong type"),
        ({"name": "New", "port": 70_000}, "“Port”: Must be between 1 and 65535"),
        ({"name": "New", "host": "a host"}, "“Host”: A host contains no spaces"),
        ({"name": "New", "client_id": 3, "auto_bind": True}, "Only client 0 can bind orders"),
    ],
)
def test_a_profile_that_cannot_be_used_is_ignored_and_reported(tmp_path: Path, entry: object, why: str) -> None:
    path = tmp_path / "profiles.json"
    path.write_text(json.dumps({"profiles": [{"name": "Live", "port": 7496}, entry]}))
    profiles, (problem,) = load_profiles(path)
    assert [profile.name for profile in profiles] == ["Live"]
    assert problem.startswith("profiles.json: Profile 2 cannot be used")
    assert why in problem
    save_profiles(path, profiles)
    assert len(list(tmp_path.iterdir())) == 2, "what could not be used is kept in a copy"


@pytest.mark.parametrize(
    "text", ["{", '{"profiles": 5}', "[]", '{"profiles": [[[[]]]]}', '{"profiles": [{"name": "A", "color": 5}]}']
)
def test_damaged_files_never_raise(tmp_path: Path, text: str) -> None:
    path = tmp_path / "profiles.json"
    path.write_text(text)
    profiles, problems = load_profiles(path)
    assert problems or profiles == (Profile("A"),)


def test_names_are_found_ignoring_case() -> None:
    assert find_profile((LIVE, PAPER), " live ") is LIVE
    assert find_profile((LIVE, PAPER), "Other") is None
    assert name_problem("LIVE", (LIVE,))
    assert not name_problem("Live", (PAPER,))
    assert name_problem("a\nb")


def test_a_profile_replaces_the_connection_of_the_settings() -> None:
    settings = Settings(port=4001, zone="UTC", hide_accounts=True)
    used = LIVE.applied_to(settings)
    assert (used.host, used.port, used.client_id, used.is_master) == ("10.0.0.7", 7496, 5, True)
    assert (used.zone, used.hide_accounts) == ("UTC", True)
    assert LIVE.with_connection_of(used) == LIVE
    assert replaced((LIVE, PAPER), Profile("Paper", port=4002)) == (LIVE, Profile("Paper", port=4002))
    assert profile_problems(LIVE) == {}


@given(st.text(min_size=1, max_size=LONGEST_NAME), st.text(min_size=1, max_size=LONGEST_NAME))
def test_file_names_are_plain_and_differ_as_names_do(one: str, other: str) -> None:
    assert file_name(one).isascii()
    assert not set(file_name(one)) & set('/\\:*?"<>| ')
    assert file_name(one).removesuffix(".json").upper() not in {"CON", "NUL", "AUX", "PRN"}
    assert (file_name(one) == file_name(other)) == (one.casefold() == other.casefold())
