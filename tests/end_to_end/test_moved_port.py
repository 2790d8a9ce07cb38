"""TWS moves to another port: the connection follows it, and what is saved changes only when the user says so."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from ibmonitor.app import connector
from ibmonitor.app.program import Program
from ibmonitor.settings.places import find_places
from ibmonitor.settings.profiles import Profile, load_profiles, save_profiles
from ibmonitor.settings.store import load_settings, save_settings
from ibmonitor.settings.table import Settings
from ibmonitor.simulator.scenarios.quiet import Quiet
from ibmonitor.simulator.server.server import SimulatedTws
from ibmonitor.tws.session.backoff import Backoff
from tests.support.programs import Programs, is_up
from tests.support.waiting import until

CLIENT = 7
Steps = Callable[[Program, SimulatedTws], Awaitable[None]]


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that tries again at once."""
    defaults = connector.Connector.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "backoff", lambda _host: Backoff(0.05, 0.1))


def play(programs: Programs, steps: Steps, *, profile: str = "", port_is_given: bool = False) -> int:
    """Run a program that is connected at its saved port, which is returned; the steps move its TWS."""
    first = 0

    async def work() -> None:
        nonlocal first
        tws = SimulatedTws(Quiet())
        first = await tws.start()
        places = find_places(programs.place)
        save_settings(places.settings_file, Settings(port=1 if profile else first, client_id=CLIENT))
        save_profiles(places.profiles_file, (Profile("Live", "red", port=first, client_id=CLIENT), Profile("Other")))
        given: dict[str, Any] = {"port": first} if port_is_given else {}
        await steps(await programs.connected(profile=profile or None, **given), tws)

    programs.run(work)
    return first


async def move(program: Program, tws: SimulatedTws, port: int = 0) -> int:
    """Have TWS move, and wait until the program has followed it."""
    port = await tws.outages.move(port)
    await until(lambda: is_up(program) and program.blotter.link.port == port)
    assert program.settings.port == program.window.settings.port == port
    return port


def saved_port(place: Path) -> int:
    return load_settings(find_places(place).settings_file)[0].port


def question(program: Program) -> str:
    return program.window.moved_port.text()


def test_it_is_asked_about_and_kept_when_the_user_says_so(programs: Programs) -> None:
    async def steps(program: Program, tws: SimulatedTws) -> None:
        before = tws.port
        port = await move(program, tws)
        assert question(program) == f"TWS moved to port {port}. Keep it in Settings?"
        assert saved_port(programs.place) == before
        program.window.moved_port.keep_button.click()
        assert question(program) == ""
        assert saved_port(programs.place) == port

    play(programs, steps)


def test_not_now_leaves_what_is_saved_alone(programs: Programs) -> None:
    async def steps(program: Program, tws: SimulatedTws) -> None:
        await move(program, tws)
        program.window.moved_port.not_now_button.click()
        assert question(program) == ""
        # A change of anything else does not bring it along.
        program.window.settings_accepted.emit(dataclasses.replace(program.settings, refresh_seconds=60))

    first = play(programs, steps)
    assert saved_port(programs.place) == first


def test_closing_without_an_answer_leaves_what_is_saved_alone(programs: Programs) -> None:
    async def steps(program: Program, tws: SimulatedTws) -> None:
        await move(program, tws)
        assert question(program)

    first = play(programs, steps)
    assert saved_port(programs.place) == first


def test_it_is_kept_in_the_profile_in_force(programs: Programs) -> None:
    async def steps(program: Program, tws: SimulatedTws) -> None:
        port = await move(program, tws)
        assert question(program) == f"TWS moved to port {port}. Keep it in the profile “Live”?"
        program.window.moved_port.keep_button.click()
        profiles, _ = load_profiles(find_places(programs.place).profiles_file)
        assert profiles == (Profile("Live", "red", port=port, client_id=CLIENT), Profile("Other"))
        assert saved_port(programs.place) == 1

    play(programs, steps, profile="Live")


def test_a_port_of_the_command_line_is_not_asked_about(programs: Programs) -> None:
    async def steps(program: Program, tws: SimulatedTws) -> None:
        await move(program, tws)
        assert question(program) == ""

    first = play(programs, steps, port_is_given=True)
    assert saved_port(programs.place) == first


def test_only_the_last_of_several_ports_is_asked_about(programs: Programs) -> None:
    async def steps(program: Program, tws: SimulatedTws) -> None:
        await move(program, tws)
        program.window.moved_port.not_now_button.click()
        last = await move(program, tws)
        assert str(last) in question(program)
        program.window.moved_port.keep_button.click()
        assert saved_port(programs.place) == last

    play(programs, steps)


def test_back_at_the_saved_port_there_is_nothing_to_ask(programs: Programs) -> None:
    async def steps(program: Program, tws: SimulatedTws) -> None:
        first = tws.port
        assert first is not None
        await move(program, tws)
        assert question(program)
        await move(program, tws, first)
        assert question(program) == ""

    first = play(programs, steps)
    assert saved_port(programs.place) == first


def test_a_port_that_the_user_has_chosen_meanwhile_is_the_answer(programs: Programs) -> None:
    async def steps(program: Program, tws: SimulatedTws) -> None:
        await move(program, tws)
        program.window.settings_accepted.emit(dataclasses.replace(program.settings, port=4001))
        assert question(program) == ""

    play(programs, steps)
    assert saved_port(programs.place) == 4001


def test_with_another_profile_the_question_is_gone(programs: Programs) -> None:
    async def steps(program: Program, tws: SimulatedTws) -> None:
        await move(program, tws)
        program.window.profiles.chosen.emit("Other")
        assert question(program) == ""

    first = play(programs, steps, profile="Live")
    profiles, _ = load_profiles(find_places(programs.place).profiles_file)
    assert profiles[0].port == first


def test_a_host_is_saved_with_the_port_that_was_shown_beside_it(programs: Programs) -> None:
    moved_to = []

    async def steps(program: Program, tws: SimulatedTws) -> None:
        moved_to.append(await move(program, tws))
        program.window.settings_accepted.emit(dataclasses.replace(program.settings, host="localhost"))
        assert question(program) == ""

    play(programs, steps)
    settings, _ = load_settings(find_places(programs.place).settings_file)
    assert (settings.host, [settings.port]) == ("localhost", moved_to)


def test_a_port_in_another_form_is_neither_followed_nor_asked_about(programs: Programs) -> None:
    async def steps(program: Program, tws: SimulatedTws) -> None:
        tws.broadcast_error(1300, "Socket port reset by client 32")
        await until(lambda: any(message.code == 1300 for message in program.blotter.messages))
        assert is_up(program)
        assert question(program) == ""

    first = play(programs, steps)
    assert saved_port(programs.place) == first
