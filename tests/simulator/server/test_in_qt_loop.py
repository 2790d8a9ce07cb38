"""The simulated TWS also runs inside the Qt loop, with a client in the same loop."""

from __future__ import annotations

import asyncio

import pytest
import qasync
from PySide6.QtWidgets import QApplication

from ibmonitor.simulator.scenarios.quiet import Quiet
from ibmonitor.simulator.server.server import SimulatedTws
from ibmonitor.simulator.server.server_settings import ServerSettings
from tests.simulator.peers import PATIENCE


async def _converse() -> bytes:
    tws = SimulatedTws(Quiet(), ServerSettings(max_server_version=200))
    port = await tws.start()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"API\0\0\0\0\x09v100..226")
    length = int.from_bytes(await reader.readexactly(4), "big")
    answer = await reader.readexactly(length)
    writer.close()
    await writer.wait_closed()
    await tws.stop()
    await tws.stop()
    return answer


@pytest.mark.usefixtures("qapp")
def test_in_the_qt_loop() -> None:
    application = QApplication.instance()
    with qasync.QEventLoop(application) as loop:
        answer = loop.run_until_complete(asyncio.wait_for(_converse(), PATIENCE))
    assert answer.startswith(b"200\0")
