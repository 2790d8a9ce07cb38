"""What is kept when the program ends, though something of it fails at the end."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Awaitable, Callable
from operator import attrgetter
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ibmonitor.app.program import Program
from ibmonitor.domain.query.query import ExecutionQuery
from ibmonitor.recording.recorder import Recorder
from ibmonitor.settings.places import find_places
from ibmonitor.settings.recent_queries import save_recent_queries
from tests.app.unconnected import Unconnected, run

Failing = Callable[[Program, pytest.MonkeyPatch], None]


class EndError(Exception):
    """Something fails at the end."""


async def fail_later() -> None:
    raise EndError


def no_failure(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    del program, monkeypatch


def failing_connector(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program.connector, "close", fail_later)


@pytest.mark.parametrize("failing", [no_failure, failing_connector])
def test_the_window_is_kept_and_the_recording_ended(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: Failing
) -> None:
    del qapp

    async def work() -> None:
        queries_file = find_places(tmp_path).queries_file
        assert save_recent_queries(queries_file, [ExecutionQuery(symbol="AAPL")]) == []
        program = Program(argparse.Namespace(demo=False, config_dir=tmp_path))
        queries_file.unlink()
        recorder = program.recording.recorder
        assert recorder.start(tmp_path / "session.ibmrec") == ""
        failing(program, monkeypatch)
        try:
            await ended(program, is_failing=failing is not no_failure)
            assert not recorder.is_on
            assert set(json.loads(program.places.window_file.read_bytes())["tables"]) >= {"orders"}
            assert "AAPL" in queries_file.read_text("utf-8")
        finally:
            recorder.stop()
            program.window.deleteLater()
            program.deleteLater()

    asyncio.run(work())


async def ended(program: Program, *, is_failing: bool) -> None:
    """What failed is not swallowed: it comes to the log."""
    finishing: Awaitable[None] = program.finish()
    if not is_failing:
        await finishing
        return
    with pytest.raises(EndError):
        await finishing


@pytest.mark.parametrize("step", ["recording.recorder.stop", "connection.event_log.flush"])
def test_the_window_is_kept_whatever_else_fails(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    del qapp

    def fail() -> None:
        raise EndError

    async def work() -> None:
        program = Program(argparse.Namespace(demo=False, config_dir=tmp_path))
        part, _, name = step.rpartition(".")
        monkeypatch.setattr(attrgetter(part)(program), name, fail)
        await ended(program, is_failing=True)
        assert program.places.window_file.is_file()
        assert program.places.queries_file.is_file()
        program.window.deleteLater()
        program.deleteLater()

    asyncio.run(work())


def test_a_recording_opens_in_another_window_and_what_is_none_is_said(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong, right = tmp_path / "notes.txt", tmp_path / "session.ibmrec"
    wrong.write_text("no recording")
    recorder = Recorder(lambda _: None, lambda: None)
    recorder.start(right, {})
    recorder.stop()

    def steps(made: Unconnected) -> None:
        program = made.program
        opened: list[tuple[str, ...]] = []

        def open_window(*arguments: str) -> str:
            opened.append(arguments)
            return ""

        monkeypatch.setattr(program.connection_flow.new_windows, "open", open_window)
        program.recordings.chosen.emit(wrong)
        assert made.problems() == [f"{wrong} is not a recording of IB Monitor."]
        assert opened == []
        program.recordings.chosen.emit(right)
        assert opened == [("replay", str(right))]
        assert made.calls == []

    run(qapp, tmp_path, steps)
