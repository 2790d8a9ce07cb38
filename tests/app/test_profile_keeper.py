"""Which profile is in force, what it keeps of a change, and starting with one."""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import json
from pathlib import Path

import pytest
import qasync
from PySide6.QtWidgets import QApplication

from ibmonitor.app.connector import Connector
from ibmonitor.app.profile_keeper import ProfileKeeper, profile_problem
from ibmonitor.app.program import Program
from ibmonitor.cli.main import main
from ibmonitor.settings.places import find_places
from ibmonitor.settings.profiles import Profile, load_profiles, save_profiles
from ibmonitor.settings.store import load_settings
from ibmonitor.settings.table import Settings
from tests.support.waiting import until

LIVE = Profile("Live", "red", port=7496, client_id=5)
PAPER = Profile("Paper", port=7497, client_id=6)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    save_profiles(find_places(tmp_path).profiles_file, (LIVE, PAPER))
    return tmp_path


def test_a_change_of_the_connection_is_kept_in_the_profile_and_others_are_not(place: Path) -> None:
    places = find_places(place)
    keeper = ProfileKeeper(places, "live")
    settings = dataclasses.replace(keeper.applied(Settings()), port=4001, zone="UTC")
    for_settings, problems = keeper.keep(settings, {"port", "zone"})
    assert (for_settings, problems) == ({"zone"}, [])
    assert load_profiles(places.profiles_file) == ((dataclasses.replace(LIVE, port=4001), PAPER), [])
    keeper.choose("")
    assert keeper.keep(settings, {"port"}) == ({"port"}, [])


def test_what_holds_for_this_start_only_is_not_kept_beside_a_change(place: Path) -> None:
    places = find_places(place)
    keeper = ProfileKeeper(places, "Live")
    settings = dataclasses.replace(keeper.applied(Settings()), host="10.0.0.9", port=4001, client_id=77)
    keeper.keep(settings, {"port"})
    assert load_profiles(places.profiles_file) == ((dataclasses.replace(LIVE, port=4001), PAPER), [])


def test_another_client_id_no_longer_binds(tmp_path: Path) -> None:
    places = find_places(tmp_path)
    save_profiles(places.profiles_file, (Profile("Binds", client_id=0, auto_bind=True),))
    keeper = ProfileKeeper(places, "Binds")
    for_this_start = dataclasses.replace(keeper.applied(Settings()), client_id=5, auto_bind=False)
    keeper.keep(dataclasses.replace(for_this_start, client_id=7), {"client_id"})
    assert load_profiles(places.profiles_file) == ((Profile("Binds", client_id=7),), [])


def test_each_profile_has_a_window_of_its_own(place: Path) -> None:
    keeper = ProfileKeeper(find_places(place), None)
    files = [keeper.window_file]
    for name in ("Live", "Paper"):
        keeper.choose(name)
        files.append(keeper.window_file)
    assert len(set(files)) == 3


def test_the_one_in_force_goes_with_its_name(place: Path) -> None:
    keeper = ProfileKeeper(find_places(place), "Live")
    keeper.accept((dataclasses.replace(LIVE, port=4001), PAPER))
    assert keeper.current is not None
    assert keeper.current.port == 4001
    keeper.accept((PAPER,))
    assert keeper.current is None


def test_an_unknown_profile_is_refused_with_the_names_there_are(
    place: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    assert profile_problem(find_places(place), "LIVE") == ""
    assert main(["--config-dir", str(place), "--profile", "Lvie"]) == 2
    assert "there are: Live, Paper" in capsys.readouterr().err
    assert "nor any other" in profile_problem(find_places(tmp_path_factory.mktemp("none")), "x")


def test_the_window_with_a_profile_and_with_another(
    qapp: QApplication, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected: list[tuple[int, int]] = []
    monkeypatch.setattr(
        Connector, "connect", lambda _self, settings: connected.append((settings.port, settings.client_id))
    )

    async def run() -> None:
        program = Program(argparse.Namespace(demo=False, config_dir=place, profile="live", client_id=8))
        window = program.window
        program.start()
        await until(lambda: bool(connected))
        assert connected == [(7496, 8)]
        assert window.windowTitle().startswith("Live — ")
        window.profiles.chosen.emit("Paper")
        assert connected[1:] == [(7497, 6)]
        assert window.windowTitle().startswith("Paper — ")
        window.settings_accepted.emit(dataclasses.replace(program.settings, port=4002, zone="UTC"))
        window.profiles.chosen.emit("")
        assert len(connected) == 2, "without a profile the user connects himself"
        assert program.settings.port == Settings().port
        window.close()
        await program.closed
        await program.finish()
        window.deleteLater()
        await asyncio.sleep(0)

    with qasync.QEventLoop(qapp) as loop:
        loop.run_until_complete(run())
    places = find_places(place)
    assert load_profiles(places.profiles_file)[0] == (LIVE, dataclasses.replace(PAPER, port=4002))
    stored, _ = load_settings(places.settings_file)
    assert (stored.port, stored.zone) == (Settings().port, "UTC")
    assert len(list(places.profile_windows.iterdir())) == 2
    assert "tab" in json.loads(places.window_file.read_text())
