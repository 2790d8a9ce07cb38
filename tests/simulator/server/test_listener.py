"""The simulated TWS listens on loopback only."""

from __future__ import annotations

import pytest

from ibmonitor.simulator.scenarios.quiet import Quiet
from ibmonitor.simulator.server.server import SimulatedTws


def test_only_loopback() -> None:
    tws = SimulatedTws(Quiet())
    for host in ("0.0.0.0", "192.168.1.10"):  # noqa: S104
        with pytest.raises(ValueError, match="loopback"):
            tws.start(host).send(None)
