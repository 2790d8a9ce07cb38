"""Carrying out the connection tests that the first page and the settings dialog ask for."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from ibmonitor.app.connection_testing import ConnectionTesting
from ibmonitor.domain.connection_test.verdict import Attempt, Finding, Found
from ibmonitor.settings.table import Settings
from ibmonitor.windows.connection_test.test_row import ConnectionTestRow
from tests.support.label_texts import label_texts


class Wire:
    """Replaces the test itself: waits until it is given the findings."""

    def __init__(self) -> None:
        self.release = asyncio.Event()
        self.cancelled = 0
        self.error: Exception | None = None

    async def __call__(self, host: str, port: int, client_id: int, **_: object) -> tuple[Finding, ...]:
        try:
            await self.release.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if self.error is not None:
            raise self.error
        return (Finding(Found.CLIENT_ID_FREE, Attempt(host, port, client_id)),)


async def turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize(("error", "word"), [(None, "✔ OK"), (RuntimeError("x"), "✖ Failed")])
def test_tests_are_carried_out(error: Exception | None, word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        wire = Wire()
        wire.error = error
        monkeypatch.setattr("ibmonitor.tws.probe.probe.try_connection", wire)
        accepted: list[Attempt] = []
        testing = ConnectionTesting(accepted.append)
        row = ConnectionTestRow(Settings)
        testing.serve(row)
        row.button.click()
        await turns()
        wire.release.set()
        await turns()
        assert label_texts(row)[0] == word
        assert accepted == ([] if error else [Attempt("127.0.0.1", 7497, 900)])
        await testing.close()

    asyncio.run(run())


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize("how", ["button", "closed", "deleted"])
def test_a_test_is_cancelled(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        wire = Wire()
        monkeypatch.setattr("ibmonitor.tws.probe.probe.try_connection", wire)
        testing = ConnectionTesting()
        row = ConnectionTestRow(Settings)
        testing.serve(row)
        row.button.click()
        await turns()
        if how == "button":
            row.button.click()
        elif how == "closed":
            await testing.close()
        row.deleteLater()
        QApplication.sendPostedEvents(row, QEvent.Type.DeferredDelete.value)
        await turns()
        assert wire.cancelled == 1
        await testing.close()

    asyncio.run(run())
