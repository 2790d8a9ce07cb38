"""A session recorded in the window is played back in another: `ibmonitor replay`."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog

from ibmonitor.app.program import Program
from ibmonitor.recording.recording_file import Recording
from ibmonitor.simulator.scenarios.quiet import Quiet
from ibmonitor.simulator.server.server import SimulatedTws
from ibmonitor.windows.recording.replay_bar import ReplayBar
from tests.end_to_end.processes import ibmonitor
from tests.recording.sessions import recorded, synchronise
from tests.support.label_texts import label_texts
from tests.support.programs import Programs, is_up
from tests.support.waiting import until

ASKING = ("connect", "disconnect", "refresh", "executions", "own_orders", "completed_all", "completed_api", "record")


def replaying(programs: Programs, file: Path, speed: str = "full") -> Program:
    return programs.started(programs.place.with_name("support"), recording=Recording(file), speed=speed)


def bar_text(program: Program) -> str:
    return " ".join(label_texts(program.window.findChildren(ReplayBar)[0]))


def accept_dialog(program: Program) -> None:
    for dialog in program.window.findChildren(QDialog):
        if dialog.isModal():
            dialog.accept()


def is_recording(program: Program) -> bool:
    return program.recording.recorder.is_on


def record_session(programs: Programs) -> Path:
    """Switch recording on while connected, let TWS be asked again, switch it off."""

    async def work() -> None:
        program = await programs.connected(port=await SimulatedTws(Quiet()).start(), client_id=5)
        program.window._actions["record"].trigger()
        assert not is_recording(program)
        accept_dialog(program)
        assert is_recording(program)
        assert len(program.blotter.link.live_intervals) == 1
        await until(lambda: len(program.blotter.link.live_intervals) == 2 and is_up(program))
        program.feed.flush()
        assert "● Recording to" in program.window.bottom.sign.text()
        program.window._actions["record"].trigger()
        accept_dialog(program)
        assert "● Recording to" not in program.window.bottom.sign.text()

    programs.run(work)
    (path,) = programs.place.rglob("*.ibmrec")
    return path


def test_what_was_recorded_in_one_window_is_shown_in_another(programs: Programs) -> None:
    path = record_session(programs)

    async def work() -> None:
        program = replaying(programs, path)
        await until(lambda: "finished" in bar_text(program))
        program.feed.flush()
        window = program.window
        assert path.name in bar_text(program)
        assert path.name in window.windowTitle()
        symbols = [order.contract.symbol for order in program.tables.orders.visible_records() if order.contract]
        assert sorted(symbols) == ["AAPL", "AAPL", "KO", "MSFT"]
        assert program.tables.fills.total_count == program.tables.commissions.total_count == 2
        assert program.blotter.link.client_id == 5
        assert [message.text for message in program.blotter.messages if message.code is None] == []
        for key in ASKING:
            assert not window._actions[key].isEnabled(), key
        window.connect_requested.emit()
        window.refresh_requested.emit()
        assert not program.connector.is_busy

    programs.run(work)


def test_a_damaged_recording_is_played_as_far_as_it_goes(programs: Programs, tmp_path: Path) -> None:
    path = tmp_path / "r"
    original = recorded(path, synchronise)
    path.write_bytes(path.read_bytes()[:-20])

    async def work() -> None:
        program = replaying(programs, path)
        await until(lambda: "finished" in bar_text(program))
        assert len(program.blotter.orders) == len(original.blotter.orders)
        assert any("cut short" in message.plain for message in program.blotter.messages)

    programs.run(work)


@pytest.mark.parametrize("paused", [True, False])
def test_the_window_may_be_closed_in_the_midst(programs: Programs, tmp_path: Path, paused: bool) -> None:
    recorded(tmp_path / "r", synchronise, synchronise)

    async def work() -> None:
        program = replaying(programs, tmp_path / "r", "original")
        if paused:
            program.window.findChildren(ReplayBar)[0].pause_wanted.emit(True)
            assert "paused" in bar_text(program)
        gone = asyncio.Event()
        QTimer.singleShot(5, gone.set)
        await gone.wait()

    programs.run(work)


def test_settings_of_the_recording_hold_if_they_can(programs: Programs, tmp_path: Path) -> None:
    path = tmp_path / "r"
    recorded(path, synchronise)
    given = path.read_bytes().replace(
        b'"zone": "Europe/Berlin"',
        b'"zone": "Asia/Tokyo", "client_id": true, "is_master": true, "auto_bind": 1, "host": "evil"',
    )
    path.write_bytes(given)

    async def work() -> None:
        program = replaying(programs, path)
        settings = program.settings
        assert (settings.zone, settings.is_master) == ("Asia/Tokyo", True)
        assert (settings.client_id, settings.auto_bind, settings.host) == (900, False, "127.0.0.1")

    programs.run(work)


def test_what_is_no_recording_is_refused_in_one_sentence(tmp_path: Path) -> None:
    for name, why in (("none", "cannot be read"), ("empty", "is not a recording")):
        (tmp_path / "empty").touch()
        done = ibmonitor("replay", str(tmp_path / name))
        assert done.returncode == 7
        assert done.stdout == ""
        assert why in done.stderr
        assert done.stderr.count("\n") == 1
