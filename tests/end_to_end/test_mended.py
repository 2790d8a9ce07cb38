"""What has been mended is in the strip no longer: the connection, the settings, a client ID that is free again."""

from __future__ import annotations

import dataclasses
import errno
import os
import tempfile
from collections.abc import Awaitable, Callable

import pytest

from ibmonitor.app import connector
from ibmonitor.app import program as app
from ibmonitor.app.program import Program
from ibmonitor.domain.records.link import LinkState
from ibmonitor.simulator.scenarios.quiet import Quiet
from ibmonitor.simulator.server.server import SimulatedTws
from ibmonitor.tws.session.backoff import Backoff
from tests.support.label_texts import shown_text
from tests.support.programs import Programs, is_up
from tests.support.waiting import until


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that tries again soon, but not before its window has shown why it has to."""
    defaults = connector.Connector.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "backoff", lambda _host: Backoff(0.3, 0.3))


def shown(program: Program) -> str:
    return shown_text(program.window._strip)


def play(programs: Programs, steps: Callable[[Program, SimulatedTws], Awaitable[None]]) -> None:
    async def work() -> None:
        tws = SimulatedTws(Quiet())
        program = await programs.connected(port=await tws.start(), client_id=1)
        await until(lambda: not shown(program))
        await steps(program, tws)

    programs.run(work)


def test_a_client_id_in_use_and_then_another(programs: Programs) -> None:
    async def steps(_program: Program, tws: SimulatedTws) -> None:
        second = programs.connecting(port=tws.port, client_id=1)
        await until(lambda: second.blotter.link.other_client_id is not None and bool(shown(second)))
        codes = [message.code for message in second.blotter.messages]
        assert 326 in codes
        assert None in codes, "this program reports it, too"
        second.window.other_client_id_requested.emit(901)
        await until(lambda: is_up(second) and not shown(second))
        assert [message.code for message in second.blotter.messages][: len(codes)] == codes

    play(programs, steps)


def test_a_connection_that_is_lost_and_comes_back(programs: Programs) -> None:
    async def steps(program: Program, tws: SimulatedTws) -> None:
        tws.client(1).drop()
        await until(lambda: program.blotter.link.state is LinkState.WAITING and bool(shown(program)))
        await until(lambda: is_up(program) and not shown(program))
        tws.broadcast_error(1100, "Connectivity between IBKR and Trader Workstation has been lost.")
        await until(lambda: "Connectivity" in shown(program))
        tws.broadcast_error(1101, "Connectivity has been restored - data lost.")
        await until(lambda: is_up(program) and not shown(program))

    play(programs, steps)


def test_another_window_with_this_client_id_that_is_closed(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    async def steps(program: Program, _tws: SimulatedTws) -> None:
        monkeypatch.setattr(
            program.client_id_registry, "claim", lambda *_, **__: "Another IB Monitor uses client ID 1."
        )
        program.window.disconnect_requested.emit()
        await until(lambda: program.blotter.link.state is LinkState.DOWN)
        program.window.connect_requested.emit()
        await until(lambda: any("Another IB Monitor" in message.plain for message in program.blotter.messages))
        await until(lambda: is_up(program) and program.tables.messages.total_count == len(program.blotter.messages))
        await until(lambda: not shown(program))

    play(programs, steps)


def test_a_value_in_the_settings_that_is_corrected(programs: Programs) -> None:
    programs.place.mkdir()
    (programs.place / "settings.json").write_text('{"refresh_seconds": "often", "client_id": 3}')

    async def work() -> None:
        program = programs.started()
        await until(lambda: "settings.json" in shown(program) and "cannot be used" in shown(program))
        program.window.settings_accepted.emit(dataclasses.replace(program.settings, refresh_seconds=60))
        # Of the file that was there a copy is kept, which is worth knowing until the next change.
        await until(lambda: "was saved. Its previous content" in shown(program))
        assert "earlier" not in program.window._strip._more.text(), "nothing else is left"
        program.window.settings_accepted.emit(dataclasses.replace(program.settings, refresh_seconds=61))
        await until(lambda: not shown(program))

    programs.run(work)


def test_a_disk_that_was_full(programs: Programs) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async def work() -> None:
        program = programs.started()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tempfile, "mkstemp", full)
            for seconds in (60, 61):
                program.window.settings_accepted.emit(dataclasses.replace(program.settings, refresh_seconds=seconds))
                await until(lambda: "no space left on device" in shown(program))
        program.window.settings_accepted.emit(dataclasses.replace(program.settings, refresh_seconds=62))
        await until(lambda: not shown(program))

    programs.run(work)


def test_a_log_folder_that_opens_at_the_second_try(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([False, True])
    monkeypatch.setattr(app, "open_folder", lambda _path: next(answers))

    async def work() -> None:
        program = programs.started()
        program.window.logs_requested.emit()
        await until(lambda: "cannot open" in shown(program))
        program.window.logs_requested.emit()
        await until(lambda: not shown(program))

    programs.run(work)
