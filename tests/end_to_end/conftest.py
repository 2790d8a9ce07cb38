"""Whatever an end-to-end test does, none of its simulated TWS may have been asked to change anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ibmonitor.app import demo
from ibmonitor.simulator.server.server import SimulatedTws
from tests.end_to_end.asked import not_allowed
from tests.support.programs import Programs


@pytest.fixture
def may_bind() -> None:
    """For a test that switches auto-bind on: binding manual orders is what is asked for then."""


@pytest.fixture(autouse=True)
def nothing_but_reading_was_asked_for(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[SimulatedTws]]:
    """Look at the records of all simulated TWS at the end: those in this process, and the demo's."""
    started: list[SimulatedTws] = []
    start = SimulatedTws.start
    place = tmp_path_factory.mktemp("asked")
    command = demo.simulator_command
    demos: list[Path] = []

    async def watched_start(tws: SimulatedTws, host: str = "127.0.0.1", port: int = 0) -> int:
        started.append(tws)
        return await start(tws, host, port)

    def recording_command() -> list[str]:
        demos.append(place / f"{len(demos)}.txt")
        return [*command(), "--record", str(demos[-1])]

    monkeypatch.setattr(SimulatedTws, "start", watched_start)
    monkeypatch.setattr(demo, "simulator_command", recording_command)
    yield started
    lines = [line for tws in started for line in tws.requests.lines()]
    # A demo that is closed before it listens leaves no file.
    lines += [line for file in demos if file.exists() for line in file.read_text(encoding="utf-8").splitlines()]
    assert not_allowed(lines, may_bind="may_bind" in request.fixturenames) == []


@pytest.fixture
def programs(qapp: QApplication, tmp_path: Path, nothing_but_reading_was_asked_for: list[SimulatedTws]) -> Programs:
    """Programs whose files are in `config`, which does not exist at first."""
    return Programs(qapp, tmp_path / "config", nothing_but_reading_was_asked_for)
