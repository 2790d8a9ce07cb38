"""A program whose connector only notes what it is called with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from ibmonitor.app.connector import Connector
from ibmonitor.app.program import Program
from ibmonitor.domain.records.link import LinkState
from ibmonitor.settings.table import Settings
from tests.support.blotter_events import open_order
from tests.support.programs import Programs


class Unconnected:
    """`calls` are what the connector is called with, by its methods' names."""

    def __init__(self, program: Program, patch: pytest.MonkeyPatch) -> None:
        self.program = program
        self.calls: list[Any] = []
        self.is_busy = False
        patch.setattr(Connector, "is_busy", property(lambda _: self.is_busy))
        patch.setattr(program.connector, "connect", self._connect)
        patch.setattr(program.connector, "disconnect", self._disconnect)
        for name in ("set_refresh_seconds", "set_auto_bind", "set_master_setting"):
            patch.setattr(program.connector, name, self._noting(name))

    def _noting(self, name: str) -> Callable[..., None]:
        return lambda *values, **named: self.calls.append((name, *values, *named.values()))

    def _connect(self, settings: Settings) -> None:
        self.calls.append(("connect", settings.host, settings.port, settings.client_id))
        self.is_busy = True

    def _disconnect(self) -> None:
        self.calls.append("disconnect")
        self.is_busy = False

    def receive_order(self) -> None:
        """Let a TWS that is up send one order."""
        link = self.program.blotter.link
        link.state = LinkState.UP
        self.program.connection.wrapper.emit_event(open_order(7, 1, 5))
        self.program.feed.flush()

    def problems(self) -> list[str]:
        return [message.plain for message in self.program.blotter.messages]


Steps = Callable[[Unconnected], None]


def run(application: QApplication, place: Path, steps: Steps, **options: Any) -> None:
    """Do these steps in a program that is not started; nothing is connected."""
    programs = Programs(application, place)

    async def work() -> None:
        with pytest.MonkeyPatch.context() as patch:
            steps(Unconnected(programs.new(**options), patch))

    programs.run(work)
