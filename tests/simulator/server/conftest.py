"""Fixtures for the tests of the simulated TWS's server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ibmonitor.simulator.scenarios.quiet import Quiet
from tests.simulator.peers import RunningTws


@pytest.fixture(params=[200, 203, 226])
def version(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def quiet() -> Iterator[RunningTws]:
    with RunningTws(Quiet(), max_server_version=200) as running:
        yield running
