"""What has been mended is in the strip no longer: the connection, the settings, a client ID that is free again."""

from __future__ import annotations

import dataclasses
import errno
import os
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ibmonitor.app import connector
from ibmonitor.app import program as app
from ibmonitor.app.program import Program
from ibmonitor.domain.records.link import LinkState
from ibmonitor.simulator.scenarios.quiet import Quiet
from ibmonitor.simulator.server.server import SimulatedTws
from ibmonitor.tws.session.backoff import Backoff
from tests.end_to_end.test_window import closed, is_up, options, run, until


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that tries again soon, but not before its window has shown why it has to."""
    defaults = connector.Connector.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "backoff", lambda: Backoff(0.3, 0.3))


def shown(program: Program) -> str:
    return program.window._strip.text()


def play(qapp: QApplication, place: Path, story: Callable[[Program, SimulatedTws], Awaitable[None]]) -> None:
    async def work() -> None:
        tws = SimulatedTws(Quiet())
        port = await tws.start()
        program = Program(options(place, port=port, client_id=1))
        program.start()
        program.window.connect_requested.emit()
        await until(lambda: is_up(program) and not shown(program))
        try:
            await story(program, tws)
        finally:
            await closed(program)
            await tws.stop()

    run(qapp, work)


def test_a_client_id_in_use_and_then_another(qapp: QApplication, tmp_path: Path) -> None:
    async def story(_program: Program, tws: SimulatedTws) -> None:
        second = Program(options(tmp_path, port=tws.port, client_id=1))
        second.start()
        second.window.connect_requested.emit()
        await until(lambda: second.blotter.link.other_client_id is not None and bool(shown(second)))
        codes = [message.code for message in second.blotter.messages]
        assert 326 in codes
        assert None in codes, "this program reports it, too"
        second.window.other_client_id_requested.emit(901)
        await until(lambda: is_up(second) and not shown(second))
        assert [message.code for message in second.blotter.messages][: len(codes)] == codes
        await closed(second)

    play(qapp, tmp_path, story)


def test_a_connection_that_is_lost_and_comes_back(qapp: QApplication, tmp_path: Path) -> None:
    async def story(program: Program, tws: SimulatedTws) -> None:
        tws.client(1).drop()
        await until(lambda: program.blotter.link.state is LinkState.WAITING and bool(shown(program)))
        await until(lambda: is_up(program) and not shown(program))
        tws.broadcast_error(1100, "Connectivity between IBKR and Trader Workstation has been lost.")
        await until(lambda: "Connectivity" in shown(program))
        tws.broadcast_error(1101, "Connectivity has been restored - data lost.")
        await until(lambda: is_up(program) and not shown(program))

    play(qapp, tmp_path, story)


def test_another_window_with_this_client_id_that_is_closed(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(program: Program, _tws: SimulatedTws) -> None:
        monkeypatch.setattr(
            program.client_id_registry, "claim", lambda *_, **__: "Another IB Monitor uses client ID 1."
        )
        program.window.disconnect_requested.emit()
        await until(lambda: program.blotter.link.state is LinkState.DOWN)
        program.window.connect_requested.emit()
        await until(lambda: any("Another IB Monitor" in message.plain for message in program.blotter.messages))
        await until(lambda: is_up(program) and program.tables.messages.total_count == len(program.blotter.messages))
        await until(lambda: not shown(program))

    play(qapp, tmp_path, story)


def test_a_value_in_the_settings_that_is_corrected(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"refresh_seconds": "often", "client_id": 3}')

    async def work() -> None:
        program = Program(options(tmp_path))
        program.start()
        await until(lambda: "settings.json" in shown(program) and "cannot be used" in shown(program))
        program.window.settings_accepted.emit(dataclasses.replace(program.settings, refresh_seconds=60))
        # Of the file that was there a copy is kept, which is worth knowing until the next change.
        await until(lambda: "was saved. Its previous content" in shown(program))
        assert "earlier" not in program.window._strip._more.text(), "nothing else is left"
        program.window.settings_accepted.emit(dataclasses.replace(program.settings, refresh_seconds=61))
        await until(lambda: not shown(program))
        await closed(program)

    run(qapp, work)


def test_a_disk_that_was_full(qapp: QApplication, tmp_path: Path) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async def work() -> None:
        program = Program(options(tmp_path))
        program.start()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tempfile, "mkstemp", full)
            for seconds in (60, 61):
                program.window.settings_accepted.emit(dataclasses.replace(program.settings, refresh_seconds=seconds))
                await until(lambda: "no space left on device" in shown(program))
        program.window.settings_accepted.emit(dataclasses.replace(program.settings, refresh_seconds=62))
        await until(lambda: not shown(program))
        await closed(program)

    run(qapp, work)


def test_a_log_folder_that_opens_at_the_second_try(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([False, True])
    monkeypatch.setattr(app, "open_folder", lambda _path: next(answers))

    async def work() -> None:
        program = Program(options(tmp_path))
        program.start()
        program.window.logs_requested.emit()
        await until(lambda: "cannot open" in shown(program))
        program.window.logs_requested.emit()
        await until(lambda: not shown(program))
        await closed(program)

    run(qapp, work)
