"""What a changed setting, another profile and another port mean for the window and the connection."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from ibmonitor.domain.records.link import LinkState
from ibmonitor.models.text.shown_zone import ShownZone, ZoneChoice
from ibmonitor.settings.places import find_places
from ibmonitor.settings.profiles import Profile, save_profiles
from ibmonitor.settings.store import load_settings
from ibmonitor.windows.theme.theme import THEME
from ibmonitor.windows.theme.tokens import measures, tokens
from tests.app.unconnected import Unconnected, run

pytestmark = pytest.mark.usefixtures("style_sheet")

PORT = 7497


def accept(made: Unconnected, **changed: Any) -> None:
    made.program.window.settings_accepted.emit(dataclasses.replace(made.program.settings, **changed))


@pytest.mark.parametrize(
    ("changed", "calls"),
    [
        ({"refresh_seconds": 77}, [("set_refresh_seconds", 77)]),
        ({"is_master": True}, [("set_master_setting", True)]),
        ({"auto_bind": True}, [("set_auto_bind", True)]),
        ({"client_id": 9}, [("connect", "127.0.0.1", PORT, 9)]),
        ({"completed_orders_api_only": True}, [("connect", "127.0.0.1", PORT, 0)]),
        ({"port": 4001}, ["disconnect", ("connect", "127.0.0.1", 4001, 0)]),
        ({"zone": "Europe/Berlin"}, []),
    ],
)
def test_a_change_while_connected(
    qapp: QApplication, tmp_path: Path, changed: dict[str, Any], calls: list[Any]
) -> None:
    def steps(made: Unconnected) -> None:
        accept(made, client_id=0)
        made.is_busy = True
        accept(made, **changed)
        assert made.calls == calls
        saved = load_settings(find_places(tmp_path).settings_file)[0]
        assert {key: getattr(saved, key) for key in changed} == changed

    run(qapp, tmp_path, steps)


def test_a_change_while_disconnected_connects_nothing(qapp: QApplication, tmp_path: Path) -> None:
    def steps(made: Unconnected) -> None:
        made.receive_order()
        accept(made, client_id=9, refresh_seconds=77, is_master=True)
        assert made.calls == []
        assert len(made.program.blotter.orders) == 1
        accept(made, port=4001)
        assert made.calls == ["disconnect"]
        assert made.program.blotter.orders == [], "another TWS has other orders"

    run(qapp, tmp_path, steps)


def test_the_look_is_shown_at_once_kept_and_shown_again_at_the_next_start(qapp: QApplication, tmp_path: Path) -> None:
    dark = tokens(is_dark=True, accent="teal")

    def choose(made: Unconnected) -> None:
        for key, value in (("theme", "dark"), ("density", "compact"), ("accent", "teal")):
            made.program.window.appearance.chosen.emit(key, value)
        assert made.program.window.palette().base().color() == dark.surface
        assert (THEME.tokens, THEME.measures) == (dark, measures("compact"))

    def is_as_chosen(_made: Unconnected) -> None:
        assert (THEME.tokens, THEME.measures) == (dark, measures("compact"))

    try:
        run(qapp, tmp_path, choose)
        THEME.use("system")
        run(qapp, tmp_path, is_as_chosen)
    finally:
        THEME.use("system")


def test_the_client_id_that_was_offered_is_saved_and_does_not_bind(qapp: QApplication, tmp_path: Path) -> None:
    def steps(made: Unconnected) -> None:
        accept(made, client_id=0, auto_bind=True)
        made.program.window.other_client_id_requested.emit(1)
        assert made.calls == [("connect", "127.0.0.1", PORT, 1)]
        saved = load_settings(find_places(tmp_path).settings_file)[0]
        assert (saved.client_id, saved.auto_bind) == (1, False)

    run(qapp, tmp_path, steps)


def test_after_the_first_connection_connecting_at_start_is_offered_once_and_kept(
    qapp: QApplication, tmp_path: Path
) -> None:
    def steps(made: Unconnected) -> None:
        program, link = made.program, made.program.blotter.link
        offer = program.window.body.start_offer
        program.connection_flow.first_start.connect_requested.emit(program.settings)
        program.feed.link_changed.emit()
        assert offer.isHidden(), "it has not succeeded"
        link.state = LinkState.UP
        program.feed.link_changed.emit()
        assert not offer.isHidden()
        offer.accept_button.click()
        assert offer.isHidden()
        assert program.settings.connect_at_start
        assert program.window.settings.connect_at_start
        settings, _ = load_settings(program.places.settings_file)
        assert settings.connect_at_start
        program.feed.link_changed.emit()
        assert offer.isHidden()

    run(qapp, tmp_path, steps)


def test_a_later_connection_offers_nothing(qapp: QApplication, tmp_path: Path) -> None:
    def steps(made: Unconnected) -> None:
        made.program.window.connect_requested.emit()
        made.program.blotter.link.state = LinkState.UP
        made.program.feed.link_changed.emit()
        assert made.program.window.body.start_offer.isHidden()

    run(qapp, tmp_path, steps)


def test_a_first_start_that_is_skipped_is_the_last_one(qapp: QApplication, tmp_path: Path) -> None:
    def steps(made: Unconnected) -> None:
        made.program.connection_flow.first_start.skipped.emit()
        assert find_places(tmp_path).settings_file.exists()
        assert made.calls == []

    run(qapp, tmp_path, steps)


def test_another_profile_is_another_tws(qapp: QApplication, tmp_path: Path) -> None:
    save_profiles(find_places(tmp_path).profiles_file, (Profile("Live", port=7496, client_id=5),))

    def steps(made: Unconnected) -> None:
        made.receive_order()
        made.program.window.profiles.chosen.emit("Live")
        assert made.calls == ["disconnect", ("connect", "127.0.0.1", 7496, 5)]
        assert made.program.blotter.orders == []
        assert find_places(tmp_path).window_file.exists(), "the window of before is saved"
        made.program.window.profiles.accepted.emit(())
        assert made.calls[2:] == ["disconnect", ("connect", "127.0.0.1", PORT, made.program.settings.client_id)]

    run(qapp, tmp_path, steps)


def test_a_port_that_tws_has_moved_to_is_used_and_saved_only_by_the_user(qapp: QApplication, tmp_path: Path) -> None:
    def steps(made: Unconnected) -> None:
        program = made.program
        program.settings_flow.on_tws_moved(7499)
        assert program.settings.port == 7499
        assert load_settings(find_places(tmp_path).settings_file)[0].port == PORT
        assert "7499" in program.window.moved_port.text()
        program.window.moved_port.keep_requested.emit()
        assert load_settings(find_places(tmp_path).settings_file)[0].port == 7499

    run(qapp, tmp_path, steps)


def test_the_zone_of_the_times_is_chosen_at_the_bottom_and_saved(
    qapp: QApplication, tmp_path: Path, shown_zone: ShownZone
) -> None:
    def steps(made: Unconnected) -> None:
        button = made.program.window.zone_button
        entry = next(entry for entry in button.choices.actions() if entry.text().replace("&", "") == "US/Eastern")
        entry.trigger()
        assert shown_zone.choice is ZoneChoice.EASTERN
        assert button.accessibleName() == "Times: US/Eastern"
        assert load_settings(find_places(tmp_path).settings_file)[0].shown_zone == "US/Eastern"
        accept(made, shown_zone="sent")
        assert button.accessibleName() == "Times: as TWS sent"

    def steps_of_the_next_start(made: Unconnected) -> None:
        assert shown_zone.choice is ZoneChoice.SENT
        assert made.program.window.zone_button.accessibleName() == "Times: as TWS sent"

    run(qapp, tmp_path, steps)
    shown_zone.choose(ZoneChoice.LOCAL)
    run(qapp, tmp_path, steps_of_the_next_start)
