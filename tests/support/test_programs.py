"""One test that fails must not make others fail: nothing of its programs is left."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication

from ibmonitor.simulator.scenarios.quiet import Quiet
from ibmonitor.simulator.server.server import SimulatedTws
from tests.support.programs import Programs


def test_a_failure_leaves_no_window_no_task_and_no_port(qapp: QApplication, tmp_path: Path) -> None:
    tws = SimulatedTws(Quiet())
    programs = Programs(qapp, tmp_path, [tws])
    seen: list[object] = []

    async def work() -> None:
        program = await programs.connected(port=await tws.start())
        program.window.tools.open_settings()
        waiting = asyncio.get_running_loop().create_task(asyncio.sleep(3600))
        seen.extend((program.window, programs.started(demo=True).window, waiting))
        pytest.fail("made up")

    with pytest.raises(pytest.fail.Exception, match="made up"):
        programs.run(work)
    *windows, waiting = seen
    assert not any(map(shiboken6.isValid, windows))
    assert isinstance(waiting, asyncio.Task)
    assert waiting.cancelled()
    assert not tws.clients
    assert [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()] == []
