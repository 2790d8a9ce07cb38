"""Fixtures for the tests of scenario files."""

from __future__ import annotations

from pathlib import Path

import pytest

from ibmonitor.simulator.scenarios.script.script import ScriptedScenario
from tests.simulator.scenarios.script.files import NOON, Written


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Write a scenario file and read it."""

    def write(text: str) -> ScriptedScenario:
        path = tmp_path / "case.toml"
        path.write_text(text, encoding="utf-8")
        return ScriptedScenario(path, clock=lambda: NOON)

    return write
