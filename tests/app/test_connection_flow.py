"""When the program connects and forgets, and what it does for the demo and for other windows."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ibmonitor.app.demo import DEMO_CLIENT_ID
from ibmonitor.app.program import Program
from ibmonitor.cli.arguments import parser
from ibmonitor.domain.records.events import LinkChanged, ManagedAccounts
from ibmonitor.domain.records.link import LinkState
from tests.app.unconnected import Unconnected, run
from tests.support.label_texts import shown_text


def without_history(program: Program) -> list[Path | None]:
    """Keep nothing, and open nothing, which takes a while; return where the program wants to."""
    places: list[Path | None] = []

    def start(place: Path | None, _tail: Path, **_: object) -> None:
        places.append(place)

    vars(program.history)["start"] = start
    return places


def test_connecting_claims_the_client_id_and_warns_where_it_is_in_use(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def steps(made: Unconnected) -> None:
        program = made.program
        claimed: list[object] = []

        def claim(*use: object, says_master: bool) -> str:
            claimed.append((*use, says_master))
            return "In use."

        monkeypatch.setattr(program.client_id_registry, "claim", claim)
        program.window.connect_requested.emit()
        assert claimed == [("127.0.0.1", 4711, 5, False)]
        assert made.calls == [("connect", "127.0.0.1", 4711, 5)]
        assert made.problems() == ["In use."]

    run(qapp, tmp_path, steps, port=4711, client_id=5)


def test_the_client_id_is_released_once_the_link_is_down_for_good(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def steps(made: Unconnected) -> None:
        released: list[bool] = []
        monkeypatch.setattr(made.program.client_id_registry, "release", lambda: released.append(True))
        feed, link = made.program.feed, made.program.blotter.link
        made.is_busy, link.state = True, LinkState.DOWN
        feed.link_changed.emit()
        assert not released, "the next connection is being made"
        made.is_busy = False
        feed.link_changed.emit()
        assert released

    run(qapp, tmp_path, steps)


def test_whoever_connects_all_parts_of_the_window_are_there_for_what_comes(qapp: QApplication, tmp_path: Path) -> None:
    def steps(made: Unconnected) -> None:
        program = made.program
        made_before = program.window.tabs.made_pages
        program.connection.announce(LinkChanged(LinkState.CONNECTING, "127.0.0.1", 4711, 5))
        program.feed.flush()
        assert len(made_before) < len(program.window.tabs.made_pages) == len(program.window.pages)

    run(qapp, tmp_path, steps)


def test_the_demo_holds_for_this_start_and_its_end_forgets_it(qapp: QApplication, tmp_path: Path) -> None:
    def steps(made: Unconnected) -> None:
        program = made.program
        kept = without_history(program)
        saved = program.settings
        first_start = program.connection_flow.first_start
        first_start.demo_listening.emit(4002)
        assert made.calls == [("connect", "127.0.0.1", 4002, DEMO_CLIENT_ID)]
        assert [str(place).rpartition("demo.")[2] for place in kept] == ["sqlite"]
        assert (program.settings.is_master, program.settings.auto_bind) == (True, False)
        made.receive_order()
        first_start.demo_ended.emit()
        assert made.calls[1:] == ["disconnect"]
        assert kept[1:] == [None]
        assert program.settings == saved
        assert (program.blotter.orders, program.tables.orders.total_count) == ([], 0)
        assert program.blotter.link.port == saved.port
        assert not program.places.settings_file.exists()

    run(qapp, tmp_path, steps)


def test_a_demo_that_fails_is_reported_until_one_listens(qapp: QApplication, tmp_path: Path) -> None:
    def steps(made: Unconnected) -> None:
        program = made.program
        without_history(program)
        first_start = program.connection_flow.first_start
        first_start.demo_failed.emit("No.")
        program.feed.flush()
        assert "No." in shown_text(program.window.unread._strip)
        first_start.demo_listening.emit(4002)
        assert "No." not in shown_text(program.window.unread._strip)

    run(qapp, tmp_path, steps)


@pytest.mark.parametrize("is_busy", [False, True])
def test_a_recording_begins_with_a_connection_made_again(qapp: QApplication, tmp_path: Path, *, is_busy: bool) -> None:
    def steps(made: Unconnected) -> None:
        made.is_busy = is_busy
        made.program.recording.started.emit()
        assert len(made.calls) == is_busy

    run(qapp, tmp_path, steps)


@pytest.mark.parametrize("shows", ["nothing", "orders", "a connection"])
def test_the_demo_of_the_menu_never_takes_the_place_of_a_tws(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shows: str
) -> None:
    def steps(made: Unconnected) -> None:
        flow = made.program.connection_flow
        opened: list[tuple[str, ...]] = []
        here: list[object] = []

        def open_window(*arguments: str) -> str:
            opened.append(arguments)
            return "No."

        monkeypatch.setattr(flow.new_windows, "open", open_window)
        monkeypatch.setattr(flow.first_start, "show_demo", here.append)
        made.is_busy = shows == "a connection"
        if shows == "orders":
            made.receive_order()
        made.program.window.action("demo").trigger()
        if shows == "nothing":
            assert (here, opened) == ([made.program.settings], [])
        else:
            assert (here, opened) == ([], [("--demo",)])
            assert made.problems() == ["No."]

    run(qapp, tmp_path, steps)


def test_a_profile_of_any_name_opens_in_another_window(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def steps(made: Unconnected) -> None:
        opened: list[str] = []

        def open_window(*arguments: str) -> str:
            opened.extend(arguments)
            return ""

        monkeypatch.setattr(made.program.connection_flow.new_windows, "open", open_window)
        made.program.window.profiles.window_requested.emit("--demo")
        chosen = parser().parse_args(opened)
        assert (chosen.profile, chosen.demo) == ("--demo", False)

    run(qapp, tmp_path, steps)


def test_the_demo_is_called_simulated_in_the_title_and_in_what_is_printed(qapp: QApplication, tmp_path: Path) -> None:
    def steps(made: Unconnected) -> None:
        window = made.program.window
        first_start = made.program.connection_flow.first_start
        first_start.demo_listening.emit(4002)
        made.program.connection.wrapper.announce(LinkChanged(LinkState.UP, "127.0.0.1", 4002, DEMO_CLIENT_ID))
        made.program.connection.wrapper.emit_event(ManagedAccounts(("DU1", "DU2")))
        made.program.feed.flush()
        assert window.windowTitle() == "Simulated 127.0.0.1:4002 — IB Monitor"
        assert window.page("orders").facts().mode == "Simulated"
        first_start.demo_ended.emit()
        assert "Simulated" not in window.windowTitle()

    run(qapp, tmp_path, steps)
