"""Each step of the program's end is done, whatever another one raises; what was raised is logged and not swallowed."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from ibmonitor.app import run_window

LIFE = ["start", "finish", "delete window", "leave signals", "leave errors", "stop logs"]


class Stage:
    """Stands for all that one run is made of: notes what is called, and fails where it is to."""

    def __init__(self, failing: str) -> None:
        """`failing` is the step that raises; empty for none."""
        self.failing = failing
        self.done: list[str] = []

    def step(self, name: str) -> None:
        self.done.append(name)
        if name == self.failing:
            raise RuntimeError(name)


class Actor:
    """Program, window, log, signals and errors in one: what a step is called says whose it is."""

    exit_code = 0

    def __init__(self, stage: Stage, **steps: str) -> None:
        self._stage = stage
        self._steps = steps
        self.window: Actor | None = None
        self.problems: Actor | None = None
        self.recordings: Actor | None = None
        self.chosen: Actor | None = None

    def __getattr__(self, name: str) -> Callable[..., list[str]]:
        def act(*_: object) -> list[str]:
            if name in self._steps:
                self._stage.step(self._steps[name])
            return []

        return act

    async def finish(self) -> None:
        self._stage.step("finish")

    @property
    def closed(self) -> asyncio.Future[None]:
        closed = asyncio.get_running_loop().create_future()
        closed.set_result(None)
        return closed


def run(monkeypatch: pytest.MonkeyPatch, place: Path, stage: Stage) -> None:
    program = Actor(stage, start="start")
    program.problems = Actor(stage)
    program.window = Actor(stage, deleteLater="delete window")
    program.recordings = Actor(stage)
    program.recordings.chosen = Actor(stage)
    parts = {
        "Program": program,
        "Logs": Actor(stage, stop="stop logs"),
        "EndSignals": Actor(stage, uninstall="leave signals"),
        "UnexpectedErrors": Actor(stage, uninstall="leave errors"),
    }
    for name, part in parts.items():
        monkeypatch.setattr(run_window, name, lambda *_, part=part: part)
    asyncio.run(run_window._Run(argparse.Namespace(config_dir=place), lambda _opener: None).run())


def test_the_steps_of_the_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stage = Stage("")
    run(monkeypatch, tmp_path, stage)
    assert stage.done == LIFE


@pytest.mark.parametrize("failing", LIFE)
def test_every_step_of_the_end_is_done_whichever_of_them_fails(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture, failing: str
) -> None:
    stage = Stage(failing)
    with pytest.raises(RuntimeError, match=failing):
        run(monkeypatch, tmp_path, stage)
    assert stage.done == LIFE
    # What fails after the log has been stopped cannot be in it.
    logged = [record.exc_info[1] for record in caplog.records if record.exc_info]
    assert [str(error) for error in logged] == ([] if failing == "stop logs" else [failing])
